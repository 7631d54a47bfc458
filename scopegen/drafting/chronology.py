"""The chronology of an engagement: numbered parts, and at the front where each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scopegen.document import (
    Block,
    Document,
    Heading,
    Level,
    Paragraph,
    Reference,
    Role,
)
from scopegen.drafting.papers import Letterhead, Papers


def draft_chronology(papers: Papers, head: Letterhead, values: Mapping[str, object]) -> Document:
    """Draft the chronology from its template; `values` are what that prints.

    Raises:
        ScopegenError: SG203 to SG205, when the template cannot be filled.
    """
    return papers.draft("chronology", head, values, with_contents)


def with_contents(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Number the headings, and list them before the first of them."""
    parts = tuple(_numbered(blocks))
    at = next((n for n, block in enumerate(parts) if isinstance(block, Heading)), len(parts))
    return (*parts[:at], *_contents(parts), *parts[at:])


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    count = 0
    for block in blocks:
        if isinstance(block, Heading):
            count += 1
            text = f"{count}. {block.text}"
            yield Heading(level=Level.PART, text=text, anchor=f"part-{count}")
        else:
            yield block


def _contents(parts: Sequence[Block]) -> Iterator[Paragraph]:
    for block in parts:
        if isinstance(block, Heading):
            line = (Reference(target=block.anchor, number=block.text),)
            yield Paragraph(line=line, role=Role.CONTENTS)
