"""The closed set of tags that a Word template may use, and what each one prints.

Two tags print the letter: `letter`, which stands for all of it, or the loop over `blocks` of the
bundled template, with a prototype for each kind of block. The others may stand anywhere: on a
cover, in a letterhead, in a header or footer.
"""

from __future__ import annotations

LETTER = "letter"
"""Stands alone in a paragraph of the body, and becomes the whole letter."""

PRINTED_FIELDS = (
    "title",
    "subject",
    "reference",
    "version",
    "date",
    "provider",
    "client",
    "fingerprint",
    "header",
    "footer",
    "page",
    "pages",
    "page_label",
    "draft_mark",
    "language",
)
"""What may be printed anywhere, in the order of the readme."""

BLOCK_FIELDS = ("annex_lead", "blocks")
PAGE_TEXT = "page_text"
"""`page_label` as it may stand in the middle of a run; made out of that tag, never typed."""

VARIABLES = frozenset((*PRINTED_FIELDS, *BLOCK_FIELDS, PAGE_TEXT))
"""What a template may name, when the letter itself stands in it as blocks."""

TABLE_PARTS = frozenset(("columns", "rows", "head", "name", "alt"))
"""What may be asked of `table`, which comes with a block."""

IN_ATTRIBUTES = frozenset(
    ("{{ table.name }}", "{{ table.alt }}", "{{ draft_mark }}", "{{ annex_lead }} %1")
)
"""What may stand where Word shows no text: the bundled descriptions, draft mark and annex number.

The name of a client may not: a quotation mark in it would end the attribute.
"""
