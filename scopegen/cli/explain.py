"""`scopegen explain`."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

import click

from scopegen.cli.talk import language, phrase
from scopegen.workflow.reference import RuleText, explain, rules


@click.command("explain")
@click.argument("code", required=False)
@click.option("--list", "list_", is_flag=True, help="List every rule in one line.")
def command(code: str | None, list_: bool) -> None:
    """Explain the rule CODE: what it is, why it is there, and what good looks like.

    \b
    Example:
      scopegen explain SG350
      scopegen explain L005
      scopegen explain R7
    """
    spoken = language()
    if list_:
        for rule in rules(spoken):
            click.echo(_line(rule, spoken))
        return
    if code is None:
        raise click.UsageError("Missing argument 'CODE' (or give --list).")
    rule = explain(code, spoken)
    click.echo("\n\n".join(_told(rule, spoken)))


def _line(rule: RuleText, spoken: str) -> str:
    weight = f"{_weight(rule, spoken)}: " if rule.severities else ""
    return f"{rule.code}  {weight}{rule.explanation}"


def _weight(rule: RuleText, spoken: str) -> str:
    return "/".join(phrase(severity, spoken) for severity in rule.severities)


def _told(rule: RuleText, spoken: str) -> Iterator[str]:
    yield rule.code
    yield rule.explanation
    facts = (
        ("weighs", _weight(rule, spoken)),
        ("reported_as", ", ".join(rule.reported_as)),
        ("rests_on", "; ".join(rule.sources)),
        ("to_judge", rule.judgement),
    )
    told = [f"{phrase(name, spoken)}: {value}" for name, value in facts if value]
    if told:
        yield "\n".join(told)
    for example in rule.examples:
        yield f"{phrase('bad_example', spoken)}\n{indent(example.bad, '    ')}"
        yield f"{phrase('good_example', spoken)}\n{indent(example.good, '    ')}"
