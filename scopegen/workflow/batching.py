"""Many letters from one spec: each row of a list, or each folder, is laid over it.

Workers read, check and print, and write nothing; whoever gives the work writes the files. So a
worker may die, and a batch may be stopped at any moment, without half a file anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    Rejected,
    ScopegenError,
    as_finding,
    has_errors,
    in_order,
)
from scopegen.source import Underlay, decode
from scopegen.source.client_list import ClientList, Row, read_client_list
from scopegen.source.nodes import Group, Places, parse
from scopegen.source.overlay import Overlaid, laid_over
from scopegen.source.reading import Sound, checked_text
from scopegen.source.rows import Ground, ground_of, laid
from scopegen.workflow.building import Order, Printed, print_letters
from scopegen.workflow.checking import whole
from scopegen.workflow.nearest import standard_of
from scopegen.workflow.reading import (
    SPEC_NAMES,
    Examined,
    content_of,
    engagement_schema,
    read_laid_spec,
)
from scopegen.workflow.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One letter to be made: a row of the list, or a spec in a folder."""

    file: str
    row: Row | None = None
    """None for a spec, which is then in `raw`."""
    raw: bytes = b""

    @property
    def line(self) -> int:
        """Its row in the list; 0 for a spec."""
        return self.row.number if self.row else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all letters of a batch share; every worker gets it."""

    base: bytes
    base_file: str
    house: str | None
    list_file: str
    head: Row | None
    """The names of the columns; None when the letters come from folders."""
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the check of one letter found, and by which names its files will go."""

    entry: Entry
    letter: str
    """The id of the engagement; empty when it could not be read."""
    client: str
    findings: tuple[Diagnostic, ...]

    @property
    def is_wrong(self) -> bool:
        """Tell whether no letter can be made."""
        return has_errors(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A letter that was printed, or what kept it from being printed."""

    entry: Entry
    printed: Printed | None
    findings: tuple[Diagnostic, ...] = ()


def entries_in(job: Job, given: Path, sheet: str = "") -> tuple[Job, tuple[Entry, ...]]:
    """Find the letters to make: the rows of a list, or the specs in the folders of a folder.

    Raises:
        Rejected: SG800 to SG809 for a list that cannot be used, with every column that is wrong.
        ScopegenError: SG902 when it is not there, SG816 when no folder has a spec.
    """
    if not given.exists():
        raise ScopegenError("SG902", file=given)
    if given.is_dir():
        found = tuple(_specs(given))
        if not found:
            raise ScopegenError("SG816", folder=given)
        return job, found
    listed = read_client_list(content_of(str(given)), str(given), sheet).require()
    _ground(job, listed).require()
    entries = tuple(Entry(file=listed.file, row=row) for row in listed.rows)
    return replace(job, list_file=listed.file, head=listed.head), entries


def _specs(folder: Path) -> Iterator[Entry]:
    for inner in sorted(one for one in folder.iterdir() if one.is_dir()):
        spec = next((inner / name for name in SPEC_NAMES if (inner / name).is_file()), None)
        if spec:
            yield Entry(file=str(spec), raw=content_of(str(spec)))


def check_letters(job: Job, entries: Sequence[Entry]) -> tuple[Looked, ...]:
    """Check letters: all that `scopegen check` would find in each."""
    return tuple(_looked(job, entry) for entry in entries)


def press_letters(job: Job, entries: Sequence[Entry]) -> tuple[Pressed, ...]:
    """Print letters that were checked; what a printer refuses is a finding."""
    return tuple(_pressed(job, entry) for entry in entries)


def _looked(job: Job, entry: Entry) -> Looked:
    examined = whole(_read(job, entry))
    wrong = examined.flaws if job.order.draft else examined.diagnostics
    laid_ = _laid(job, entry).value
    said = Places(entry.file, laid_.root).text if laid_ else lambda _: ""
    return Looked(
        entry=entry,
        letter=said(("meta", "id")),
        client=said(("parties", "client", "name")),
        findings=tuple(wrong),
    )


def _pressed(job: Job, entry: Entry) -> Pressed:
    try:
        return Pressed(entry=entry, printed=print_letters(_read(job, entry), job.order))
    except Rejected as refused:
        return Pressed(entry=entry, printed=None, findings=refused.diagnostics)
    except ScopegenError as error:
        return Pressed(entry=entry, printed=None, findings=(as_finding(error),))


def _read(job: Job, entry: Entry) -> Examined:
    whole_ = _laid(job, entry)
    if whole_.value is None:
        text, found = decode(entry.raw, entry.file).value or "", in_order(whole_.diagnostics)
        return Examined(file=entry.file, text=text, tree=None, spec=None, diagnostics=found)
    shared = _shared(job)
    return read_laid_spec(whole_.value, entry.file, shared.standard, shared.sound)


def _laid(job: Job, entry: Entry) -> Checked[Overlaid]:
    """Lay a row or a spec over the base; only a spec can fail to be read at all."""
    shared = _shared(job)
    if entry.row and shared.ground:
        return Checked(laid(shared.ground, entry.row))
    upper = _root(entry.raw, entry.file)
    if upper.value is None:
        return Checked(None, upper.diagnostics)
    under = Underlay(job.base_file, shared.base)
    over = laid_over(upper.value, under, engagement_schema().root)
    return Checked(Overlaid(over.root, over.lent))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What is read once for all letters of a job."""

    base: Group
    ground: Ground | None
    standard: Standard | None
    sound: Sound = field(default_factory=Sound)


_kept: dict[str, tuple[Job, _Shared]] = {}
"""The last job of this process: a worker gets the same one with every piece of work."""


def _shared(job: Job) -> _Shared:
    kept = _kept.get("last")
    if kept is None or kept[0] != job:
        kept = _kept["last"] = (job, _made(job))
    return kept[1]


def _made(job: Job) -> _Shared:
    base = _root(job.base, job.base_file).require()
    listed = ClientList(job.list_file, job.head, ()) if job.head else None
    ground = _ground(job, listed).require() if listed else None
    return _Shared(
        base=base, ground=ground, standard=standard_of(job.base, job.base_file, job.house)
    )


def _ground(job: Job, listed: ClientList) -> Checked[Ground]:
    base = _root(job.base, job.base_file).require()
    return ground_of(base, job.base_file, listed, engagement_schema())


def _root(raw: bytes, file: str) -> Checked[Group]:
    decoded = decode(raw, file)
    if decoded.value is None:
        return Checked(None, decoded.diagnostics)
    refused = checked_text(decoded.value, file)
    return Checked(None, refused) if refused else parse(decoded.value, file)


def texts_of(job: Job, entries: Iterable[Entry]) -> Mapping[str, str]:
    """Give the texts that findings may point into: the base, and the specs of folders."""
    specs = {one.file: one.raw.decode("utf-8-sig", "replace") for one in entries if one.row is None}
    return {job.base_file: job.base.decode("utf-8-sig", "replace"), **specs}
