"""The papers beside the letter: change request forms, notices and confirmations.

Their texts are templates in `templates/notices`, in the same library form as clauses. They quote
the clause numbers of the letter that was signed, which are handed in, never those of a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scopegen.document import (
    Block,
    Document,
    FieldKind,
    Form,
    FormField,
    Heading,
    Imprint,
    Level,
    Line,
    Section,
    Text,
    lines_of,
)
from scopegen.drafting.blocks import Filler, Place, Pointer, blocks, told
from scopegen.drafting.library import Clause, Library
from scopegen.drafting.markdown import skeleton
from scopegen.drafting.phrasing import NBSP, Phrasing, shortened
from scopegen.drafting.vocabulary import vocabulary
from scopegen.model.canonical import canonical, digest
from scopegen.model.engagement import Engagement
from scopegen.model.evidence import FormIdentity
from scopegen.terms.offer import Offer

Words = Mapping[str, Any]
Arrange = Callable[[Sequence[Block]], tuple[Block, ...]]
PAPER = Place(id="opening", number="", lead="", level=Level.SECTION, numbered=False)
DIGEST_FIELD, FORM_FIELD = "scg_digest", "scg_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What a paper is written under: the letter in force, and the moment."""

    engagement: Engagement
    clauses: Mapping[str, str]
    """Anchors of the letter in force with their numbers, as printed there."""
    version: int
    fingerprint: str
    """That of the letter in force."""
    register: str
    """The head of the register before this paper; printed, so that history cannot be rewritten."""
    today: date
    language: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The templates of all papers, and the fixed words of each language."""

    library: Library
    words: Mapping[str, Words]

    def draft(
        self, id_: str, head: Letterhead, values: Mapping[str, object], arrange: Arrange = tuple
    ) -> Document:
        """Draft a paper; `values` are what its template uses besides what clauses may use.

        `arrange` may put its blocks in another order, or add to them, before they are bound.

        Raises:
            ScopegenError: SG203 to SG205, when the template cannot be filled.
        """
        return self._document(id_, head, values, Form(fields=()), arrange=arrange)

    def draft_change(
        self, head: Letterhead, offer: Offer, values: Mapping[str, object]
    ) -> Document:
        """Draft the form of a change request, with the fields to answer it.

        Its digest binds the request, the terms worked out from it, the letter that it changes, and
        every line of text.
        """
        words = self.words[head.language]["form"]
        form = Form(fields=tuple(form_fields(offer, identity(head, offer), words)))
        given = {**values, "request": offer.request, "offer": offer}
        return self._document("change", head, given, form, canonical(offer))

    def _document(
        self,
        id_: str,
        head: Letterhead,
        values: Mapping[str, object],
        form: Form,
        agreed: bytes = b"",
        *,
        arrange: Arrange = tuple,
    ) -> Document:
        words, phrasing = self.words[head.language], Phrasing(head.language)
        known = vocabulary(head.engagement, phrasing, words)
        own = {**known, **_common(head, words), **values, "form": lambda: form}
        own["paper_name"] = paper_name(str(values.get("identity", "")), words)
        title, *rest = self._blocks(self._template(id_), head, own)
        body = arrange(rest)
        text = [line for block in body if not isinstance(block, Form) for line in lines_of(block)]
        mark = digest(agreed, head.fingerprint.encode(), "\n".join(text).encode())
        signed = tuple(_bound(block, mark) if isinstance(block, Form) else block for block in body)
        name = title.text if isinstance(title, Heading) else id_
        paper = str(values.get("identity", head.engagement.meta.id))
        shown = str(own["paper_name"]) if "/letter/" in paper else paper
        imprint = _imprint(head, words, name, mark, shown)
        return Document(imprint=imprint, sections=(Section(id=id_, blocks=signed),))

    def _template(self, id_: str) -> Clause:
        return next(one for one in self.library.clauses if one.id == id_)

    def _blocks(
        self, template: Clause, head: Letterhead, values: Mapping[str, object]
    ) -> Iterator[Block]:
        markdown, kept = self.library.render(template, head.language, values)
        phrase = Phrasing(head.language).of
        filler = Filler(values=tuple(told(value, phrase, _nowhere) for value in kept))
        yield from blocks(PAPER, skeleton(markdown), filler)


def _nowhere(pointer: Pointer) -> Line:
    """A paper refers to the letter by `clause`; it has no numbers of its own to point at."""
    raise ValueError(f"a paper cannot refer to {pointer.target}")


def _common(head: Letterhead, words: Words) -> Mapping[str, object]:
    def clause(anchor: str) -> str:
        return f"{words['clause']}{NBSP}{head.clauses[anchor]}"

    signer = head.engagement.parties.signatories[0]
    return {
        "today": head.today,
        "to": signer,
        "letter": {"version": head.version, "date": head.engagement.meta.date},
        "clause": clause,
        "has_clause": lambda anchor: anchor in head.clauses,
    }


def paper_name(identity: str, words: Words) -> str:
    """Name a paper as people do: `change request CR-001, version 1 (VRM-2027-03)`."""
    engagement, _, rest = identity.partition("/")
    item, _, version = rest.partition("/v")
    kind = "letter" if item == "letter" else "change"
    return str(words["papers"][kind]).format(engagement=engagement, item=item, version=version)


def identity(head: Letterhead, offer: Offer) -> FormIdentity:
    """Say which paper a change request is."""
    return FormIdentity(
        engagement=head.engagement.meta.id, item=offer.request.id, version=offer.version
    )


def form_fields(offer: Offer, form: FormIdentity, words: Words) -> Iterator[FormField]:
    """Give the fields of a change request, in the order in which one fills them in."""
    for choice in offer.choices:
        option = choice.option
        label = (Text(text=f"{option.id}. ", bold=True), Text(text=option.title))
        yield FormField(name=f"option_{option.id}", kind=FieldKind.CHECK, label=label)
    named: tuple[tuple[str, FieldKind, str], ...] = (
        ("decision_agree", FieldKind.CHECK, "agree"),
        ("decision_refuse", FieldKind.CHECK, "refuse"),
        ("signer_name", FieldKind.LINE, "name"),
        ("signer_role", FieldKind.LINE, "role"),
        ("signed_at", FieldKind.LINE, "place"),
        ("signed_on", FieldKind.LINE, "date"),
        ("remarks", FieldKind.AREA, "remarks"),
        ("client_signature", FieldKind.SIGNATURE, "signature"),
    )
    for name, kind, word in named:
        yield FormField(name=name, kind=kind, label=_label(words[word], offer, form))
    fixed = FieldKind.FIXED
    yield FormField(name=FORM_FIELD, kind=fixed, label=(Text(text=words["form"]),), value=str(form))
    yield FormField(name=DIGEST_FIELD, kind=fixed, label=(Text(text=words["digest"]),), value="-")


def _label(word: str, offer: Offer, form: FormIdentity) -> Line:
    return (Text(text=word.format(id=offer.request.id, version=form.version)),)


def _bound(form: Form, mark: str) -> Form:
    fields = tuple(
        replace(one, value=mark) if one.name == DIGEST_FIELD else one for one in form.fields
    )
    return Form(fields=fields)


def _imprint(head: Letterhead, words: Words, title: str, mark: str, paper: str) -> Imprint:
    parties, meta = head.engagement.parties, head.engagement.meta
    names = f"{parties.provider.known_as} {words['and']} {parties.client.name}"
    marks = (
        f"{words['digest']} {shortened(mark)}",
        f"{words['register']} {shortened(head.register)}",
    )
    return Imprint(
        title=title,
        subject=f"{paper} \N{MIDDLE DOT} {meta.title}",
        author=parties.provider.known_as,
        language=words["locale"],
        reference=meta.id,
        date=head.today.isoformat(),
        fingerprint=mark,
        header=f"{names} \N{MIDDLE DOT} {meta.id}",
        footer=" \N{MIDDLE DOT} ".join((paper, *marks)),
        page_label=words["page"],
        facts=(
            ("form", paper),
            ("digest", mark),
            ("letter_version", str(head.version)),
            ("letter_fingerprint", head.fingerprint),
            ("register", head.register),
        ),
    )
