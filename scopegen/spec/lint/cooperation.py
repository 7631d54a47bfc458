"""Working together: what the client delivers, what stops the work, how results are accepted."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.diagnostics import Diagnostic, Path
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

WORKING_DAYS_A_WEEK, WEEK = 5, 7
BRAKE: Path = ("handbrake",)


def clear_preconditions(case: Case) -> Iterator[Diagnostic]:
    """Of each precondition a person, and a test that says something (L021).

    That there is an owner, a day and a test at all is SG105; art. 6:58 BW.
    """
    person = case.client == "consumer"
    client = "" if person else case.engagement.parties.client.name.casefold()
    for at, one in enumerate(case.engagement.preconditions):
        for name, text in (("owner", one.owner), ("complete_when", one.complete_when)):
            path: Path = ("preconditions", at, name)
            if case.words.is_only(text, "placeholder"):
                yield case.error("L021", path, id=one.id, found=text, hint=name)
            elif name == "complete_when" and case.words.is_only(text, "vague"):
                yield case.warning("L021", path, id=one.id, found=text, hint=name)
        if one.owner.casefold() == client or case.words.is_only(one.owner, "party"):
            path = ("preconditions", at, "owner")
            yield case.error("L021", path, id=one.id, found=one.owner, hint="owner")


def time_to_use(case: Case) -> Iterator[Diagnostic]:
    """What is needed comes before the day on which its result is due (L022).

    In order and on working days is SG310 and SG311.
    """
    due = {one.id: one.due for one in case.engagement.fees.milestones}
    for at, one in enumerate(case.engagement.preconditions):
        same = [id_ for id_ in one.needed_for if due.get(id_) == one.due]
        if same:
            path: Path = ("preconditions", at, "due")
            yield case.warning("L022", path, id=one.id, due=one.due, milestone=", ".join(same))


def brake_is_there(case: Case) -> Iterator[Diagnostic]:
    """Whoever waits for the client may stop when nothing comes (L023).

    In England and Wales there is no such right unless it is agreed, so that it is an error there.
    """
    brake = case.engagement.handbrake
    if not case.engagement.preconditions:
        return
    report = case.error if case.law == "EW" else case.warning
    if not brake.enabled:
        yield report("L023", (*BRAKE, "enabled"))
    elif "precondition" not in brake.triggers:
        yield report("L023", (*BRAKE, "triggers"), hint="triggers")


def brake_in_proportion(case: Case) -> Iterator[Diagnostic]:
    """Stopping is announced, and goes no further than its cause (L024).

    Art. 6:52 and 6:262 lid 2 BW.
    """
    brake, process = case.engagement.handbrake, case.engagement.precondition_process
    if not brake.enabled:
        return
    if not process.cure.count:
        path: Path = ("precondition_process", "cure")
        yield case.warning("L024", path, found=typed(process.cure), hint="notice")
    if "nonpayment" in brake.triggers and not brake.nonpayment_notice.count:
        path = (*BRAKE, "nonpayment_notice")
        yield case.warning("L024", path, found=typed(brake.nonpayment_notice), hint="notice")
    if brake.scope == "all_work" and brake.triggers != ("nonpayment",):
        yield case.warning("L024", (*BRAKE, "scope"), found="all_work")


def acceptance(case: Case) -> Iterator[Diagnostic]:
    """A result is judged within a month, and by a test that was agreed (L040).

    Directive 2011/7/EU art. 3(4) and 4(5); a consumer may take longer.
    """
    review, fees = case.engagement.acceptance.review, case.engagement.fees
    most = case.limit("acceptance_days")
    too_long = review.count * WEEK > most * WORKING_DAYS_A_WEEK
    if too_long and case.client != "consumer":
        yield case.error("L040", ("acceptance", "review"), found=typed(review), most=most)
    by_milestone = case.engagement.payment.schedule == "milestones"
    if fees.fixed_price and by_milestone and not case.engagement.engagement.deliverables:
        path: Path = ("engagement", "deliverables")
        yield case.warning("L040", path, found="engagement.deliverables", most=most, hint="test")


def review(case: Case) -> Iterator[Diagnostic]:
    """An engagement of some length has a moment to look back, or meets each week (L041)."""
    terms, work = case.engagement.review, case.engagement.engagement
    weeks = (work.end - work.start).days // WEEK if work.end else 0
    most = case.limit("review_weeks")
    if terms is None and weeks > most and not case.engagement.calls.standing:
        yield case.note("L041", ("engagement", "end"), weeks=weeks, most=most)
    elif terms and work.end and terms.every.count > weeks:
        yield case.note("L041", ("review", "every"), weeks=weeks, most=most, hint="never")
    if terms and terms.threshold == 1:
        yield case.note("L041", ("review", "threshold"), weeks=weeks, most=most, hint="threshold")


RULES = (
    clear_preconditions,
    time_to_use,
    brake_is_there,
    brake_in_proportion,
    acceptance,
    review,
)
