"""A Word template, read once and used for every letter that follows.

Only parts with tags are rendered anew. The bundled template has its prepared form beside it, so
that docxtpl, which is slow to load, is needed for the template of a house only.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.document import Tone
from scopegen.model.brand import Brand
from scopegen.render.word_fields import VARIABLES
from scopegen.render.word_package import INFLATED_LIMIT, SMALL, Member, member, read_parts
from scopegen.render.word_runs import Xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

REQUIRED_STYLES = (
    "Title",
    "Lead",
    "Note",
    "heading 1",
    "heading 2",
    "heading 3",
    "Annex heading",
    "Clause paragraph",
    "Clause item",
    "List Bullet",
    "Table name",
    "Table text",
    "Table number",
    "Table head",
    "Table head number",
    "Terms table",
    "Grid table",
    "Picture table",
    "Picture label",
    *(f"Picture {tone}" for tone in Tone),
    "Signature table",
    "Signature party",
    "Signature label",
    "Signature value",
)

PAIR_STYLES = (
    "Pair text",
    "Pair note",
    "Pair language",
    "Pair gap",
    "Left clause paragraph",
    "Left clause item",
    "Right clause paragraph",
    "Right clause item",
    "Pair table",
    "Twin table",
)
"""What only letters in two languages need: older copies of the bundled template lack them."""

A4_TEXT_WIDTH = 9072
"""Of a template that says nothing of its page: A4 with margins of 25 mm."""

LARGEST_TEXT, MOST_PRINTED = 10_000_000, 500_000
"""Characters of a printed part, and starts and ends of its elements: a thousand pages."""

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
NEEDED = frozenset((TYPES, RELATIONS, DOCUMENT, STYLES))
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
PROPERTIES = {
    CORE: (
        "application/vnd.openxmlformats-package.core-properties+xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    CUSTOM: (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    ),
}
"""The parts with the file's properties, which are always our own: content type and relation."""


