"""The whole way: a file is read in a process apart, which cannot take the tool down with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pdf_returns import catalogue, codes, frozen
from pdf_signing import CLIENT, sign

from scopegen.diagnostics import Severity
from scopegen.evidence.confined import Limits, run_confined
from scopegen.evidence.pdf_examine import examine_pdf
from scopegen.evidence.pdf_returned import Pin, read_returned_pdf
from scopegen.evidence.pdf_wire import answered

ISSUED = frozen("issued")
PIN = Pin(name="A. Kuipers", certificate=CLIENT.pin)


def test_a_signed_form_comes_back_whole_from_the_process_apart() -> None:
    data = sign(frozen("filled-poppler"), stamped=True)
    colons = ":".join(CLIENT.pin[at : at + 2] for at in range(0, 64, 2)).upper()
    found = read_returned_pdf(data, ISSUED, [Pin(name="A. Kuipers", certificate=colons)])
    assert found == examine_pdf(data, ISSUED, [CLIENT.pin])
    assert found.value is not None
    assert found.value.signature is not None
    assert found.value.signature.pinned
    assert codes(found, Severity.WARNING) == set()


def test_findings_come_back_with_their_facts() -> None:
    data = frozen("other-request")
    found = read_returned_pdf(data, ISSUED, [PIN])
    assert found == examine_pdf(data, ISSUED, [CLIENT.pin])
    assert codes(found) == {"SG424"}


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")


@pytest.mark.parametrize(
    "limits", [pytest.param(Limits(memory=1_000_000), marks=ON_LINUX), Limits(wall=0)]
)
def test_a_form_that_takes_more_than_it_may_is_refused(limits: Limits) -> None:
    found = read_returned_pdf(frozen("filled-pdfjs"), ISSUED, [PIN], limits)
    assert codes(found) == {"SG421"}
    assert found.value is not None
    assert found.value.sha256
    assert not found.value.bound


@pytest.mark.parametrize("data", [b"", b"no form", ISSUED])
def test_what_is_no_form_at_first_sight_starts_no_process(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subprocess.run", None)
    assert codes(read_returned_pdf(data, ISSUED, [])) & {"SG420", "SG423"}


HEAD = "import os, sys\nfrom scopegen.evidence.confined import confine\n"
BODIES = {
    "loops": "def main():\n    confine()\n    while True: pass\n",
    "crashes": "def main():\n    os.abort()\n",
    "raises": "def main():\n    raise ValueError\n",
    "eats": "def main():\n    confine()\n    x = 'x' * 2_000_000_000\n    sys.stdout.write('{}')\n",
    "babbles": "def main():\n    confine()\n    sys.stdout.write('hello')\n",
    "says a list": "def main():\n    confine()\n    sys.stdout.write('[]')\n",
    "says too much": "def main():\n    sys.stdout.write('{}' + ' ' * 2_000_000)\n",
    "writes a file": "def main():\n    confine()\n    open(__file__ + 'x', 'w').write('x')\n",
}
LIMITED = {"eats", "writes a file"}


def confined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> object:
    (tmp_path / "reader.py").write_text(HEAD + body)
    monkeypatch.syspath_prepend(tmp_path)
    return run_confined("reader", b"content", Limits(processor=1, wall=20))


@pytest.mark.parametrize("title", BODIES)
def test_a_process_that_does_anything_else_than_answer_is_no_answer(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if title in LIMITED and sys.platform != "linux":
        pytest.skip("only Linux limits memory and files here")
    assert confined(tmp_path, monkeypatch, BODIES[title]) is None


def test_the_process_knows_its_input_and_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOPEGEN_SECRET", "canary")
    tell = "json.dumps({'got': confine().decode(), 'env': ' '.join(os.environ.values())})"
    body = f"import json\ndef main():\n    sys.stdout.write({tell})\n"
    answer = confined(tmp_path, monkeypatch, body)
    assert isinstance(answer, dict)
    assert answer["got"] == "content"
    assert "canary" not in answer["env"]


@pytest.mark.parametrize("value", [{}, {"value": {}, "findings": []}, {"value": 1, "findings": 2}])
def test_an_answer_that_is_none_is_not_believed(value: dict[str, object]) -> None:
    assert answered(value) is None


def test_every_code_has_its_sentences_in_both_languages() -> None:
    for number in range(420, 436):
        for language in ("nl", "en"):
            assert catalogue().explanation(f"SG{number}", language)
            hints = catalogue().tables[f"SG{number}"][language]["hints"]
            assert hints.keys() == catalogue().tables[f"SG{number}"]["nl"]["hints"].keys()
