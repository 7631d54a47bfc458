"""A `Document` as a Word file with native numbering, live references and named styles.

The same document and template give the same bytes. Numbers are not printed: Word counts the
numbered styles itself, and `word_text` checks that it comes to the same.
"""

from __future__ import annotations

import re
from datetime import date
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING

from scopegen.diagnostics import ScopegenError
from scopegen.document import (
    Block,
    Bullet,
    Document,
    Form,
    Heading,
    Imprint,
    Item,
    Level,
    Pair,
    Paragraph,
    Picture,
    Provision,
    Role,
    Signatures,
    Single,
    Table,
    Text,
)
from scopegen.render.keeping import kept_with_next
from scopegen.render.word_controls import printed_form
from scopegen.render.word_fields import PAGE_TEXT
from scopegen.render.word_package import Member, member, packaged
from scopegen.render.word_pairs import PairPrinter, counted, languages_named, runs_of_pairs
from scopegen.render.word_runs import (
    Bookmarks,
    Xml,
    bookmarks_of,
    field,
    field_in_run,
    legal,
    run,
    runs,
    words,
)
from scopegen.render.word_tables import (
    PrintedTable,
    printed_picture,
    printed_signatures,
    printed_table,
)
from scopegen.render.word_template import CORE, CUSTOM, WordTemplate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PrintedBlock = tuple[str, Xml, bool, PrintedTable | None]
"""Kind, text, whether it stays with the next block, and its table."""

