"""Every command that writes, each in a folder where it has something to do; and those that read.

A command that is in neither table fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PHOTO = b"\xff\xd8\xff\xe0 of a signed page"
"""How a photo begins."""
SEEN = ("--attest", "F. Dijkstra", "--signer", "drs. A. Kuipers", "--method", "handwritten")
PENNED = ("--evidence", "letter.jpg", *SEEN, "--signed-on", "2026-12-07")
YES = ("--evidence", "form.jpg", *SEEN, "--signed-on", "2027-03-01", "--option", "A")
UNPAID = ("--nonpayment", "INV-7", "--invoice-date", "2026-12-15", "--notice-sent", "2027-02-01")
NOVEMBER, DECEMBER, FEBRUARY = "2026-12-01 10:00", "2026-12-08 10:00", "2027-02-12 10:00"
MONDAY, MARCH, LATER = "2027-02-22 16:00", "2027-03-02 12:00", "2027-03-03 10:00"
WISH = """\
id: CR-001
engagement: VRM-2027-03
title: Een bijlage erbij
type: scope
author: F. Dijkstra
trigger: {{kind: wish}}
agreed: Het rapport heeft geen bijlage.
proposed: Er komt een bijlage bij.
reason: Een wens.
options:
  - {{id: A, title: Doen, effect: De bijlage komt erbij., price: EUR {price}}}
  - {{id: B, title: Niets, effect: Zo blijft het., nothing: yes}}
"""
HOUSE = """\
name: Bureau Linde
version: "2026.2"
date: 2026-11-01
approvers:
  - {id: money, name: S. Yilmaz}
limits:
  - {field: payment.term, at_least: 30 days, approver: money, reason: a}
"""
ANSWERED = """\
{"form": 1, "given": null, "complaints": null, "extent": "all", "anew": false, "said": [
 {"at": ["meta", "title"], "is": "Advies over de loods"}]}
"""


def sample(name: str) -> str:
    """Give the spec of a sample."""
    return (ROOT / "samples" / name / "engagement.yaml").read_text(encoding="utf-8")


CLIENTS = "meta.id,parties.client.name\nVRM-1,Regio Een\nVRM-2,Regio Twee\n"
REGION = sample("veiligheidsregio")


@dataclass(frozen=True)
class Given:
    """A command, the moment that it reckons with, and the exit code that is right."""

    at: str
    words: tuple[str, ...]
    code: int = 0

    @property
    def command(self) -> tuple[str, ...]:
        """Give all its words; the language of the system plays no part."""
        return ("--at", self.at, "--ui-lang", "en", *self.words)


@dataclass(frozen=True)
class State:
    """How a folder came to be: out of another, with these files, by these commands."""

    out_of: str = ""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    commands: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A command that writes, in a folder; `done` are the codes that say it was done before."""

    state: str
    given: Given
    done: tuple[str, ...] = ()
    spec: str = "."
    """The engagement that `verify` looks at; empty when there is none."""
    steps: bool = False
    """Whether it records one thing after another, each whole by itself."""


