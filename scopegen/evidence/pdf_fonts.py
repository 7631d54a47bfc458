"""The fonts that fields are shown in: the form's own, or one that cannot say A and draw B."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import DictionaryObject

from scopegen.diagnostics import Diagnostic, finding
from scopegen.evidence.pdf_digest import Digester
from scopegen.evidence.pdf_marks import is_western
from scopegen.evidence.pdf_objects import Parts, dictionary, entry, text

PLAIN = {"/Type1", "/TrueType"}
FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def fonts_of(parts: Parts) -> frozenset[str]:
    """Give the digests of all fonts that fields are shown in."""
    digester = Digester(names={})
    return frozenset(digester.digest(font) for font in _fonts(parts))


def strange_fonts(parts: Parts, known: frozenset[str]) -> Iterator[Diagnostic]:
    """Find fonts that were brought along (SG426), other than the `known` ones of the form.

    A program brings one along for letters that the form's font lacks; then it may.
    """
    if not all(is_western(text(each.value)) for each in parts.fields if each.kind == "/Tx"):
        return
    digester = Digester(names={})
    for font in _fonts(parts):
        if not _is_plain(font) and digester.digest(font) not in known:
            yield finding("SG426", None, what=f"Font {entry(font, '/BaseFont')}"[:80])


def _fonts(parts: Parts) -> Iterator[DictionaryObject]:
    places = [entry(parts.form, "/DR")]
    for each in parts.fields:
        looks = [dictionary(entry(widget.node, "/AP")) for widget in each.widgets]
        places += [entry(dictionary(entry(look, "/N")), "/Resources") for look in looks]
    for place in places:
        found = dictionary(entry(dictionary(place), "/Font"))
        yield from (dictionary(entry(found, name)) for name in sorted(found))


def _is_plain(font: DictionaryObject) -> bool:
    """Tell whether the viewer brings the letters, so that they look like what they are."""
    descriptor = dictionary(entry(font, "/FontDescriptor"))
    brought = "/ToUnicode" in font or any(name in descriptor for name in FILES)
    return not brought and entry(font, "/Subtype") in PLAIN