@dataclass(frozen=True, slots=True)
class TaggedPart:
    """A part that differs per letter."""

    name: str
    template: Template

    def filled(self, values: Mapping[str, object], file: str) -> bytes:
        """Render the part; raises SG501 when a tag cannot be followed, or the text has no end."""
        try:
            return "".join(self._within_limits(values)).encode()
        except (TemplateError, TypeError, ValueError) as error:
            place = f"{file}: {self.name}"
            raise ScopegenError("SG501", place=place, tag="", problem=error) from error

    def _within_limits(self, values: Mapping[str, object]) -> Iterator[str]:
        """A text of a template that stands in a loop is printed for every block of the letter."""
        size = marks = 0
        for piece in self.template.generate(values):
            size, marks = size + len(piece), marks + piece.count("<")
            if size > LARGEST_TEXT or marks > MOST_PRINTED:
                raise ValueError(f"> {LARGEST_TEXT:,}")
            yield piece


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template made ready: its parts, the shades of its pictures and the width of its text."""

    file: str
    parts: tuple[Member | TaggedPart, ...]
    shades: Mapping[Tone, str]
    text_width: int
    """In twentieths of a point."""
    lacking: tuple[str, ...] = ()
    """The styles for two languages that it does not have."""

    def filled(self, values: Mapping[str, object]) -> Iterator[Member]:
        """Give all parts of a letter but its properties."""
        for part in self.parts:
            if isinstance(part, Member):
                yield part
            elif part.name == DOCUMENT:
                yield member(part.name, part.filled(values, self.file))
            else:
                yield _often_the_same(part.name, part.filled(values, self.file))


@lru_cache(maxsize=64)
def _often_the_same(name: str, content: bytes) -> Member:
    return member(name, content)


def load_word_template(path: Path, brand: Brand | None = None) -> WordTemplate:
    """Read a template; the same bytes at the same path are read into a template only once.

    A house's own file borrows from the bundled template what it lacks. A brand dresses the bundled
    template, and what is borrowed from it; the rest of a house's own file has its own look.

    Raises:
        ScopegenError: SG500 for a file that is no Word document, SG501 for a tag that cannot be
            followed, SG502 for a style that is missing.
    """
    return _loaded(path, read_template(path), brand)


def read_template(path: Path) -> bytes:
    """Read the file of a template, and no more of it than a template may have.

    Raises:
        ScopegenError: SG500 when it is not there, may not be read, is no plain file, or is too
            large.
    """
    try:
        if not path.is_file():  # a pipe or a device may never end
            raise ScopegenError("SG500", file=path.name, hint="closed")
        with path.open("rb") as file:
            content = file.read(INFLATED_LIMIT + 1)
    except OSError as error:
        raise ScopegenError("SG500", file=path.name, hint="closed") from error
    if len(content) > INFLATED_LIMIT:
        raise ScopegenError("SG500", file=path.name, hint="limits")
    return content


@lru_cache(maxsize=8)
def _loaded(path: Path, content: bytes, brand: Brand | None) -> WordTemplate:
    contents = _contents(path.name, content)
    sources = _prepared_beside(path, content)
    if sources and brand:
        contents, sources = _dressed(contents, sources, brand)
    elif not sources:
        contents = _adopted(path.name, contents, brand)
        sources = _prepared_now(path.name, contents)
        _guard(path.name, sources)
    styles = contents[STYLES].decode("utf-8-sig")
    _check_styles(path.name, styles)
    environment = _environment()
    parts = tuple(
        TaggedPart(name, _compiled(environment, path.name, name, sources[name]))
        if name in sources
        else member(name, part, SMALL)
        for name, part in contents.items()
    )
    shades = {tone: _shade(styles, f"Picture {tone}") for tone in Tone}
    width = _text_width(contents[DOCUMENT].decode())
    return WordTemplate(path.name, parts, shades, width, _missing(styles, PAIR_STYLES))


def _contents(file: str, content: bytes) -> dict[str, bytes]:
    try:
        contents = read_parts(content)
    except ScopegenError as error:
        raise ScopegenError("SG500", file=file, **dict(error.facts)) from error
    if NEEDED - contents.keys():
        raise ScopegenError("SG500", file=file, hint="other")
    for name, (kind, relation) in PROPERTIES.items():
        if contents.pop(name, None) is None:
            _announce(contents, name, kind, relation)
    return contents


def _announce(contents: dict[str, bytes], name: str, kind: str, relation: str) -> None:
    announced = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    identifier = Path(name).stem.capitalize()
    related = f'<Relationship Id="own{identifier}" Type="{relation}" Target="{name}"/>'
    closing = "</Relationships>"
    contents[TYPES] = contents[TYPES].replace(b"</Types>", announced.encode())
    contents[RELATIONS] = contents[RELATIONS].replace(
        closing.encode(), (related + closing).encode()
    )


def _prepared_beside(path: Path, content: bytes) -> dict[str, str]:
    beside = path.with_suffix(".prepared.json")
    if path != bundled_word_path() or not beside.exists():
        return {}
    known = json.loads(beside.read_text(encoding="utf-8"))
    fits = known["sha256"] == hashlib.sha256(content).hexdigest()
    parts: dict[str, str] = known["parts"] if fits else {}
    return parts


def _dressed(
    contents: dict[str, bytes], sources: dict[str, str], brand: Brand
) -> tuple[dict[str, bytes], dict[str, str]]:
    dressing = import_module("scopegen.render.word_brand")
    drawing = import_module("scopegen.render.logo_picture")
    logo = drawing.as_picture(brand.logo) if brand.logo else b""
    with_files = dressing.with_files(dressing.dressed(contents, brand), brand, logo)
    return with_files, dressing.dressed_sources(sources, brand)


def _adopted(file: str, contents: dict[str, bytes], brand: Brand | None) -> dict[str, bytes]:
    adopting = import_module("scopegen.render.word_adopt")
    try:
        parts: dict[str, bytes] = adopting.adopted(contents, _lender(brand))
    except (ValueError, SyntaxError, LookupError) as error:  # lxml's are SyntaxErrors
        raise ScopegenError("SG501", place=file, tag="", problem=error) from error
    return parts


def _lender(brand: Brand | None) -> dict[str, bytes]:
    """Give the parts that a house's own file borrows from, in the colours of its brand."""
    parts = read_parts(bundled_word_path().read_bytes())
    if brand is None:
        return parts
    lent: dict[str, bytes] = import_module("scopegen.render.word_brand").dressed(
        parts, replace(brand, font=None)
    )
    return lent


