"""The house rules that ruff and mypy do not hold: floors, sizes, names, exact numbers, clean text.

Every rule carries files that break it and files that keep it, so that a rule that can no longer
fail is noticed. A rule reports all its offenders at once.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
NOT_OURS = {"__pycache__", "build", "demo", "dist"}

CODE_LINES, DEPTH, PARAMETERS, FILE_LINES, CLASS_LINES, METHODS = 45, 3, 6, 400, 200, 12
EMPTY_NAMES = {"base", "common", "core", "helpers", "misc", "tools", "utils"}
CLOCK_OR_ENVIRONMENT = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns)|os\.(environ|getenv))$"
)
# The brackets keep these two patterns from finding themselves.
REGISTRY = re.compile(
    r"py[p]i\.org|python[h]osted\.|npm[j]s\.|inde[x]-url|truste[d]-host|://\S*/simpl[e](/|\s|$)"
)
MACHINE_PATH = re.compile(r"(?<![\w./-])/(wor[k]|roo[t])/")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Flow = ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Match
Block = Flow | ast.Try | ast.TryStar


@cache
def parsed(text: str) -> ast.Module:
    """Parse a file once for all rules."""
    return ast.parse(text)


@dataclass(frozen=True)
class Source:
    """A text file, named from the top of the project."""

    path: str
    text: str

    @property
    def part(self) -> str:
        """The part of scopegen it is in: `cli` for both scopegen/cli.py and scopegen/cli/x.py."""
        folder, _, rest = self.path.partition("/")
        return rest.partition("/")[0].removesuffix(".py") if folder == "scopegen" else ""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(parsed(self.text))

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes() if isinstance(node, Function))


Offence = tuple[int, str]
Check = Callable[[Source], Iterable[Offence]]


def long_functions(source: Source) -> Iterator[Offence]:
    for function in source.functions():
        if (count := code_lines(source, function)) > CODE_LINES:
            yield function.lineno, f"{function.name} has {count} lines of code, not {CODE_LINES}"


def code_lines(source: Source, function: Function) -> int:
    """Count the lines that are not blank, comment or docstring."""
    first = function.body[0] if ast.get_docstring(function) else None
    prose = range(first.lineno, (first.end_lineno or 0) + 1) if first else range(0)
    numbers = range(function.lineno, (function.end_lineno or 0) + 1)
    texts = [source.lines[number - 1].strip() for number in numbers if number not in prose]
    return sum(1 for text in texts if text and not text.startswith("#"))


def deep_functions(source: Source) -> Iterator[Offence]:
    for function in source.functions():
        if (deepest := depth(function)) > DEPTH:
            yield function.lineno, f"{function.name} nests {deepest} deep, not {DEPTH}"


def depth(node: ast.AST) -> int:
    """Count the blocks inside each other; `elif` stands beside its `if`, functions start anew."""
    inner = (c for c in ast.iter_child_nodes(node) if not isinstance(c, Function | ast.ClassDef))
    deepest = max((depth(child) - is_elif(node, child) for child in inner), default=0)
    return deepest + isinstance(node, Block)


def is_elif(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(parent, ast.If) and isinstance(child, ast.If) and parent.orelse == [child]


def wide_functions(source: Source) -> Iterator[Offence]:
    for function in source.functions():
        is_command = source.part == "cli" and bool(function.decorator_list)
        count = len(parameters(function))
        if count > PARAMETERS and not is_command:
            yield function.lineno, f"{function.name} takes {count} parameters, not {PARAMETERS}"


def parameters(function: Function) -> list[str]:
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in {"self", "cls"}]


def large_classes(source: Source) -> Iterator[Offence]:
    for node in source.nodes():
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(part, Function) for part in node.body)
            lines = (node.end_lineno or 0) - node.lineno + 1
            if methods > METHODS or lines > CLASS_LINES:
                yield node.lineno, f"{node.name} has {methods} methods in {lines} lines"


def long_files(source: Source) -> Iterator[Offence]:
    if len(source.lines) > FILE_LINES:
        yield 1, f"{len(source.lines)} lines, not {FILE_LINES}"


def empty_names(source: Source) -> Iterator[Offence]:
    for name in set(Path(source.path).with_suffix("").parts) & EMPTY_NAMES:
        yield 1, f"the name {name} does not say what is inside"


def floats(source: Source) -> Iterator[Offence]:
    for node in source.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"{node.value} is a float"
        if isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, "float is not exact"


def prints(source: Source) -> Iterator[Offence]:
    for node in source.nodes():
        if isinstance(node, ast.Name) and node.id == "print":
            yield node.lineno, "print: only cli talks"


def clocks(source: Source) -> Iterator[Offence]:
    for node in source.nodes():
        names: list[str] = []
        if isinstance(node, ast.Attribute):
            names = [ast.unparse(node)]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in filter(CLOCK_OR_ENVIRONMENT.search, names):
            yield getattr(node, "lineno", 1), f"{name}: ask workflow for it"


def modules_without_docstring(source: Source) -> Iterator[Offence]:
    if not ast.get_docstring(parsed(source.text)):
        yield 1, "no module docstring"


def public_without_docstring(source: Source) -> Iterator[Offence]:
    for node in parsed(source.text).body:
        if isinstance(node, Function | ast.ClassDef) and not (
            node.name.startswith("_") or ast.get_docstring(node)
        ):
            yield node.lineno, f"{node.name} is public and has no docstring"


def lines_with(pattern: re.Pattern[str]) -> Check:
    def check(source: Source) -> Iterator[Offence]:
        for number, line in enumerate(source.lines, start=1):
            if pattern.search(line):
                yield number, line.strip()

    return check


@dataclass(frozen=True)
class Rule:
    """What to look for and where, with files that break it and files that keep it."""

    check: Check
    bad: tuple[Source, ...]
    good: tuple[Source, ...]
    inside: str = r"\.py$"
    but_not: frozenset[str] = frozenset()

    def offenders(self, sources: Iterable[Source]) -> list[str]:
        return [
            f"{source.path}:{line}: {what}"
            for source in sources
            if re.search(self.inside, source.path) and source.part not in self.but_not
            for line, what in self.check(source)
        ]


def at(*paths: str, text: str) -> tuple[Source, ...]:
    return tuple(Source(path, text) for path in paths)


def everywhere(*texts: str) -> tuple[Source, ...]:
    return tuple(Source("scopegen/model/x.py", text) for text in texts)


def function_of(lines: int, extra: str = "") -> str:
    """A function of so many lines of code, the first one being its `def`."""
    return f"def f():\n{extra}" + "    x = 1\n" * (lines - 1)


def class_of(methods: int, lines: int = 1) -> str:
    return "class C:\n" + "    def m(self): ...\n" * methods + "    x = 1\n" * lines


PROSE = '    """Say.\n\n    More.\n    """\n\n    # why\n'
DEEP = "def f():\n for a in b:\n  if a:\n   with a:\n    try: pass\n    finally: pass\n"
DEEP_MATCH = "def f():\n while a:\n  for b in c:\n   match b:\n    case 1:\n     if c: pass"
ELIFS = "def f():\n if a: pass\n elif b: pass\n elif c: pass\n elif d: pass\n else: pass\n"
SIX, SEVEN = "def f(self, a, b, c, d, *, e, g): ...", "def f(a, b, c, d, e, *, g, h): ..."
COMMAND = f"@click.command()\n{SEVEN}"
IN_SCOPEGEN = r"^scopegen/.*\.py$"

RULES = {
    "functions are short": Rule(
        long_functions,
        bad=everywhere(function_of(46), f"async {function_of(46)}"),
        good=everywhere(function_of(45), function_of(45, PROSE)),
    ),
    "functions are flat": Rule(
        deep_functions,
        bad=everywhere(DEEP, DEEP_MATCH),
        good=everywhere(ELIFS, "def f():\n for a in b:\n  if a:\n   def g():\n    if a: pass"),
    ),
    "functions take few parameters": Rule(
        wide_functions,
        bad=(*everywhere(SEVEN, COMMAND), Source("scopegen/cli/x.py", SEVEN)),
        good=(*everywhere(SIX), Source("scopegen/cli/x.py", COMMAND)),
    ),
    "classes are small": Rule(
        large_classes,
        bad=everywhere(class_of(13), class_of(0, lines=200)),
        good=everywhere(class_of(12), class_of(0, lines=199)),
    ),
    "files are short": Rule(
        long_files, bad=everywhere("x = 1\n" * 401), good=everywhere("x = 1\n" * 400)
    ),
    "names say what is inside": Rule(
        empty_names,
        bad=at("scopegen/utils.py", "scopegen/core/x.py", "tests/helpers.py", text=""),
        good=at("scopegen/corpus.py", text=""),
    ),
    "numbers are exact": Rule(
        floats,
        inside=IN_SCOPEGEN,
        but_not=frozenset({"render"}),  # a place on the page is a float in the libraries
        bad=everywhere("x = 0.5", "float(x)", "x: float | None = None", "def f() -> float: ..."),
        good=(*everywhere("x = 'float 0.5'", "x = 5"), Source("scopegen/render/pdf.py", "x = 0.5")),
    ),
    "only cli prints": Rule(
        prints,
        inside=IN_SCOPEGEN,
        but_not=frozenset({"cli"}),
        bad=everywhere("print(1)", "map(print, x)"),
        good=(*everywhere("printed = 'print'"), *at("scopegen/cli.py", text="print(1)")),
    ),
    "only workflow and cli know the clock and the environment": Rule(
        clocks,
        inside=IN_SCOPEGEN,
        but_not=frozenset({"cli", "workflow"}),
        bad=everywhere(
            "datetime.datetime.now(tz)", "date.today()", "os.environ['X']", "from os import environ"
        ),
        good=(
            *everywhere("candidate.today", "datetime.fromisoformat(x)", "from os import fspath"),
            *at("scopegen/workflow.py", "scopegen/workflow/x.py", text="date.today()"),
        ),
    ),
    "modules say what they promise": Rule(
        modules_without_docstring, bad=everywhere("", "x = 1"), good=everywhere('"""So."""')
    ),
    "public names say what they do": Rule(
        public_without_docstring,
        inside=IN_SCOPEGEN,
        bad=everywhere("def f(): ...", "class C:\n  x = 1", "async def f(): ..."),
        good=everywhere("def _f(): ...", "def f():\n  '''Do.'''", "class C:\n  '''A.'''"),
    ),
    "no text names a package registry": Rule(
        lines_with(REGISTRY),
        inside="",
        bad=at("a.lock", text="--index" + "-url x") + at("b", text="//py" + "pi.org/x"),
        good=at("a.md", text="a simple index; https://example.org/simple-things"),
    ),
    "no text names a folder of one machine": Rule(
        lines_with(MACHINE_PATH),
        inside="",
        bad=at("a.md", text="see /" + "root/x") + at("b.toml", text='p = "/' + 'work/x"'),
        good=at("a.md", text="docs/work/x, /usr/bin/env, ../root/x"),
    ),
}


def project_texts() -> Iterator[Source]:
    """All text files of the project, but for environments, caches and what commands made."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if is_ours(Path(folder, name))]
        for name in sorted(names):
            path = Path(folder, name)
            content = path.read_bytes()
            if b"\0" not in content:
                text = content.decode("utf-8", errors="replace")
                yield Source(path.relative_to(ROOT).as_posix(), text)


