"""What counts as sign-off, in one judgement: every way in which it may fall short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from sample_terms import euros

from scopegen.diagnostics import Severity, finding
from scopegen.model.evidence import Decision, DigitalSignature, FormIdentity, Medium, Returned
from scopegen.terms.as_written import read_day, same_name
from scopegen.terms.signoff import Asked, Attestation, Outcome, judge
from scopegen.workflow.checking import examine

SAMPLE = (ROOT / "samples" / "veiligheidsregio" / "engagement.yaml").read_text(encoding="utf-8")
PIN = "ab" * 32
SPEC = examine(
    SAMPLE.replace("sign: yes, deputy", f"sign: yes, certificate: {PIN}, deputy").encode(), "x"
).spec
assert SPEC is not None
ENGAGEMENT = SPEC.engagement
FORM = FormIdentity(engagement="VRM-2027-03", item="CR-001", version=2)


ASKED = Asked(
    identity=FORM,
    digest="d" * 64,
    sizes={"A": euros("0.00"), "B": euros("12000.00"), "C": euros("0.00")},
    issued=date(2027, 2, 22),
    valid_until=date(2027, 3, 8),
    least={"A": "email", "B": "platform", "C": "email"},
    counts=("handwritten", "qualified", "advanced", "platform", "email"),
    engagement=ENGAGEMENT,
    four_eyes_above=None,
    signers={
        "A": ENGAGEMENT.parties.signatories,
        "B": ENGAGEMENT.parties.signatories[:1],
        "C": ENGAGEMENT.parties.signatories,
    },
    used={},
    sent=frozenset({"0" * 64}),
    today=date(2027, 3, 2),
)
SIGNATURE = DigitalSignature(
    signer="A. Kuipers",
    issuer="itself",
    certificate=PIN,
    pinned=True,
    signed_at=datetime(2027, 3, 2, 10, tzinfo=UTC),
    timestamped=False,
)
GOOD = Returned(
    medium=Medium.PDF,
    sha256="e" * 64,
    form=str(FORM),
    digest="d" * 64,
    bound=True,
    decision=Decision.AGREE,
    options=("A",),
    name="drs. A. Kuipers",
    dated="2-3-2027",
    signature=SIGNATURE,
)
PAPER = replace(GOOD, signature=None)
SEEN = Attestation(by="F. Dijkstra", method="email")


def outcome(returned: Returned, asked: Asked = ASKED, seen: Attestation | None = None) -> Outcome:
    return judge(returned, (), asked, seen).outcome


def codes(returned: Returned, asked: Asked = ASKED, seen: Attestation | None = None) -> set[str]:
    reasons = judge(returned, (), asked, seen).reasons
    return {one.code for one in reasons if one.severity is Severity.ERROR}


def test_a_signed_form_with_a_known_certificate_is_accepted_by_itself() -> None:
    verdict = judge(GOOD, (), ASKED, None)
    assert (verdict.outcome, verdict.evidence_class, verdict.method, verdict.option) == (
        Outcome.ACCEPT,
        "A",
        "advanced",
        "A",
    )


@pytest.mark.parametrize("returned", [PAPER, replace(GOOD, bound=False)])
def test_what_the_file_does_not_prove_needs_a_person(returned: Returned) -> None:
    assert outcome(returned) is Outcome.ATTEST


def test_what_a_person_attests_is_never_called_verified() -> None:
    verdict = judge(PAPER, (), ASKED, SEEN)
    assert (verdict.outcome, verdict.evidence_class) == (Outcome.ACCEPT, "B")


def test_a_warning_of_the_reader_needs_a_person() -> None:
    doubt = (finding("SG433", None, severity=Severity.WARNING, hint="validity"),)
    assert judge(GOOD, doubt, ASKED, None).outcome is Outcome.ATTEST


def test_an_error_of_the_reader_refuses_whoever_attests_it() -> None:
    wrong = (finding("SG425", None, page=1),)
    assert judge(GOOD, wrong, ASKED, SEEN).outcome is Outcome.REFUSE


@pytest.mark.parametrize("seen", [None, SEEN])
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"form": "VRM-2027-03/CR-001/v1"}, "SG470"),
        ({"form": "VRM-2027-04/CR-001/v2"}, "SG470"),
        ({"digest": "c" * 64}, "SG471"),
        ({"options": ()}, "SG480"),
        ({"options": ("A", "B")}, "SG480"),
        ({"options": ("Z",)}, "SG480"),
        ({"decision": Decision.NONE}, "SG479"),
        ({"decision": Decision.BOTH}, "SG479"),
        ({"name": "mr. L. Bos"}, "SG488"),
    ],
)
def test_a_signed_form_that_is_not_this_yes_is_refused(
    changed: dict[str, object], code: str, seen: Attestation | None
) -> None:
    returned = replace(GOOD, **changed)  # type: ignore[arg-type]
    assert outcome(returned, seen=seen) is Outcome.REFUSE
    assert code in codes(returned, seen=seen)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "M. Vreemd"}, "SG473"),
        ({"name": ""}, "SG495"),
        ({"sha256": "0" * 64}, "SG493"),
        ({"name": "T. Yildiz"}, "SG474"),
        ({"name": "mr. L. Bos", "options": ("B",)}, "SG475"),
        ({"dated": "21-2-2027"}, "SG476"),
        ({"dated": "9-3-2027"}, "SG477"),
        ({"dated": "3-3-2027"}, "SG476"),
        ({"dated": "gisteren"}, "SG478"),
    ],
)
def test_a_form_of_somebody_else_or_of_another_day_is_refused(
    changed: dict[str, object], code: str
) -> None:
    assert code in codes(replace(PAPER, **changed), seen=SEEN)  # type: ignore[arg-type]


def test_a_condition_and_a_refusal_are_answers() -> None:
    assert outcome(replace(GOOD, decision=Decision.CONDITIONAL)) is Outcome.COUNTER
    assert outcome(replace(GOOD, decision=Decision.REFUSE)) is Outcome.DECLINE


def test_an_answer_to_another_paper_is_no_answer_to_this_one() -> None:
    stray = replace(GOOD, decision=Decision.REFUSE, digest="c" * 64)
    assert outcome(stray) is Outcome.REFUSE


def test_evidence_serves_once() -> None:
    used = replace(ASKED, used={GOOD.sha256: "CR-009/v1"})
    assert "SG472" in codes(GOOD, used)
    again = replace(ASKED, used={GOOD.sha256: "CR-001/v2"})
    assert outcome(GOOD, again) is Outcome.ACCEPT


def test_the_ladder_sets_the_lightest_way() -> None:
    dear = replace(PAPER, options=("B",))
    assert "SG483" in codes(dear, seen=SEEN)
    assert outcome(dear, seen=replace(SEEN, method="platform")) is Outcome.ACCEPT
    assert outcome(replace(GOOD, options=("B",))) is Outcome.ACCEPT
    no_mail = replace(ASKED, counts=("platform",))
    assert "SG483" in codes(PAPER, no_mail, SEEN)


def test_above_a_limit_two_different_people_attest() -> None:
    asked = replace(ASKED, four_eyes_above=euros("10000.00"))
    dear, seen = replace(PAPER, options=("B",)), replace(SEEN, method="platform")
    assert "SG485" in codes(dear, asked, seen)
    for same in ("ir. F. Dijkstra", "Dijkstra, F.", "de heer F. Dijkstra"):
        assert "SG485" in codes(dear, asked, replace(seen, second=same))
    assert outcome(dear, asked, replace(seen, second="N. Bakker")) is Outcome.ACCEPT


def test_nobody_attests_their_own_signature() -> None:
    assert "SG486" in codes(PAPER, seen=replace(SEEN, by="A. Kuipers"))
    assert "SG486" in codes(PAPER, seen=replace(SEEN, second="drs. a. kuipers"))


@pytest.mark.parametrize(
    "said",
    [
        {"option": "B"},
        {"signer": "mr. L. Bos"},
        {"signed_on": date(2027, 3, 1)},
    ],
)
def test_nobody_attests_something_else_than_the_file_says(said: dict[str, object]) -> None:
    assert "SG494" in codes(PAPER, seen=replace(SEEN, **said))  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", [{"options": ()}, {"name": ""}, {"dated": ""}])
def test_an_attestation_fills_nothing_in_that_the_client_left_open(
    missing: dict[str, object],
) -> None:
    told = replace(SEEN, option="A", signer="A. Kuipers", signed_on=date(2027, 3, 2))
    left_open = replace(PAPER, **missing)  # type: ignore[arg-type]
    assert outcome(left_open, seen=told) is Outcome.REFUSE


SCAN = Returned(medium=Medium.OTHER, sha256="a" * 64)
TOLD = Attestation(
    by="F. Dijkstra",
    method="handwritten",
    signer="A. Kuipers",
    option="A",
    signed_on=date(2027, 3, 2),
)


def test_of_a_scan_a_person_says_what_is_on_it() -> None:
    assert outcome(SCAN) is Outcome.ATTEST
    assert outcome(SCAN, seen=TOLD) is Outcome.ACCEPT
    for left_out in ({"option": ""}, {"signer": ""}, {"signed_on": None}, {"method": ""}):
        partly = replace(TOLD, **left_out)
        assert outcome(SCAN, seen=partly) is Outcome.REFUSE


@pytest.mark.parametrize(
    "name",
    ["A. Kuipers (client)", "Kuipers, A.", "de heer A. Kuipers", "a.kuipers@vr-mij.example",
     "mr. L. Bos", "T. Yildiz", ".", " ", "x", "\u0410. Dijkstra"],
)  # fmt: skip
def test_who_attests_is_a_person_of_ours(name: str) -> None:
    assert "SG486" in codes(PAPER, seen=replace(SEEN, by=name))


@pytest.mark.parametrize("method", ["advanced", "qualified"])
def test_a_digital_signature_is_not_attested_where_there_is_none(method: str) -> None:
    assert "SG483" in codes(PAPER, seen=replace(SEEN, method=method))


def test_the_date_on_a_signed_form_must_be_right_too() -> None:
    assert "SG477" in codes(replace(GOOD, dated="1-1-2030"))
    assert "SG478" in codes(replace(GOOD, dated="gisteren"))


def test_a_remark_is_read_by_a_person() -> None:
    assert outcome(replace(GOOD, remarks="dank")) is Outcome.ATTEST


MAIL = Returned(
    medium=Medium.MAIL,
    sha256="f" * 64,
    form="CR-001/v2",
    decision=Decision.AGREE,
    options=("A",),
    sender="a.kuipers@vr-mij.example",
    sent_at=datetime(2027, 3, 2, 9, tzinfo=UTC),
)


def test_a_mail_never_counts_by_itself() -> None:
    assert outcome(MAIL) is Outcome.ATTEST
    verdict = judge(MAIL, (), ASKED, Attestation(by="F. Dijkstra"))
    assert (verdict.outcome, verdict.evidence_class, verdict.method) == (
        Outcome.ACCEPT,
        "C",
        "email",
    )


def test_the_last_day_ends_at_midnight_where_the_engagement_is() -> None:
    asked = replace(ASKED, today=date(2027, 3, 9))
    seen = Attestation(by="F. Dijkstra")
    last = replace(MAIL, sent_at=datetime(2027, 3, 8, 22, 59, 59, tzinfo=UTC))
    late = replace(MAIL, sent_at=datetime(2027, 3, 8, 23, 0, 0, tzinfo=UTC))
    assert outcome(last, asked, seen) is Outcome.ACCEPT
    assert "SG477" in codes(late, asked, seen)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2-3-2027", date(2027, 3, 2)),
        ("02/03/2027", date(2027, 3, 2)),
        ("2027-03-02", date(2027, 3, 2)),
        ("2 maart 2027", date(2027, 3, 2)),
        ("2nd March 2027", date(2027, 3, 2)),
        ("2 mrt. 2027", date(2027, 3, 2)),
        ("31-2-2027", None),
        ("maart 2027", None),
        ("vandaag", None),
        ("2-3-27", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, day: date | None) -> None:
    assert read_day(written) == day


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_every_date_reads_back(day: date) -> None:
    assert read_day(f"{day.day}-{day.month}-{day.year}") == day
    assert read_day(day.isoformat()) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates_or_names(text: str) -> None:
    read_day(text)
    assert same_name(text, text) in (True, False)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("drs. A. Kuipers", "A Kuipers", True),
        (
            "T. Y\N{LATIN SMALL LETTER DOTLESS I}ld\N{LATIN SMALL LETTER DOTLESS I}z",
            "T. Yildiz",
            True,
        ),
        ("mr. L. Bos", "L. Bos", True),
        ("A. Kuipers", "B. Kuipers", False),
        ("", "", False),
        ("drs.", "ir.", False),
    ],
)
def test_titles_and_accents_do_not_make_another_person(one: str, two: str, same: bool) -> None:
    assert same_name(one, two) is same
