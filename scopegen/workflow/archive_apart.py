"""Verifying a packed dossier in a process apart: what is in it may be made to do harm.

A forged dossier can be whole in itself and still hold templates that never end or sums that fill
the memory. Here that costs a process, and the verdict is that it is no dossier of ours.
"""

from __future__ import annotations

import json

from scopegen.confined.running import Limits, run_confined
from scopegen.workflow import pdf_facts
from scopegen.workflow.building import start_press
from scopegen.workflow.verdicts import Verified, plain, wrong
from scopegen.workflow.verifying_archive import of_dossier, verify_archive

HERE = "scopegen.workflow.archive_apart"
LIMITS = Limits(processor=120, memory=3_000_000_000, wall=300)
"""A dossier of 250 MB is in memory a few times; its PDFs are read in that one process."""


def verify_apart(name: str, data: bytes, head: str | None, stated: str | None) -> Verified:
    """Verify a packed dossier as `verify_archive`; one that is too much for it gives SG780."""
    asked = json.dumps({"name": name, "head": head, "stated": stated}).encode()
    found = run_confined(HERE, asked + b"\n" + data, LIMITS)
    try:
        if found is not None:
            return Verified.of(found)
    except (LookupError, TypeError, ValueError, AttributeError):
        pass  # an answer that is none
    return of_dossier(name, data, [wrong("container", "SG780", hint="effort")])


def prepare() -> None:
    """Let Typst and the validator start their threads, which they may not do later."""
    start_press()
    pdf_facts.prepare()


def reply(content: bytes) -> dict[str, object]:
    """Verify in the process apart."""
    line, _, data = content.partition(b"\n")
    asked = json.loads(line)
    verified = verify_archive(asked["name"], data, asked["head"], asked["stated"])
    return dict(plain(verified))