def is_ours(folder: Path) -> bool:
    hidden = folder.name.startswith(".") and folder.name != ".ci"
    return not (hidden or folder.name in NOT_OURS or (folder / "pyvenv.cfg").exists())


SOURCES = tuple(project_texts())


def test_the_project_is_what_is_checked() -> None:
    paths = {Path(source.path) for source in SOURCES}
    assert {Path("scopegen/cli/__init__.py"), Path("tasks.py"), Path(".ci/run")} <= paths
    # import-linter does not look into a folder without it
    modules = {path for path in paths if path.parts[0] == "scopegen" and path.suffix == ".py"}
    assert {module.with_name("__init__.py") for module in modules} <= modules


@pytest.mark.parametrize("name", RULES)
def test_the_house_keeps_the_rule(name: str) -> None:
    offenders = RULES[name].offenders(SOURCES)
    assert not offenders, "\n".join([name, *offenders])


@pytest.mark.parametrize("name", RULES)
def test_the_rule_sees_what_breaks_it_and_nothing_else(name: str) -> None:
    rule = RULES[name]
    assert rule.bad
    assert [source for source in rule.bad if not rule.offenders([source])] == []
    assert rule.good
    assert rule.offenders(rule.good) == []


def lint_imports_in(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the pyproject.toml there, in a process with a path of its own."""
    ask = "from importlinter.cli import lint_imports as l; raise SystemExit(l(no_cache=True))"
    command = [sys.executable, "-X", "utf8", "-c", ask]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def toy_house(folder: Path, imports: list[tuple[str, str]]) -> Path:
    """A project under our contracts: all parts they name, with a module `x` doing each import."""
    text = PYPROJECT.read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    parts = re.findall(r"\w+", " ".join(contracts[0]["layers"]))
    files = {"pyproject.toml": text, "scopegen/__init__.py": ""}
    files |= {f"scopegen/{part}/__init__.py": "" for part in (*parts, *dict(imports))}
    files |= {f"scopegen/{part}/x.py": f"import {target}" for part, target in imports}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def test_imports_keep_the_contracts() -> None:
    result = lint_imports_in(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_contracts_allow_what_they_should(tmp_path: Path) -> None:
    good = [("cli", "click"), ("workflow", "scopegen.source"), ("source", "yaml")]
    good += [("drafting", "jinja2"), ("render", "jinja2")]
    result = lint_imports_in(toy_house(tmp_path, good))
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_contracts_refuse_what_they_should(tmp_path: Path) -> None:
    upward, sideways = ("model", "scopegen.cli"), ("spec", "scopegen.render")
    bad = [upward, sideways, ("terms", "click"), ("drafting", "yaml")]
    result = lint_imports_in(toy_house(tmp_path, bad))
    assert result.returncode == 1
    for part, target in bad:
        assert f"scopegen.{part}.x -> {target}" in result.stdout


def test_the_contracts_refuse_a_part_without_a_floor(tmp_path: Path) -> None:
    result = lint_imports_in(toy_house(tmp_path, [("attic", "scopegen")]))
    assert result.returncode == 1
    assert "scopegen.attic" in result.stdout