KINDS: dict[type[Single], str] = {
    Provision: "provision",
    Item: "item",
    Bullet: "bullet",
    Picture: "picture",
    Signatures: "signatures",
}
"""The kinds that follow from the class alone; the others have a level, a role or a style."""

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CUSTOM_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id of properties that a user names (ECMA-376, part 1, section 22.3)."""


def render_word(
    document: Document, template: WordTemplate, fields: Mapping[str, str] | None = None
) -> bytes:
    """Print a document as the bytes of a docx; one with a form can only be filled in.

    `fields` are what the letter itself does not say of itself, for the cover and letterhead of a
    house's own template: client, provider, the date in words.

    Raises:
        ScopegenError: SG504 for a character that XML cannot carry; SG501 when the template asks
            for what no document has.
    """
    imprint = document.imprint
    if template.lacking and any(isinstance(block, Pair) for block in document.flow()):
        missing = ", ".join(f"'{name}'" for name in template.lacking)
        raise ScopegenError("SG502", file=template.file, style=template.lacking[0], styles=missing)
    filled = template.filled({**_values(document, template), **_covered(fields or {})})
    properties = (
        member(CORE, _core_properties(imprint).encode()),
        member(CUSTOM, _custom_properties(imprint).encode()),
    )
    parts = _protected(filled) if _has_form(document) else filled
    return packaged((*parts, *properties), date.fromisoformat(imprint.date))


def _has_form(document: Document) -> bool:
    return any(isinstance(block, Form) for block in document.flow())


def _protected(parts: Iterable[Member]) -> Iterable[Member]:
    """Protect a form; letters need not load what does so."""
    protection = import_module("scopegen.render.word_protection")
    closed: Iterable[Member] = protection.protected(parts)
    return closed


def _values(document: Document, template: WordTemplate) -> Mapping[str, object]:
    imprint = document.imprint
    blocks = tuple(counted(block) for block in document.flow())
    leads = [
        b.lead for b in document.leading() if isinstance(b, Heading) and b.level is Level.ANNEX
    ]
    return {
        "title": words(imprint.title),
        "header": words(imprint.header),
        "footer": words(imprint.footer),
        "subject": words(imprint.subject),
        "reference": words(imprint.reference),
        "date": words(imprint.date),
        "fingerprint": words(imprint.fingerprint),
        "version": words(dict(imprint.facts).get("version", "")),
        "provider": words(imprint.author),
        "page_label": _page_label(imprint.page_label),
        "draft_mark": legal(imprint.draft_mark),
        "language": imprint.language,
        PAGE_TEXT: _in_a_run(imprint.page_label),
        "page": _in_a_run("{page}"),
        "pages": _in_a_run("{pages}"),
        "annex_lead": legal(leads[0]) if leads else "",
        "blocks": tuple(_printed_blocks(blocks, template, imprint.language)),
    }


def _page_label(label: str) -> Xml:
    fields = {"{page}": field("PAGE", "1"), "{pages}": field("NUMPAGES", "1")}
    pieces = re.split(r"(\{pages?\})", label)
    return Xml("".join(fields.get(p) or run(p) for p in pieces if p))


def _in_a_run(label: str) -> Xml:
    """Give the page label as it may stand in the middle of a text."""
    counts = {"{page}": field_in_run("PAGE", "1"), "{pages}": field_in_run("NUMPAGES", "1")}
    return Xml("".join(counts.get(p) or words(p) for p in re.split(r"(\{pages?\})", label)))


def _covered(fields: Mapping[str, str]) -> dict[str, Xml]:
    return {name: words(text) for name, text in fields.items()}


def _printed_blocks(
    blocks: tuple[Block, ...], template: WordTemplate, language: str
) -> Iterator[PrintedBlock]:
    bookmarks = bookmarks_of(blocks)
    pairs = PairPrinter(bookmarks, template.text_width, language, languages_named(blocks))
    fields = 0
    kept = zip(blocks, kept_with_next(blocks), strict=True)
    for group in runs_of_pairs(kept):
        (block, keep), *_ = group
        if isinstance(block, Pair):
            yield from pairs.printed(group)
        elif isinstance(block, Form):
            lines = printed_form(block, bookmarks, fields, keep=keep)
            yield from ((kind, text, stays, None) for kind, text, stays in lines)
            fields += len(block.fields)
        else:
            table = _laid_out(block, bookmarks, template, keep=keep)
            yield _kind(block), _text(block, bookmarks), keep, table


def _kind(block: Single) -> str:
    match block:
        case Heading():
            return block.level
        case Paragraph(role=Role.CONTENTS):
            return Role.BODY
        case Paragraph():
            return block.role
        case Table():
            return block.style
    return KINDS[type(block)]


def _text(block: Single, bookmarks: Bookmarks) -> Xml:
    match block:
        case Heading():
            return runs((Text(text=block.text),), bookmarks, block.anchor)
        case Provision():
            return runs(block.line, bookmarks, block.anchor)
        case Paragraph() | Item() | Bullet():
            return runs(block.line, bookmarks)
    return Xml()


def _laid_out(
    block: Single, bookmarks: Bookmarks, template: WordTemplate, *, keep: bool
) -> PrintedTable | None:
    match block:
        case Table():
            return printed_table(block, bookmarks, template.text_width)
        case Picture():
            return printed_picture(block, template, keep=keep)
        case Signatures():
            return printed_signatures(block, template.text_width)
    return None


def _core_properties(imprint: Imprint) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{imprint.date}T00:00:00Z'
    told = {
        "dc:title": imprint.title,
        "dc:subject": imprint.subject,
        "dc:creator": imprint.author,
        "cp:lastModifiedBy": imprint.author,
        "cp:keywords": imprint.fingerprint,
        "dc:language": imprint.language,
    }
    return (
        f"{DECLARED}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{_elements(told.items())}"
        f"<dcterms:created {moment}</dcterms:created>"
        f"<dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )


def _elements(told: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<{name}>{escape(legal(text))}</{name}>" for name, text in told)


def _custom_properties(imprint: Imprint) -> str:
    told = {
        "reference": imprint.reference,
        "fingerprint": imprint.fingerprint,
        "date": imprint.date,
        **dict(imprint.facts),
    }
    listed = "".join(
        f'<property fmtid="{CUSTOM_PROPERTIES}" pid="{number}" name="{escape(legal(name))}">'
        f"<vt:lpwstr>{escape(legal(text))}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(told.items(), 2)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        f'{DECLARED}<Properties xmlns="{office}/custom-properties" '
        f'xmlns:vt="{office}/docPropsVTypes">{listed}</Properties>'
    )
