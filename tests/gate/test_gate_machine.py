"""No sequence of commands opens the gate without a good answer to the version that is open.

Papers are stood in for by plain text, so that a sequence takes a moment; what is signed here is a
scan that a person attests. What machines verify is held elsewhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from story import PHOTO, Folder, held, signed

from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.document import Document
from scopegen.model.events import EventKind
from scopegen.terms.signoff import Attestation, Outcome
from scopegen.terms.standing import ChangeState
from scopegen.workflow.braking import Pull, Pulled, pull
from scopegen.workflow.building import Order
from scopegen.workflow.checking import examine
from scopegen.workflow.closing import close_change
from scopegen.workflow.dossier import Dossier, open_dossier
from scopegen.workflow.history import log_input
from scopegen.workflow.matters import change_matter
from scopegen.workflow.offering import issue_change
from scopegen.workflow.reading import Examined
from scopegen.workflow.resuming import resume
from scopegen.workflow.signing import sign
from scopegen.workflow.verifying import verify

ZONE = ZoneInfo("Europe/Amsterdam")
FORMS = ("docx", "pdf")


def in_plain_text(document: Document, order: Order) -> Iterator[bytes]:
    """Stand in for the printers."""
    for kind in order.formats:
        yield f"{kind}\n{document.plain_text()}".encode()


def examined_before(file: str) -> Examined:
    """Read a spec once for each thing it says."""
    return replace(_examined(Path(file).read_bytes()), file=file)


@cache
def _examined(content: bytes) -> Examined:
    return examine(content, "engagement.yaml")


@pytest.fixture(autouse=True)
def plain_papers() -> Iterator[None]:
    with (
        patch("scopegen.workflow.dossier.read_file", examined_before),
        patch("scopegen.workflow.papers.copies", in_plain_text),
        patch("scopegen.workflow.resuming.printed_copies", in_plain_text),
    ):
        yield


class Answers(RuleBasedStateMachine):
    """A client who answers in every way, and a record of what was really agreed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Folder(held(Path(mkdtemp(prefix="gate ")) / "x").path)
        self.today = date(2027, 2, 22)
        self.scans = 0
        self.agreed: dict[str, int] = {}
        """The version of each change request to which a good answer was recorded."""
        self.superseded: set[str] = set()
        self.resumed = 0

    @precondition(lambda self: self.dossier.standing.changes)
    @rule(
        signer=st.sampled_from(["T. Yildiz", "M. Vreemd", "F. Dijkstra", ""]),
        by=st.sampled_from(["F. Dijkstra", "A. Kuipers", ""]),
        method=st.sampled_from(["email", "handwritten", ""]),
        option=st.sampled_from(["A", "B", "Z", ""]),
    )
    def answer_badly(self, signer: str, by: str, method: str, option: str) -> None:
        attested = Attestation(
            by=by, method=method, signer=signer, option=option, signed_on=self.today
        )
        assert self.answered(attested if by else None) is not Outcome.ACCEPT

    @precondition(lambda self: self.dossier.standing.changes)
    @rule(days=st.integers(-4, 4), again=st.booleans())
    def answer_on_another_day(self, days: int, again: bool) -> None:
        change = self.dossier.standing.latest[-1]
        day = self.today + timedelta(days=days)
        in_time = change.issued <= day <= min(change.valid_until, self.today)
        if self.answered(self.good(day), again=again) is Outcome.ACCEPT:
            assert in_time
            self.agreed[change.identity.item] = change.identity.version

    @precondition(lambda self: self.dossier.standing.changes)
    @rule()
    def answer_well(self) -> None:
        change = self.dossier.standing.latest[-1].identity
        if self.answered(self.good(self.today)) is Outcome.ACCEPT:
            self.agreed[change.item] = change.version

    @precondition(lambda self: self.dossier.standing.changes)
    @rule()
    def choose_to_do_nothing(self) -> None:
        change = self.dossier.standing.latest[-1].identity
        if self.answered(self.good(self.today, option="B")) is Outcome.ACCEPT:
            self.agreed.pop(change.item, None)

    def good(self, day: date, option: str = "A") -> Attestation:
        """What an honest colleague attests of an answer that the client gave on this day."""
        return Attestation(
            by="F. Dijkstra", method="email", signer="A. Kuipers", option=option, signed_on=day
        )

    def answered(self, attested: Attestation | None, *, again: bool = False) -> Outcome | None:
        """Hand an answer in to the last change request; None when nobody asked for it any more."""
        self.scans += not again
        scan, dossier = PHOTO + f"{self.scans}".encode(), self.dossier
        try:
            matter = change_matter(dossier, dossier.standing.latest[-1].identity.item)
            if matter.change is None or matter.change.state is not ChangeState.ISSUED:
                return None
            return sign(dossier, matter, scan, "scan.jpg", attested).verdict.outcome
        except ScopegenError:
            return None

    def teardown(self) -> None:
        shutil.rmtree(self.folder.path.parent)

    @property
    def dossier(self) -> Dossier:
        moment = datetime.combine(self.today, time(12), ZONE).astimezone(UTC)
        stated = moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
        return open_dossier(str(self.folder.file), stated)

    @invariant()
    def the_register_holds(self) -> None:
        assert not has_errors(self.dossier.trouble)

    @invariant()
    def every_hold_that_ended_was_resumed_here(self) -> None:
        ended = [hold for hold in self.dossier.standing.holds if hold.resumed]
        assert len(ended) == self.resumed