def bundled_word_path() -> Path:
    """Give the place of the bundled template."""
    return bundled("templates") / "word" / "letter.docx"


def _prepared_now(file: str, contents: Mapping[str, bytes]) -> dict[str, str]:
    preparing = import_module("scopegen.render.word_prepare")
    try:
        parts: dict[str, str] = preparing.prepared(contents)
    except (ValueError, SyntaxError) as error:
        raise ScopegenError("SG501", place=file, tag="", problem=error) from error
    return parts


def _guard(file: str, sources: Mapping[str, str]) -> None:
    """Refuse what no template may do, also where it shows only once the tags are put together."""
    offences = import_module("scopegen.render.word_guard").offences
    for part, source in sources.items():
        refused = (facts for code, _, facts in offences(source) if code == "SG565")
        for facts in refused:
            what = facts["what"]
            raise ScopegenError("SG501", place=f"{file}: {part}", tag="", problem=f"'{what}'")


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_escaped)
    environment.globals.clear()
    return environment


def _escaped(value: object) -> str:
    """Escape whatever is not XML that was made here; autoescape would do so far more slowly."""
    if type(value) is Xml or type(value) is int:
        return str(value)
    return escape(str(value))


def _compiled(
    environment: ImmutableSandboxedEnvironment, file: str, part: str, source: str
) -> Template:
    try:
        tree = environment.parse(source)
        unknown = sorted(meta.find_undeclared_variables(tree) - VARIABLES)
        if unknown:
            line = _line_with(source, unknown[0])
            raise TemplateSyntaxError(f"'{unknown[0]}' is unknown", line)
        return environment.from_string(tree)
    except TemplateSyntaxError as error:
        words = re.sub(r"<[^>]*>", "", source.splitlines()[error.lineno - 1])
        place = f"{file}: {part}, paragraph {error.lineno - 1}"
        raise ScopegenError("SG501", place=place, tag=words, problem=error.message) from error


def _line_with(source: str, name: str) -> int:
    lines = source.splitlines()
    named = re.compile(rf"\{{[{{%][^}}]*\b{re.escape(name)}\b")
    return next((n for n, line in enumerate(lines, 1) if named.search(line)), 1)


def _check_styles(file: str, styles: str) -> None:
    missing = _missing(styles, REQUIRED_STYLES)
    if missing:
        raise ScopegenError("SG502", file=file, style=missing[0], styles=_listed(missing))


def _missing(styles: str, names: Iterable[str]) -> tuple[str, ...]:
    there = {name.lower() for name in re.findall(r'<w:name w:val="([^"]*)"', styles)}
    return tuple(name for name in names if name.lower() not in there)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _shade(styles: str, name: str) -> str:
    defined = re.search(rf'<w:name w:val="{name}"/>.*?</w:style>', styles, re.S | re.I)
    shaded = re.search(r'<w:shd [^>]*w:fill="([0-9A-Fa-f]{6})"', defined[0] if defined else "")
    return shaded[1] if shaded else "auto"


def _text_width(document: str) -> int:
    """Give the width of the section that the letter stands in: the one that ends after it."""
    after = document[document.find(" in blocks") :]
    page = re.search(r'<w:pgSz [^>]*w:w="(\d+)"', after)
    sides = re.search(r"<w:pgMar [^>]*>", after)
    edges = re.findall(r'w:(?:left|right)="(\d+)"', sides[0]) if sides else []
    return int(page[1]) - sum(map(int, edges)) if page else A4_TEXT_WIDTH
