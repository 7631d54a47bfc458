"""Answers of a client that a person attests, and requests beside the handbrake."""

from __future__ import annotations

import re

from click.testing import Result
from story import PHOTO, TOLD, Folder, returned

SEEN = (
    "--attest", "F. Dijkstra", "--signer", "drs. A. Kuipers",
    "--method", "handwritten", "--signed-on", "2027-03-02",
)  # fmt: skip


def scan(folder: Folder, *said: str, change: str = "CR-001", mark: str = "1") -> Result:
    """Hand in a photo of a signed form, as attested."""
    place = returned(folder, PHOTO + mark.encode(), f"{mark}.jpg")
    given = said or (*SEEN, "--option", "A")
    return folder.about(TOLD, "change", "sign", change, "--evidence", place, *given)


def delivered(folder: Folder) -> None:
    assert folder.about(TOLD, "log", "input", "P1").exit_code == 0


def codes(done: Result) -> set[str]:
    return set(re.findall(r"\[(SG\d{3})\]", done.output))


def write_request(folder: Folder, id_: str, options: str, kind: str = "scope") -> None:
    """Write a change request of one's own, without the handbrake."""
    place = folder.path / "changes" / f"{id_}.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(
        f"id: {id_}\nengagement: VRM-2027-03\ntitle: Iets anders\ntype: {kind}\n"
        "author: F. Dijkstra\ntrigger: {kind: wish}\nagreed: Wat er staat.\n"
        "proposed: Iets anders.\nreason: Een wens.\noptions:\n"
        f"  - {{id: A, title: Doen, effect: Zo., {options}}}\n"
        "  - {id: B, title: Niets, effect: Zo blijft het., nothing: yes}\n",
        encoding="utf-8",
    )


def applied(folder: Folder, id_: str, *said: str, mark: str) -> Result:
    assert folder.about("2027-02-23 10:00", "change", "issue", id_).exit_code == 0
    agreed = scan(folder, *said, change=id_, mark=mark)
    assert agreed.exit_code == 0, agreed.output
    return folder.about(TOLD, "change", "apply", id_)
