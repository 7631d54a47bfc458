"""The clause library: one folder a clause, with `clause.yaml`, `nl.md` and `en.md`.

Clauses are templates, so they run in Jinja's immutable sandbox with strict names. What they print
is data, wrapped in placeholders (see `markdown`): no value is ever read as Markdown or Jinja.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    DictLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
)
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.drafting.blocks import can_print
from scopegen.drafting.compiled import CompiledTemplates
from scopegen.drafting.markdown import CLOSE, OPEN
from scopegen.source import Schema, bounded, check_text, decode, load_schema, read

R = TypeVar("R")
STATEMENT_LINE = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", re.MULTILINE)
LANGUAGES = ("nl", "en")
APPLIES = "yes"
MISUSE = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    RecursionError,
)
"""What a template may raise that asks something of a value that it cannot do."""
LONGEST, MOST_LINES = 1_000_000, 60_000
"""Characters and lines that one clause may become; a text in a loop grows with the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A defined term in both languages, all its forms."""

    nl: tuple[str, ...]
    en: tuple[str, ...]

    def forms(self, language: str) -> tuple[str, ...]:
        """Give the forms in one language."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of the library, not yet filled in. `when` is empty if it always applies."""

    id: str
    part: str
    order: int
    when: str
    does_nl: str
    does_en: str
    fields: tuple[str, ...]
    source: tuple[str, ...]
    terms: tuple[Term, ...]
    nl: str
    en: str
    folder: Path
    applies_nl: str = ""
    applies_en: str = ""
    laws: tuple[tuple[str, str, str], ...] = ()
    """By law what differs: the law, in Dutch, in English; empty when nothing does."""
    code: str = ""
    """The number of a notice, such as `T08`."""

    def text(self, language: str) -> str:
        """Give the template text in one language."""
        return self.nl if language == "nl" else self.en

    def does(self, language: str) -> str:
        """Say what the clause does."""
        return self.does_nl if language == "nl" else self.does_en

    def applies(self, language: str) -> str:
        """Say in words when the clause is in the letter."""
        return self.applies_nl if language == "nl" else self.applies_en

    def under(self, law: str, language: str) -> str:
        """Say what is different under a law, `NL` or `EW`; empty when nothing is."""
        told = {one: (nl, en) for one, nl, en in self.laws}
        return told.get(law, ("", ""))[language != "nl"]

    def file(self, language: str) -> str:
        """Name the file of one language, as messages show it."""
        return (self.folder / f"{language}.md").as_posix()


class Slots:
    """The values that one rendering prints, in order; each leaves a placeholder in the text."""

    def __init__(self) -> None:
        """Start without values."""
        self.values: list[object] = []

    def keep(self, value: object) -> Markup:
        """Keep a value and give its placeholder; template text passes as it is.

        Raises:
            UndefinedError or TypeError: a letter cannot say this value.
        """
        if isinstance(value, Markup):
            return value
        if isinstance(value, Undefined):
            str(value)  # raises, here where the line of the template is known
        elif not can_print(value):
            raise TypeError(type(value).__name__)
        self.values.append(value)
        return Markup(f"{OPEN}{len(self.values) - 1}{CLOSE}")


class Library:
    """All clauses in order; templates are compiled once and used for many letters."""

    def __init__(self, clauses: tuple[Clause, ...], kept: Path | None = None) -> None:
        """Keep the clauses; nothing is compiled yet. Compiled templates are kept in `kept`."""
        self.clauses = clauses
        self._slots = Slots()
        self._sources: dict[str, str] = {}
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(self._sources),
            bytecode_cache=CompiledTemplates(kept) if kept else None,
            cache_size=-1,
            auto_reload=False,
            undefined=StrictUndefined,
            autoescape=True,
            optimized=False,  # there is next to nothing to fold, and looking for it takes time
            finalize=self._slots.keep,
        )

    def applies(self, clause: Clause, values: Mapping[str, object]) -> bool:
        """Tell whether a clause belongs in the letter that `values` describe."""
        if not clause.when:
            return True
        told = _guarded(
            clause.folder / "clause.yaml",
            lambda: self._template(f"{clause.id}/when", condition(clause)).render(values),
        )
        return told == APPLIES

    def render(
        self, clause: Clause, language: str, values: Mapping[str, object]
    ) -> tuple[str, tuple[object, ...]]:
        """Give the Markdown of a clause and the values that its placeholders stand for.

        Raises:
            ScopegenError: SG203 (unknown name) or SG204 (template syntax), with file and line.
        """
        file = clause.folder / f"{language}.md"
        text = clause.text(language)
        template = _guarded(file, lambda: self._template(f"{clause.id}/{language}", text))
        self._slots.values = []
        markdown = _guarded(file, lambda: "".join(_within_limits(template.generate(values))))
        return markdown, tuple(self._slots.values)

    def _template(self, name: str, text: str) -> Template:
        if name not in self._sources:
            self._sources[name] = without_statement_lines(text)
        return self._environment.get_template(name)


def condition(clause: Clause) -> str:
    """Give the template that tells whether a clause applies."""
    return f"{{% if {clause.when} %}}{APPLIES}{{% endif %}}"


def _within_limits(pieces: Iterable[str]) -> Iterator[str]:
    size = lines = 0
    for piece in pieces:
        size, lines = size + len(piece), lines + piece.count("\n")
        if size > LONGEST or lines > MOST_LINES:
            raise ValueError(f"> {LONGEST:,} / {MOST_LINES:,}")
        yield piece


