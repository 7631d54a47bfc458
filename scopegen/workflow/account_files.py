"""The files of a statement: Word and PDF from one paper, CSV and JSON from the same lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from scopegen.document import Document
from scopegen.workflow.accounting import Account, as_csv, as_data, paper_values
from scopegen.workflow.building import Delivered, Order, Printed, copies, deliver
from scopegen.workflow.dossier import DOCUMENTS, letter_in_force
from scopegen.workflow.papers import letterhead, papers

FORMATS = ("docx", "pdf", "csv", "json")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""In front of CSV files: without it Excel takes UTF-8 for something else."""


def written(account: Account, forms: tuple[str, ...], folder: str | None) -> Delivered:
    """Write a statement; an earlier file of that name is kept aside.

    Raises:
        ScopegenError: SG521 to SG524 when the disk refuses.
    """
    made = account.statement
    name = f"{account.dossier.engagement}-statement-{made.first}-{made.last}.{account.language}"
    contents = {f"{name}.{kind}": content for kind, content in _contents(account, forms).items()}
    place = Path(folder) if folder else account.dossier.folder / DOCUMENTS
    whole = Printed(contents=contents, draft=False, letters={})
    return deliver(whole, place, replace=True)


def _contents(account: Account, forms: tuple[str, ...]) -> dict[str, bytes]:
    printed = tuple(kind for kind in forms if kind in {"docx", "pdf"})
    made: dict[str, bytes] = {}
    if printed:
        document = paper(account)
        made = dict(zip(printed, copies(document, Order(formats=printed)), strict=True))
    return {**made, **{kind: DATA[kind](account) for kind in forms if kind in DATA}}


def paper(account: Account) -> Document:
    """Draft the paper of a statement, bound to the letter that was signed."""
    dossier = account.dossier
    head = letterhead(dossier, letter_in_force(dossier))
    head = replace(head, language=account.language)
    return papers().draft("statement", head, paper_values(account))


def as_json(account: Account) -> str:
    """Write a statement as JSON, on one line: it may have thousands of lines itself."""
    return json.dumps(as_data(account), ensure_ascii=False) + "\n"


DATA: Mapping[str, Callable[[Account], bytes]] = {
    "csv": lambda account: (BOM + as_csv(account)).encode(),
    "json": lambda account: as_json(account).encode(),
}
