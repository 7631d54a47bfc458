"""The first text of a change request, with everything filled in that is known already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scopegen.drafting.phrasing import Phrasing, capitalized
from scopegen.model.engagement import Engagement
from scopegen.model.terms import Precondition
from scopegen.source.texts import Value
from scopegen.terms.brake import WHOLE_WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What gives rise to a change request. `answer_by` is the new date of what is missing."""

    kind: str
    about: str
    note: str
    on: date | None
    streams: tuple[str, ...]
    condition: Precondition | None
    answer_by: date
    resumes: bool = True
    """Work stands still for it; otherwise it is a change that stands by itself."""


def drafted_request(
    id_: str, occasion: Occasion, engagement: Engagement, words: Mapping[str, Any], language: str
) -> dict[str, Value]:
    """Draft the fields of a change request that lets stopped work resume, in the letter's language.

    There are two options to begin with: what was agreed after all, and to do nothing.
    """
    told, phrasing = words["request"], Phrasing(language)
    own = told[occasion.kind]
    facts = _facts(occasion, engagement, told, phrasing)
    said = {name: capitalized(text.format(**facts)) for name, text in own.items()}
    free, resumes = occasion.kind == "provider", occasion.resumes
    effect = "nothing_effect_free" if free else "nothing_effect"
    nothing = told[effect if resumes else "nothing_effect_wish"].format(**facts)
    option: dict[str, Value] = {"id": "A", "title": said["option"], "effect": said["effect"]}
    if occasion.condition:
        option["inputs"] = [{"id": occasion.condition.id, "due": occasion.answer_by.isoformat()}]
    trigger = {
        "kind": occasion.kind,
        "about": occasion.about,
        "on": occasion.on.isoformat() if occasion.on else "",
        "note": occasion.note,
    }
    return {
        "id": id_,
        "engagement": engagement.meta.id,
        "title": said["title"],
        "type": "resume" if resumes else "scope",
        "author": engagement.parties.provider.signatory,
        "requested_by": "client" if free else "provider",
        "trigger": {name: text for name, text in trigger.items() if text},
        "affects": [one for one in occasion.streams if one != WHOLE_WORK],
        "agreed": said["agreed"],
        "proposed": said["proposed"],
        "reason": said["reason"],
        "options": [
            option,
            {
                "id": "B",
                "title": told["nothing_title"],
                "effect": capitalized(nothing),
                "nothing": "yes",
            },
        ],
    }


def _facts(
    occasion: Occasion, engagement: Engagement, told: Mapping[str, Any], phrasing: Phrasing
) -> dict[str, str]:
    titles = {one.id: f"{one.id} ({one.title})" for one in engagement.fees.milestones}
    named = [titles[one] for one in occasion.streams if one in titles]
    condition = occasion.condition
    facts = {
        "about": occasion.about,
        "note": occasion.note,
        "streams": told["work_on"].format(streams=phrasing.listed(named))
        if named
        else told["work"],
        "long_stop": phrasing.period(engagement.hold_fee.long_stop),
        "new_due": phrasing.date(occasion.answer_by),
    }
    if condition:
        facts |= {
            "item": f"{condition.item} ({condition.id})",
            "owner": condition.owner,
            "due": phrasing.date(condition.due),
            "criterion": condition.complete_when.rstrip("."),
        }
    return facts