def frozen(library: Library, words: Mapping[str, Any]) -> bytes:
    """Give the texts of a library with the fixed words that go with it, to draft from later."""
    clauses = [{**asdict(one), "folder": one.folder.name} for one in library.clauses]
    form = {"clauses": clauses, "words": {name: dict(words[name]) for name in LANGUAGES}}
    return json.dumps(form, ensure_ascii=False, sort_keys=True).encode()


def thawed(form: bytes) -> tuple[Library, Mapping[str, Any]]:
    """Give back the library and the words that were frozen.

    Raises:
        ValueError, KeyError or TypeError: it is no such form.
    """
    data = json.loads(form)
    return Library(tuple(map(_thawed, data["clauses"]))), data["words"]


def _thawed(row: Mapping[str, Any]) -> Clause:
    terms = tuple(Term(nl=tuple(term["nl"]), en=tuple(term["en"])) for term in row["terms"])
    told = {name: tuple(row[name]) for name in ("fields", "source")}
    laws = tuple(tuple(one) for one in row.get("laws", ()))
    return Clause(**{**row, **told, "terms": terms, "laws": laws, "folder": Path(row["folder"])})


def without_statement_lines(text: str) -> str:
    """Let lines that hold nothing but statements leave no blank line behind.

    The line break moves into the statement, so that line numbers in errors stay right. (Jinja's
    trim_blocks would also swallow the break after a paragraph that ends in `{% endif %}`.)
    """
    return STATEMENT_LINE.sub(lambda line: f"{line[1].rstrip()[:-2]}\n%}}", text)


def _guarded(file: Path, work: Callable[[], R]) -> R:
    try:
        return work()
    except TemplateSyntaxError as error:
        raise ScopegenError("SG204", file=file, line=error.lineno, found=error.message) from error
    except (UndefinedError, SecurityError) as error:
        line = _template_line(error)
        raise ScopegenError("SG203", file=file, line=line, found=_named(error)) from error
    except MISUSE as error:
        line, told = _template_line(error), str(error) or type(error).__name__
        raise ScopegenError("SG634", file=file, line=line, found=told) from error


def _named(error: TemplateError) -> str:
    """Give the name that is not known, without the inside of the program around it."""
    said = error.message or ""
    name = re.search(r"has no attribute '(\w+)'|^'(\w+)' is undefined", said)
    return (name[1] or name[2]) if name else said


def _template_line(error: BaseException) -> int:
    frame, line = error.__traceback__, 1
    while frame:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


@cache
def load_library(folder: Path, schema_file: Path, *, kept: bool = False) -> Library:
    """Read all clauses of a folder; with `kept`, its compiled templates are kept beside it.

    Raises:
        Rejected: with every problem found in any `clause.yaml`.
        ScopegenError: SG201 when a clause lacks one of its two languages.
    """
    schema = load_schema(schema_file.read_text(encoding="utf-8"))
    found = [read_clause(path.parent, schema) for path in sorted(folder.glob("*/clause.yaml"))]
    return joined(found, kept=folder / "__pycache__" if kept else None)


def joined(
    clauses: Iterable[Clause], own: Iterable[Clause] = (), kept: Path | None = None
) -> Library:
    """Put clauses in the order of the letter; one of your own goes before a bundled namesake."""
    whole = {**{one.id: one for one in clauses}, **{one.id: one for one in own}}
    in_order = sorted(whole.values(), key=lambda clause: (clause.order, clause.id))
    return Library(tuple(in_order), kept)


def read_clause(folder: Path, schema: Schema) -> Clause:
    """Read one clause.

    Raises:
        Rejected: with every problem found in its `clause.yaml`, or in what its texts are made of.
        ScopegenError: SG201 when it lacks one of its two languages, SG907 when it cannot be read.
    """
    file = folder / "clause.yaml"
    checked = read(_content(file), file.as_posix(), schema)
    if checked.value is None:
        raise Rejected(checked.diagnostics)
    data = checked.value.data
    nl, en = (_text(folder / f"{language}.md") for language in LANGUAGES)
    return Clause(
        id=folder.name,
        part=data["part"],
        order=data["order"],
        when=data["when"] or "",
        does_nl=data["does"]["nl"],
        does_en=data["does"]["en"],
        fields=tuple(data["fields"]),
        source=tuple(data["source"]),
        terms=tuple(_terms(data["terms"])),
        nl=nl,
        en=en,
        folder=folder,
        applies_nl=(data["applies"] or {}).get("nl", ""),
        applies_en=(data["applies"] or {}).get("en", ""),
        laws=tuple((law, told["nl"], told["en"]) for law, told in (data["laws"] or {}).items()),
        code=data["code"] or "",
    )


def _terms(rows: Iterable[Mapping[str, str]]) -> Iterable[Term]:
    for row in rows:
        yield Term(nl=tuple(row["nl"].split("/")), en=tuple(row["en"].split("/")))


def _text(path: Path) -> str:
    """Read a text in Markdown, whose lines may begin with tabs."""
    text = _content(path).replace("\r\n", "\n")
    found = tuple(one for one in check_text(text, path.as_posix()) if one.code != "SG103")
    if found:
        raise Rejected(found)
    return text


def _content(path: Path) -> str:
    """Read a file of a clause, no further than a sane size."""
    try:
        with path.open("rb") as file:
            return decode(bounded(file), path.as_posix()).require()
    except FileNotFoundError as error:
        raise ScopegenError("SG201", file=path) from error
    except OSError as error:
        raise ScopegenError("SG907", file=path, reason=error.strerror or str(error)) from error
