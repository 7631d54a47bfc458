"""Beginning a house standard: a file with a comment at every choice, or a copy of a sample."""

from __future__ import annotations

from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.workflow.files import stay_inside, write_all
from scopegen.workflow.nearest import HOUSE_NAMES

HOUSE = HOUSE_NAMES[0]


def house_samples() -> tuple[str, ...]:
    """Name the samples of a house standard."""
    return tuple(sorted(path.parent.name for path in bundled("samples").glob(f"*/{HOUSE}")))


def begin_house(
    folder: Path, language: str, *, sample: str | None = None, replace: bool = False
) -> tuple[Path, ...]:
    """Write a house standard into a folder; of a sample, its clauses and pictures too.

    Raises:
        ScopegenError: SG653 when there is one and `replace` is off, SG904 when there is no sample
            of that name, SG52x when the files cannot be written.
    """
    taken = [folder / name for name in HOUSE_NAMES if (folder / name).exists()]
    if taken and not replace:
        raise ScopegenError("SG653", file=taken[0])
    contents = _sample(sample) if sample else _start(language)
    stay_inside(folder, *contents)
    last = sorted(contents, key=lambda name: name == Path(HOUSE))  # a standard ends a beginning
    write_all({folder / name: contents[name] for name in last})
    return tuple(folder / name for name in contents)


def _start(language: str) -> dict[Path, bytes]:
    return {Path(HOUSE): (bundled("templates") / "house" / f"{language}.yaml").read_bytes()}


def _sample(name: str) -> dict[Path, bytes]:
    if name not in house_samples():
        raise ScopegenError("SG904", found=name, known=", ".join(house_samples()))
    root = bundled("samples") / name
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root): path.read_bytes() for path in files}
