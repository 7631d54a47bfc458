"""The command line: parse, one workflow call, report. The only place where Click is imported.

Commands are loaded when they are used, so that `--help` and completion import no printer.
"""

from __future__ import annotations

import gc
import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from scopegen import __version__
from scopegen.cli.terminal import guarded_output, safe
from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "init": ("init", "Begin an engagement: a spec from questions, answers or a sample."),
    "check": ("check", "Check a spec: every problem at once, with place and remedy."),
    "build": ("build", "Build the engagement letter in Word and PDF."),
    "batch": ("batch", "Make many letters from one spec and a list of clients."),
    "diff": ("diff", "Say in words what changed between two versions of a letter."),
    "sign": ("sign", "Record that the client signed the letter; before that, work may not start."),
    "status": ("status", "Show where work stands, what it waits for, and who must act."),
    "handbrake": (
        "handbrake",
        "Stop the dependent work, and make the change request to resume it.",
    ),
    "notice": ("notice", "Tell which messages to the client are due, and make them."),
    "change": ("change", "Change requests: draft, check, issue, sign, and what became of them."),
    "resume": ("resume", "Let stopped work resume, after a verified sign-off only."),
    "price": ("price", "Work out what something costs, by the terms of the letter."),
    "deadline": ("deadline", "Work out when something must be there, and why."),
    "log": ("log", "Record plain facts: hours, calls, no-shows, input received."),
    "statement": ("statement", "Turn what was logged into billable lines with their workings."),
    "calendar": ("calendar", "Put standing calls, deadlines and reviews in your calendar (.ics)."),
    "register": ("register", "Show or export everything that happened."),
    "verify": ("verify", "Verify a register, documents, or a packed dossier."),
    "dossier": ("dossier", "Pack an engagement into one zip that verifies by itself."),
    "explain": ("explain", "Explain a rule: what it is, why, and what good looks like."),
    "schema": ("schema", "Give the JSON Schema for editors, or install it beside a spec."),
    "house": ("house", "The house standard of a firm: begin, show, check, compare, approve."),
    "clauses": ("clauses", "List the clauses, show one, or lint them."),
    "templates": ("templates", "Word templates: list them, copy one, or check your own."),
    "practices": ("practices", "List good practices, or show what in the product serves one."),
    "doctor": (
        "doctor",
        "Examine what scopegen needs here, and say what to do about what is missing.",
    ),
    "completion": ("completion", "Print what lets your shell complete with the Tab key."),
}
FAULT, INTERRUPTED = 3, 130


def codes(exit_code: int, *numbers: int) -> dict[str, int]:
    """Give these codes one exit code."""
    return {f"SG{number}": exit_code for number in numbers}


EXIT_CODES = {
    **codes(1, 500, 501, 502, *range(520, 525), 530, 551),
    **dict.fromkeys(("SG901", "SG902", "SG903", "SG904", "SG905", "SG906", "SG907"), 2),
    **codes(2, 206),
    **codes(4, 401, 402, 403, 404, 405, 406, 407, 415, 416, 419),
    **codes(4, 450, 451, 455, 456, *range(458, 469), 499, 766),
    **codes(1, 410, 411, 412, 414, 417, 452, 453, 454, 457, 489, 496, 497, 498),
    **codes(1, *range(560, 579), 580, 581, 584, 590),
    **codes(1, *range(710, 730), 763, 765),
    **codes(2, 408, 409, 413, 582, 583, 600, 650, 651, 652, 653, 654, 655, 760, 761, 762, 764),
    **codes(2, 909, 910, 911, 912, 921, 923, 924),
    **codes(2, 786, 811, 816),
    **codes(4, 780),
    **codes(5, 553, 579, 812, 900),
}
"""Exit codes of what stops the tool; any other such code is a fault (3)."""


class Commands(click.Group):
    """The command group: it imports a command when it is used, and is the one error boundary."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; its module stands in the table."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"scopegen.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a name that is nearly right, say which one was meant."""
        nearest = get_close_matches(args[0], COMMANDS, n=1)
        if args[0] not in COMMANDS and nearest:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{nearest[0]}'?")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete names from the table, without importing the commands."""
        item = import_module("click.shell_completion").CompletionItem
        names = [
            item(name, help=about)
            for name, (_, about) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run as Click does, with no text of anybody's steering the terminal."""
        with guarded_output():
            return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the tool cannot do ends in a message and an exit code.

        A fault of ours is not caught: it ends in a traceback, which is what a bug report needs.
        """
        try:
            return super().invoke(ctx)
        except (click.Abort, KeyboardInterrupt):
            ctx.exit(INTERRUPTED)
        except click.UsageError as error:
            if isinstance(error, click.MissingParameter):  # it quotes nothing, and may be a list
                raise
            raise click.UsageError(safe(error.format_message()), ctx=error.ctx) from error
        except ScopegenError as error:
            talk = import_module("scopegen.cli.talk")
            talk.tell_error(error)
            ctx.exit(EXIT_CODES.get(error.code, FAULT))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scopegen")
@click.option(
    "--ui-lang",
    type=click.Choice(["nl", "en"]),
    help="Language of the messages. Without it: the spec's, then your system's.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour in the output; NO_COLOR and FORCE_COLOR are heeded.",
)
@click.option(
    "--at",
    metavar="MOMENT",
    help="Reckon with this moment, as '2027-02-22 16:00', instead of now; the register says so.",
)
@click.pass_context
def scopegen(ctx: click.Context, ui_lang: str | None, color: str, at: str | None) -> None:
    """Engagement letters that hold: checked, in Word and PDF, in Dutch and English.

    \b
    Example:
      scopegen init my-engagement --from waterlinie
      cd my-engagement
      scopegen build
    """
    ctx.obj = {"language": ui_lang, "at": at}
    ctx.color = wants_color(color)


def wants_color(choice: str) -> bool | None:
    """Decide on colour; None leaves it to the terminal. Click does not read NO_COLOR."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def main() -> None:
    """Run the command line; characters that a console cannot show are escaped, never fatal."""
    gc.set_threshold(100_000)  # little of what a command makes is garbage before it ends
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    try:
        scopegen(prog_name="scopegen")
    finally:
        gc.freeze()  # what is left goes with the process, faster than one by one
