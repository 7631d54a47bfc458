"""The frozen files, and a reader that also says each finding in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pdf_signing import CLIENT

from scopegen.diagnostics import Checked, Severity
from scopegen.evidence.pdf_examine import examine_pdf
from scopegen.model.evidence import Returned
from scopegen.rules import Catalogue, load_catalogue

CORPUS = Path(__file__).resolve().parent / "pdf_corpus"
RULES = Path(__file__).resolve().parents[2] / "templates" / "rules"
FILLED = sorted(path.stem for path in CORPUS.glob("filled-*.pdf"))


@cache
def frozen(name: str) -> bytes:
    """Give a file of the corpus."""
    return (CORPUS / f"{name}.pdf").read_bytes()


@cache
def catalogue() -> Catalogue:
    return load_catalogue(RULES)


def examined(data: bytes, *pins: str, issued: bytes | None = None) -> Checked[Returned]:
    """Examine a file, and make sure that everything found can be said."""
    found = examine_pdf(data, issued or frozen("issued"), pins or (CLIENT.pin,))
    for each in found.diagnostics:
        for language in ("nl", "en"):
            message, hint = catalogue().of(each, language)
            assert message
            assert hint
    assert found.value is not None
    return found


def codes(found: Checked[Returned], severity: Severity = Severity.ERROR) -> set[str]:
    return {each.code for each in found.diagnostics if each.severity is severity}


def refused(found: Checked[Returned]) -> bool:
    return bool(codes(found))
