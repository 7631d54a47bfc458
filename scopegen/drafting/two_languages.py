"""A letter in two languages: one numbering, the texts side by side, and which of them prevails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scopegen.diagnostics import Checked, in_order
from scopegen.document import (
    Bar,
    Block,
    Bullet,
    Document,
    Half,
    Heading,
    Imprint,
    Item,
    Level,
    Pair,
    Paragraph,
    Picture,
    PictureRow,
    Provision,
    Role,
    Section,
    SignatureBox,
    Signatures,
    Table,
    Text,
)
from scopegen.drafting.letter import Draft, Words, drafted, fingerprint
from scopegen.drafting.library import Library
from scopegen.drafting.parity import parity
from scopegen.drafting.phrasing import shortened
from scopegen.model.engagement import Engagement

JOIN = "+"
"""What parts the languages where a letter in two languages is named: `nl+en`."""
WORDS = re.compile(r"\S+\s*")
LABELS = 22
"""The least share of the width, in percent, that labels in two languages need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The languages of a letter: which stands left, which right, and whose text comes first."""

    left: str
    right: str
    prevailing: str

    @property
    def name(self) -> str:
        """Name them as on the command line and in file names: `nl+en`."""
        return f"{self.left}{JOIN}{self.right}"


def are_two(languages: str) -> bool:
    """Tell whether a name such as `nl+en` stands for two languages."""
    return JOIN in languages


def columns_of(languages: str, engagement: Engagement) -> Columns:
    """Read `nl+en`; without a choice in the spec the language of the letter prevails.

    Raises:
        ValueError: it does not name two languages.
    """
    left, right = languages.split(JOIN)
    meta = engagement.meta
    return Columns(left=left, right=right, prevailing=meta.prevailing or meta.language)


def both_drafts(
    engagement: Engagement, library: Library, words: Mapping[str, Words], columns: Columns
) -> Checked[tuple[Draft, Draft]]:
    """Draft both texts of a letter, and hold them against each other.

    Findings are those of `drafted`, of both, and of `parity`; raises as `drafted`.
    """
    left, right = (
        drafted(engagement, library, words[one], language=one, prevailing=columns.prevailing)
        for one in (columns.left, columns.right)
    )
    if left.value is None or right.value is None:
        return Checked(None, in_order((*left.diagnostics, *right.diagnostics)))
    return Checked((left.value, right.value), parity(left.value, right.value))


def draft_both(
    engagement: Engagement,
    library: Library,
    words: Mapping[str, Words],
    columns: Columns,
    *,
    draft: bool = False,
) -> Checked[Document]:
    """Draft a letter in two languages, clause beside clause; none when its texts are not equal.

    The fingerprint binds both texts. Finds and raises as `both_drafts`.
    """
    checked = both_drafts(engagement, library, words, columns)
    if checked.value is None or checked.diagnostics:
        return Checked(None, checked.diagnostics)
    left, right = (one.document for one in checked.value)
    joined = _Joining(columns, words, (left.imprint.language, right.imprint.language))
    sections = tuple(joined.sections(left, right))
    imprint = joined.imprint(engagement, sections, (left.imprint, right.imprint))
    mark = " / ".join(words[one]["draft"] for one in (columns.left, columns.right))
    imprint = replace(imprint, draft_mark=mark if draft else "")
    return Checked(Document(imprint=imprint, sections=sections))


@dataclass(frozen=True, slots=True)
class _Joining:
    """Two texts on their way to one letter."""

    columns: Columns
    words: Mapping[str, Words]
    locales: tuple[str, str]

    def sections(self, left: Document, right: Document) -> Iterator[Section]:
        """Join section by section; the first says which languages there are, and which prevails."""
        for at, (one, two) in enumerate(zip(left.sections, right.sections, strict=True)):
            blocks = tuple(self._blocks(one, two))
            if at == 0:
                blocks = (self._names(), *blocks[:1], self._statement(), *blocks[1:])
            elif _opens_annex(blocks):
                blocks = (blocks[0], self._names(), *blocks[1:])
            yield Section(id=one.id, blocks=blocks)

    def _blocks(self, left: Section, right: Section) -> Iterator[Block]:
        for one, two in zip(left.blocks, right.blocks, strict=True):
            match one, two:
                case Picture(), Picture():
                    yield _joined_picture(one, two)
                case Signatures(), Signatures():
                    yield _joined_signatures(one, two)
                case (
                    (Heading() | Paragraph() | Provision() | Item() | Bullet() | Table()) as half,
                    (Heading() | Paragraph() | Provision() | Item() | Bullet() | Table()) as other,
                ):
                    yield self._pair(half, other)

    def _pair(self, left: Half, right: Half) -> Pair:
        if isinstance(right, Heading | Provision):
            right = replace(right, anchor="")
        return Pair(left=left, right=right, languages=self.locales)

    def _names(self) -> Pair:
        left, right = (_said(self._own(one)["name"], Role.LANGUAGE) for one in self._both)
        return self._pair(left, right)

    def _statement(self) -> Pair:
        which = self.columns.prevailing
        left, right = (_said(self._own(one)["statement"][which], Role.BODY) for one in self._both)
        return self._pair(left, right)

    @property
    def _both(self) -> tuple[str, str]:
        return self.columns.left, self.columns.right

    def _own(self, language: str) -> Words:
        words: Words = self.words[language]["two_languages"]
        return words

    def imprint(
        self, engagement: Engagement, sections: tuple[Section, ...], own: tuple[Imprint, Imprint]
    ) -> Imprint:
        """Give the identity of the letter; the language that prevails is that of the file."""
        meta, parties = engagement.meta, engagement.parties
        mark = fingerprint(engagement, sections)
        first = own[self._both.index(self.columns.prevailing)]
        version = f"{self._word('version')} {meta.version}"
        names = f"{parties.provider.known_as} \N{EN DASH} {parties.client.name}"
        return replace(
            first,
            title=f"{self._word('title')}: {meta.title}",
            subject=f"{self._word('title')} {meta.id}",
            fingerprint=mark,
            header=f"{names} \N{MIDDLE DOT} {meta.id}",
            footer=f"{version} \N{MIDDLE DOT} {self._word('fingerprint')} {shortened(mark)}",
            page_label=str(self._own(self.columns.prevailing)["page"]),
            facts=(*first.facts, ("languages", self.columns.name)),
        )

    def _word(self, name: str) -> str:
        left, right = (str(self.words[one][name]) for one in self._both)
        return _both_said(left, right)


def _said(text: str, role: Role) -> Paragraph:
    return Paragraph(line=(Text(text=text),), role=role)


def _opens_annex(blocks: tuple[Block, ...]) -> bool:
    """Tell whether this is an annex that begins with text side by side."""
    match blocks:
        case (Pair(left=Heading(level=Level.ANNEX)), Pair() as following, *_):
            return not following.stacked
    return False


def _both_said(left: str, right: str) -> str:
    """Say a short text in both languages; what both begin with is said once."""
    if left.casefold() == right.casefold():
        return left
    first, second = WORDS.findall(left), WORDS.findall(right)
    pairs = zip(first, second, strict=False)
    same = next((at for at, (one, two) in enumerate(pairs) if one != two), 0)
    return f"{left} / {''.join(second[same:])}"


def _joined_picture(left: Picture, right: Picture) -> Picture:
    """Draw a picture once, its texts in both languages."""
    share = left.label_share and max(left.label_share, LABELS)
    return replace(
        left,
        label_share=share,
        name=_both_said(left.name, right.name),
        alt=f"{left.alt} {right.alt}",
        rows=tuple(
            PictureRow(
                label=_both_said(one.label, two.label),
                bars=tuple(map(_joined_bar, one.bars, two.bars)),
            )
            for one, two in zip(left.rows, right.rows, strict=True)
        ),
    )


def _joined_bar(left: Bar, right: Bar) -> Bar:
    return replace(left, text=_both_said(left.text, right.text))


def _joined_signatures(left: Signatures, right: Signatures) -> Signatures:
    """Let both sign once, under labels in both languages."""
    return Signatures(
        boxes=tuple(_joined_box(one, two) for one, two in zip(left.boxes, right.boxes, strict=True))
    )


def _joined_box(left: SignatureBox, right: SignatureBox) -> SignatureBox:
    labels = (
        (_both_said(one, two), value)
        for (one, value), (two, _) in zip(left.fields, right.fields, strict=True)
    )
    (left_side, _, name), (right_side, _, _) = (b.party.partition(": ") for b in (left, right))
    party = f"{_both_said(left_side, right_side)}: {name}"
    return SignatureBox(party=party, fields=tuple(labels))