class Gate(Answers):
    """A consultant who tries everything."""

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(id_=st.sampled_from(["P1", "P2"]))
    def brake(self, id_: str) -> None:
        before = self.dossier.standing.hold
        try:
            done = pull(self.dossier, Pull(kind="precondition", about=id_))
        except ScopegenError:
            return
        if isinstance(done, Pulled) and done.issued and before is not None:
            self.agreed.clear()  # what was agreed before does not cover the new cause

    @rule(id_=st.sampled_from(["P1", "P2"]))
    def deliver(self, id_: str) -> None:
        log_input(self.dossier, id_, self.today, partial=False)

    @rule(id_=st.sampled_from(["P1", "P2"]))
    def deliver_half(self, id_: str) -> None:
        log_input(self.dossier, id_, self.today, partial=True)

    @precondition(lambda self: self.dossier.standing.changes)
    @rule()
    def issue_again(self) -> None:
        change = self.dossier.standing.latest[-1].identity.item
        place = self.folder.path / "changes" / f"{change}.yaml"
        text = place.read_text(encoding="utf-8")
        place.write_text(f"{text}# {self.scans}\n", encoding="utf-8")
        try:
            issue_change(self.dossier, change)
        except ScopegenError:
            return
        self.agreed.pop(change, None)

    @precondition(lambda self: self.dossier.standing.changes)
    @rule(kind=st.sampled_from([EventKind.CHANGE_DECLINED, EventKind.CHANGE_WITHDRAWN]))
    def close(self, kind: EventKind) -> None:
        change = self.dossier.standing.latest[-1].identity.item
        try:
            close_change(self.dossier, change, kind, "told by phone")
        except ScopegenError:
            return

    @rule()
    def go_on(self) -> None:
        dossier = self.dossier
        hold, latest = dossier.standing.hold, dossier.standing.latest
        try:
            done = resume(dossier)
        except ScopegenError:
            return
        assert hold is not None
        change = latest[-1].identity
        assert self.agreed.get(change.item) == change.version
        needed = {stop.about for stop in hold.stops}
        assert needed <= dossier.standing.received.keys()
        assert done.dossier.standing.hold is None
        self.resumed += 1
        self.agreed.pop(change.item)

    @rule(at=st.integers(0, 10_000_000), bit=st.integers(0, 7))
    def flip(self, at: int, bit: int) -> None:
        """Whatever byte is flipped: the gate shuts, or the register says what it said."""
        file = self.folder.path / "register.db"
        content = file.read_bytes()
        before = self.dossier.events
        at %= len(content)
        file.write_bytes(content[:at] + bytes([content[at] ^ (1 << bit)]) + content[at + 1 :])
        try:
            dossier = self.dossier
            if has_errors(dossier.trouble):
                with pytest.raises(ScopegenError):
                    resume(dossier)
            else:
                assert dossier.events == before
        finally:
            file.write_bytes(content)


def test_no_sequence_of_commands_opens_the_gate_without_an_agreement() -> None:
    Gate.TestCase.settings = settings(
        max_examples=14,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    Gate.TestCase("runTest").runTest()


def test_the_way_through_is_open(tmp_path: Path) -> None:
    """The machine above would pass if nothing ever opened; this opens it."""
    folder = signed(tmp_path / "x")

    def at(moment: str) -> Dossier:
        return open_dossier(str(folder.file), moment)

    pull(at("2027-02-12 12:00"), Pull(kind="precondition", about="P1"))
    pull(at("2027-02-22 12:00"), Pull(kind="precondition", about="P1"))
    attested = Attestation(
        by="F. Dijkstra",
        method="email",
        signer="A. Kuipers",
        option="A",
        signed_on=date(2027, 2, 23),
    )
    dossier = at("2027-02-24 12:00")
    done = sign(dossier, change_matter(dossier, "CR-001"), PHOTO, "scan.jpg", attested)
    assert done.verdict.outcome is Outcome.ACCEPT
    log_input(at("2027-02-24 13:00"), "P1", date(2027, 2, 24), partial=False)
    assert resume(at("2027-02-25 12:00")).on == date(2027, 2, 25)
    assert not has_errors(verify(at("2027-02-25 13:00")))
