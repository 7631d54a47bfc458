"""Typst used plainly: one template that loops over its data, which comes in as an input."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("plain.typ")


def open_compiler(fonts: Path) -> Any:
    """Make a compiler that is kept for many letters, with the fonts of our own letter."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    return typst.Compiler(TEMPLATE, font_paths=found, ignore_system_fonts=True)


def render(compiler: Any, content: dict[str, Any]) -> bytes:
    """Print one letter, to the standards of our own."""
    printed: bytes = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.fromisoformat(content["date"]).replace(tzinfo=UTC),
    )
    return printed