REWORDED = REGION.replace("Inventarisatie van", "Opname van")
BY_PEN = ("--method", "handwritten", "--signed-on", "2026-12-16", "--evidence", "letter.jpg")
BUILT = Given("2026-12-15 10:00", ("build", "-q"))
STATES: Mapping[str, State] = {
    "empty": State(),
    "interviewed": State(files={".scopegen/interview.json": ANSWERED}),
    "written": State(files={"engagement.yaml": REGION, "letter.jpg": PHOTO}),
    "issued": State("written", {}, (Given(NOVEMBER, ("build", "-q")),)),
    "reworded": State("issued", {"engagement.yaml": REWORDED}),
    "signed": State(
        "issued",
        {"form.jpg": PHOTO + b"1", "mail.eml": b"From: a@b.example\r\n\r\nJa"},
        (Given(DECEMBER, ("sign", *PENNED)),),
    ),
    "warned": State("signed", {}, (Given(FEBRUARY, ("handbrake", "--for", "P1"), 4),)),
    "held": State("warned", {}, (Given(MONDAY, ("handbrake", "--for", "P1")),)),
    "agreed": State(
        "held",
        {},
        (
            Given(MARCH, ("change", "sign", "CR-001", *YES)),
            Given(MARCH, ("log", "input", "P1")),
        ),
    ),
    "wished": State("signed", {"changes/CR-001.yaml": WISH.format(price="100.00")}),
    "offered": State("wished", {}, (Given(MONDAY, ("change", "issue", "CR-001")),)),
    "revised": State("offered", {"changes/CR-001.yaml": WISH.format(price="90.00")}),
    "granted": State("offered", {}, (Given(MARCH, ("change", "sign", "CR-001", *YES)),)),
    "logged": State("signed", {}, (Given(MARCH, ("log", "hours", "2027-03-01 09:00/12:30")),)),
    "counted": State(
        "logged",
        {},
        (
            Given(MARCH, ("statement", "--from", "2027-03-01")),
            Given(MARCH, ("log", "hours", "2027-03-02 09:00/10:00")),
        ),
    ),
    "night": State(
        "",
        {"engagement.yaml": sample("nachtclient"), "letter.jpg": PHOTO},
        (
            BUILT,
            Given(
                "2026-12-17", ("sign", "--attest", "F. Aziz", "--signer", "B. Kolenberg", *BY_PEN)
            ),
        ),
    ),
    "reviewed": State(
        "",
        {"engagement.yaml": sample("northgate"), "letter.jpg": PHOTO},
        (
            BUILT,
            Given(
                "2026-12-17", ("sign", "--attest", "N. Bell", "--signer", "Helen Marsh", *BY_PEN)
            ),
        ),
    ),
    "listed": State(files={"engagement.yaml": REGION, "clients.csv": CLIENTS}),
    "firm": State(
        files={
            "house.yaml": HOUSE,
            "klus/engagement.yaml": REGION.replace("{term: 30 days,", "{term: 20 days,"),
        }
    ),
}


def _log(name: str, *words: str, state: str = "signed") -> Scenario:
    return Scenario(state, Given(MARCH, ("log", name, *words)))


SCENARIOS: Mapping[str, Scenario] = {
    "init": Scenario("empty", Given(MARCH, ("init", "--from", "waterlinie")), ("SG903",)),
    "init, left before": Scenario("interviewed", Given(MARCH, ("init", "--no-input")), ("SG903",)),
    "init --force": Scenario("written", Given(MARCH, ("init", "--force", "--from", "dublin"))),
    "schema --install": Scenario("written", Given(MARCH, ("schema", "--install"))),
    "build": Scenario("written", Given(NOVEMBER, ("build", "-q", "--to", "docx,pdf,txt"))),
    "build --draft": Scenario("written", Given(NOVEMBER, ("build", "-q", "--draft"))),
    "build --replace": Scenario("reworded", Given(NOVEMBER, ("build", "-q", "--replace"))),
    "batch": Scenario(
        "listed",
        Given(
            NOVEMBER,
            (
                *("batch", "clients.csv", "--spec", "engagement.yaml", "--to", "docx"),
                *("--executor", "serial", "--resume"),
            ),
        ),
        spec="",
        steps=True,
    ),
    "sign": Scenario("issued", Given(DECEMBER, ("sign", *PENNED)), ("SG414",)),
    "handbrake, notice": Scenario("signed", Given(FEBRUARY, ("handbrake", "--for", "P1"), 4)),
    "handbrake": Scenario("warned", Given(MONDAY, ("handbrake", "--for", "P1"))),
    "handbrake, again": Scenario("held", Given(MARCH, ("handbrake", *UNPAID))),
    "change new": Scenario("signed", Given(MONDAY, ("change", "new", "--note", "Een wens"))),
    "change issue": Scenario("wished", Given(MONDAY, ("change", "issue", "CR-001")), ("SG497",)),
    "change issue, anew": Scenario(
        "revised", Given(MARCH, ("change", "issue", "CR-001")), ("SG497",)
    ),
    "change sign": Scenario("held", Given(MARCH, ("change", "sign", "CR-001", *YES)), ("SG414",)),
    "change decline": Scenario(
        "offered", Given(MARCH, ("change", "decline", "CR-001")), ("SG414",)
    ),
    "change withdraw": Scenario(
        "offered", Given(MARCH, ("change", "withdraw", "CR-001")), ("SG414",)
    ),
    "change apply": Scenario("granted", Given(LATER, ("change", "apply", "CR-001")), ("SG414",)),
    "resume": Scenario("agreed", Given(LATER, ("resume",)), ("SG408",)),
    "notice": Scenario("signed", Given(FEBRUARY, ("notice", "reminder", "--for", "P1"))),
    "notice, a concept": Scenario(
        "signed", Given(FEBRUARY, ("notice", "T03", "--to", "mr. L. Bos"))
    ),
    "notice --due": Scenario("signed", Given(FEBRUARY, ("notice", "--due")), steps=True),
    "log accepted": _log("accepted", "M1"),
    "log call": _log("call", "2027-03-01 09:00/09:30"),
    "log cancellation": _log(
        "cancellation", "2027-03-01 09:00/10:00", "--received", "2027-02-28 12:00"
    ),
    "log confirmed": _log("confirmed", "Begin maar", "--evidence", "mail.eml"),
    "log ended": _log("ended"),
    "log extra-work": _log("extra-work", "2 hours", "--what", "Nieuwsbrief"),
    "log hours": _log("hours", "2027-03-01 09:00/12:30"),
    "log input": _log("input", "P1"),
    "log instruction": Scenario(
        "signed",
        Given(MARCH, ("log", "instruction", "Begin maar", "--by", "R. Hendriks", "--confirm")),
        steps=True,
    ),
    "log no-show": _log("no-show", "2027-03-01 09:00/10:00"),
    "log paid": _log("paid", "INV-7"),
    "log requested": _log("requested", "P1"),
    "log score": _log("score", "7", state="reviewed"),
    "log standby": _log("standby", "--from", "2027-02-27", "--until", "2027-02-27", state="night"),
    "log withdraw": Scenario("logged", Given(MARCH, ("log", "withdraw", "4")), ("SG717",)),
    "statement": Scenario("logged", Given(MARCH, ("statement", "--from", "2027-03-01"))),
    "statement, again": Scenario("counted", Given(MARCH, ("statement", "--from", "2027-03-01"))),
    "calendar": Scenario("signed", Given(MARCH, ("calendar",))),
    "dossier": Scenario("logged", Given(MARCH, ("dossier",))),
    "register erase": Scenario(
        "signed", Given(MARCH, ("register", "erase", "2", "--yes")), ("SG457",)
    ),
    "house init": Scenario(
        "empty", Given(MARCH, ("house", "init", "--from", "lindeboom")), ("SG653",), ""
    ),
    "house approve": Scenario(
        "firm",
        Given(
            MARCH, ("house", "approve", "payment.term", "klus", "--by", "money", "--reason", "a")
        ),
        ("SG651",),
        "klus",
    ),
    "templates eject": Scenario("empty", Given(MARCH, ("templates", "eject", "own")), spec=""),
}
"""Every command that writes, by a name that begins with its own."""

