"""Where the bundled templates, schemas and samples are: inside the wheel, or the checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from scopegen.diagnostics import ScopegenError


@cache
def bundled(kind: str) -> Path:
    """Give the folder `templates`, `schemas` or `samples`.

    Raises:
        ScopegenError: SG900 when the installation misses its own files.
    """
    for root in _roots():
        if (root / kind).is_dir():
            return root / kind
    raise ScopegenError("SG900", kind=kind)


def _roots() -> tuple[Path, ...]:
    package = Path(str(files("scopegen")))
    return (package / "_bundled", package.parent)
