"""The report of a batch: what became of each letter, for programs and for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scopegen.cli.report import Findings, plain, report
from scopegen.cli.talk import phrase, safe, say
from scopegen.cli.terminal import json_text
from scopegen.workflow.batch_run import Account, Batch, State
from scopegen.workflow.files import write_all

JSON, TEXT = ".json", ".txt"


def write_report(batch: Batch, place: Path, spoken: str) -> None:
    """Write the report as JSON, and as a table in text beside it.

    Raises:
        ScopegenError: SG521 to SG524 when the disk refuses.
    """
    stem = place.with_suffix("") if place.suffix in {JSON, TEXT} else place
    accounts = batch.told()
    counts = Counter(account.state.value for account in accounts)
    whole = {
        "format_version": 1,
        "base": batch.job.base_file,
        "list": batch.job.list_file,
        "folder": str(batch.folder),
        "counts": {state.value: counts[state.value] for state in State},
        "letters": [_account(one, spoken) for one in accounts],
    }
    table = "\n".join(_table(accounts, spoken))
    content = json_text(whole)
    write_all(
        {
            stem.with_name(f"{stem.name}{JSON}"): f"{content}\n".encode(),
            stem.with_name(f"{stem.name}{TEXT}"): f"{table}\n".encode(),
        }
    )
    say("batch_report", spoken, file=f"{stem}{JSON}", table=f"{stem}{TEXT}")


def _account(one: Account, spoken: str) -> dict[str, Any]:
    told = Findings(diagnostics=(), texts={}, language=spoken)
    return {
        "file": one.entry.file,
        "row": one.entry.line or None,
        "letter": one.letter,
        "client": one.client,
        "state": one.state.value,
        "files": dict(one.files),
        "findings": [plain(each, told) for each in one.findings],
    }


def _table(accounts: Sequence[Account], spoken: str) -> Iterator[str]:
    """Give a line a letter, in columns, and what is wrong with it below."""
    rows = [
        (
            str(one.entry.line or one.entry.file),
            safe(one.letter),
            safe(one.client),
            phrase(f"batch_state_{one.state}", spoken),
        )
        for one in accounts
    ]
    head = tuple(
        phrase(f"batch_head_{name}", spoken) for name in ("row", "letter", "client", "state")
    )
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row, one in zip((head, *rows), (None, *accounts), strict=True):
        yield "  ".join(
            f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for each in one.findings if one else ():
            yield f"    {report(Findings(diagnostics=(each,), texts={}, language=spoken), 'short')}"
