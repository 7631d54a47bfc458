"""Small house standards and engagements below them, written by a test."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ROOT

from scopegen.diagnostics import Diagnostic
from scopegen.workflow.checking import examine_file
from scopegen.workflow.reading import Examined

FIRM = ROOT / "samples" / "lindeboom"
HOUSE = """\
name: Bureau Linde
version: "2026.2"
date: 2026-11-01
approvers:
  - {id: partner, name: M. de Graaf, role: partner}
  - {id: money, name: S. Yilmaz}
"""
DEFAULTS = """\
defaults:
  parties:
    provider:
      kind: bv
      name: Bureau Linde B.V.
      seat: Amersfoort
      address: Lindelaan 12, 3818 AB Amersfoort
      register_no: "12345678"
      email: post@linde.example
      signatory: M. de Graaf
  fees: {hourly_rate: EUR 120.00}
  payment: {term: 14 days}
"""
SPEC = """\
meta: {id: L-1, title: Advies, date: 2026-12-01}
parties:
  client: {kind: nonprofit, size: sme, name: Stichting Speelhuis, address: Plein 3}
  authority:
    - {name: R. Amrani, role: bestuurder, email: r@speelhuis.example, sign: yes}
engagement: {goal: Een plan., scope: [Een plan], start: 2027-01-11}
fees: {model: hourly, budget: 80 hours}
"""
ENGLISH = SPEC.replace("2026-12-01}", "2026-12-01, language: en, law: NL}")


def firm(folder: Path, more: str = "", *, spec: str = SPEC) -> Path:
    """Write a standard, and an engagement in a folder below it; give the spec."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "house.yaml").write_text(HOUSE + DEFAULTS + more, encoding="utf-8")
    place = folder / "klus" / "engagement.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(spec, encoding="utf-8")
    return place


def sample(folder: Path) -> Path:
    """Copy the sample of a firm; give its folder."""
    return Path(shutil.copytree(FIRM, folder / "firm"))


def codes(spec: Path) -> list[str]:
    """Give what is found, in order of place."""
    return [one.code for one in findings(spec)]


def findings(spec: Path) -> tuple[Diagnostic, ...]:
    """Give what is found, but for what the contract lint has to say of the terms."""
    return tuple(one for one in examined(spec).diagnostics if one.code.startswith("SG"))


def examined(spec: Path) -> Examined:
    """Check a spec as `check` does."""
    return examine_file(str(spec))


def facts(spec: Path, code: str) -> dict[str, str]:
    """Give the facts of the one finding of this code."""
    (found,) = [one for one in findings(spec) if one.code == code]
    return dict(found.facts)