GROWS = "letters/batch.jsonl"
"""A journal that has a line more for each letter, so that it is whole at any of them."""
READS: Mapping[str, tuple[str, ...]] = {
    "check": (),
    "diff": ("engagement.yaml", "engagement.yaml"),
    "status": (),
    "change check": ("CR-001",),
    "change list": (),
    "change show": ("CR-001",),
    "price call": ("2027-03-01 09:00/09:30",),
    "price cancel": ("2027-03-10 09:00/10:00", "--received", "2027-03-01 12:00"),
    "price exit": (),
    "price hold": (),
    "price late-payment": ("EUR 1210.00", "--invoiced", "2026-12-15"),
    "price no-show": ("2027-03-01 09:00/10:00",),
    "price standby": ("--from", "2027-02-27", "--until", "2027-02-27"),
    "price work": ("2027-03-01 09:00/10:00",),
    "deadline acceptance": (),
    "deadline cr": (),
    "deadline hold": (),
    "deadline invoice": (),
    "deadline notice": (),
    "deadline precondition": ("P1",),
    "deadline response": (),
    "deadline review": (),
    "deadline substitution": (),
    "deadline trial": (),
    "register check-export": ("engagement.yaml", "--engagement", "x"),
    "register export": (),
    "register show": (),
    "verify": (),
    "completion": ("bash",),
    "explain": ("SG301",),
    "schema": ("--json-schema",),
    "statement": ("--show",),
    "notice": (),
    "calendar": ("-o", "-"),
    "build": ("--dry-run",),
    "house check": ("house.yaml",),
    "house diff": ("house.yaml", "house.yaml", "."),
    "house show": ("--house", "house.yaml"),
    "clauses lint": (),
    "clauses list": (),
    "clauses show": ("handbrake",),
    "templates lint": ("letter.jpg",),
    "templates list": (),
    "practices list": (),
    "practices show": ("1",),
}
"""Every command that only reads, and some that can do either, with words that make it read."""
TRIES = frozenset({("doctor",)})
"""What tries out a folder of its own, and takes it away again."""
