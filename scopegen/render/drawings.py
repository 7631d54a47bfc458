"""A drawing (SVG) before it is printed: only shapes, and no more of them than a logo needs.

A few lines of SVG can ask for more memory and time than any machine has: a pattern of one tile as
large as a town, a mask that is masked by masks. So what can multiply is refused or counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 400_000
"""Bytes; drawing a curve takes a thousand times the memory that writing it does."""
MOST_MARKS, MOST_ATTRIBUTES, MOST_NAMESPACES = 20_000, 40_000, 50
MOST_SHAPES, MOST_DRAWN = 5_000, 20_000
"""Shapes in the file, and what masks, clips and gradients hold for each time that one is used."""
MOST_OF_ONE = 100
"""Attributes of one shape."""
DEEPEST = 25
"""Shapes inside each other: a PDF for archives can hold 28 states (ISO 19005-2, 6.1.13)."""
MOST_LAYERS = 300
"""Shapes that are drawn apart first: half transparent, masked or clipped."""
SVG = "{http://www.w3.org/2000/svg}"
UNSAFE = frozenset(
    (
        *("script", "foreignObject", "image", "use", "text", "filter", "feImage", "style"),
        *("animate", "animateMotion", "animateTransform", "set", "iframe", "switch"),
        *("pattern", "marker"),
    )
)
COVERS = frozenset((f"{SVG}mask", f"{SVG}clipPath"))
COVERED = ("mask", "clip-path")
LAYERED = ("opacity", "mix-blend-mode", "isolation", *COVERED)
"""By attribute, or by style."""
STYLED = re.compile(rf"(?<![\w-])({'|'.join(LAYERED)})\s*:")
OWN = re.compile(r"url\(\s*['\"]?#([^'\")\s]*)")
OUTSIDE = re.compile(r"url\((?!['\"]?#)|@import|javascript:|expression\(", re.I)
MEASURED = (
    *("d", "points", "x", "y", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2", "width"),
    *("height", "transform", "gradientTransform", "stroke-width", "viewBox"),
)
NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
STROKE = re.compile(r"stroke-width\s*:([^;]*)")
VAST = 1e6
"""A measure at which drawing programs break down."""
SIZE = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(?:px|pt|mm|cm|in)?\s*")


def drawn_size(content: bytes) -> tuple[float, float]:
    """Give the width and height of a drawing: of its box, else its own.

    Raises:
        ScopegenError: SG577 when it is no drawing, reaches outside or asks for too much.
        ValueError, ElementTree.ParseError: It cannot be read.
    """
    text = content.decode("utf-8-sig")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ScopegenError("SG577", hint="outside")
    limits = (("<", MOST_MARKS), ("=", MOST_ATTRIBUTES), ("xmlns:", MOST_NAMESPACES))
    if len(content) > LARGEST or any(text.count(sign) > most for sign, most in limits):
        raise ScopegenError("SG577", hint="complex")
    root = ElementTree.XML(text)
    if root.tag != f"{SVG}svg":
        raise ScopegenError("SG577", hint="kind")
    if any(_reaches_out(shape) for shape in root.iter()):
        raise ScopegenError("SG577", hint="outside")
    if _multiplies(root):
        raise ScopegenError("SG577", hint="complex")
    return _size(root)


def _reaches_out(shape: ElementTree.Element) -> bool:
    if shape.tag.rpartition("}")[2] in UNSAFE:
        return True
    linked = (text for name, text in shape.attrib.items() if name.rpartition("}")[2] == "href")
    programs = any(name.lower().startswith("on") for name in shape.attrib)
    fetched = any(OUTSIDE.search(text) for text in shape.attrib.values())
    return programs or fetched or any(not text.startswith("#") for text in linked)


def _multiplies(root: ElementTree.Element) -> bool:
    shapes = list(root.iter())
    covers = [shape for shape in shapes if shape.tag in COVERS]
    within = any(_is_covered(inner) for cover in covers for inner in cover.iter())
    sizes = {id_: sum(1 for _ in shape.iter()) for shape in shapes if (id_ := shape.get("id"))}
    drawn = sum(sizes.get(name, 0) for shape in shapes for name in _named(shape))
    layers = sum(1 for shape in shapes if any(_layers(shape)))
    odd = any(_is_odd(shape) for shape in shapes)
    crowded = len(shapes) > MOST_SHAPES or drawn > MOST_DRAWN or layers > MOST_LAYERS
    return within or odd or crowded or _is_deep(root)


def _is_deep(root: ElementTree.Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [inner for shape in level for inner in shape]
    return bool(level)


def _layers(shape: ElementTree.Element) -> Iterator[str]:
    """Give the properties by which a shape is drawn apart, set by attribute or by style."""
    yield from (name for name in LAYERED if name in shape.attrib)
    yield from STYLED.findall(shape.get("style", ""))


def _is_covered(shape: ElementTree.Element) -> bool:
    return any(name in COVERED for name in _layers(shape))


def _named(shape: ElementTree.Element) -> Iterator[str]:
    """Name what a shape is filled, masked or clipped with."""
    for text in shape.attrib.values():
        yield from OWN.findall(text)


def _is_odd(shape: ElementTree.Element) -> bool:
    dashed = any("stroke-dash" in text for text in (*shape.attrib, shape.get("style", "")))
    measures = [shape.get(name, "") for name in MEASURED]
    measures += STROKE.findall(shape.get("style", ""))
    vast = any(float(one) > VAST for text in measures for one in NUMBER.findall(text))
    return dashed or vast or len(shape.attrib) > MOST_OF_ONE


def _size(root: ElementTree.Element) -> tuple[float, float]:
    box = root.get("viewBox", "").replace(",", " ").split()
    sizes = box[2:] if box else [root.get("width", ""), root.get("height", "")]
    found = [SIZE.fullmatch(size) for size in sizes]
    width, height = (float(one[1]) for one in found if one)
    if not width or not height:
        raise ValueError("no size")
    return width, height
