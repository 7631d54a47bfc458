"""Issuing a letter: the version that is sent is frozen in the register, under its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scopegen.diagnostics import Rejected, ScopegenError, has_errors
from scopegen.document import Document
from scopegen.drafting.letter import numbers_of, stamped
from scopegen.model.events import EventKind
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.building import Delivered, Order, Printed, print_letters
from scopegen.workflow.checking import examine, frozen_library, library_of
from scopegen.workflow.dossier import Dossier, dossier_of, entry, freeze, insist, keep, kept
from scopegen.workflow.finishing import put, settle
from scopegen.workflow.reading import Examined
from scopegen.workflow.wording import phrases


def printed_for_issue(
    examined: Examined, stated: str | None, order: Order
) -> tuple[Dossier, Printed]:
    """Print the letters as they are issued, each with the head of the register before it.

    A version that was issued before gets the head that it had, so that it comes out the same. Of
    one that was signed the very files come out, whatever the look of the firm is today.

    Raises:
        Rejected: when the spec or a letter has errors.
        ScopegenError: SG405 for a register that cannot be relied on, SG412 when this version is
            signed with other words.
    """
    dossier = dossier_of(examined, stated)
    insist(dossier)
    if dossier.examined.standard is not examined.standard:  # the one that was signed counts
        text = examined.text.encode()
        examined = examine(text, examined.file, dossier.examined.standard)
        dossier = replace(dossier, examined=examined)

    def stamp(document: Document) -> Document:
        return _stamped(dossier, document)

    printed = print_letters(examined, order, stamp)
    return dossier, replace(printed, contents={**printed.contents, **_signed(dossier, printed)})


def _signed(dossier: Dossier, printed: Printed) -> Mapping[str, bytes]:
    """Give the files of the signed letter, out of the evidence store."""
    signed = dossier.standing.letter
    marks = {letter.imprint.fingerprint for letter in printed.letters.values()}
    if signed is None or signed.fingerprint not in marks:
        return {}
    asked = (name for name in printed.contents if name in signed.files)
    return {name: kept(dossier, signed.files[name]) for name in asked}


def _stamped(dossier: Dossier, document: Document) -> Document:
    version, mark = _version(document), document.imprint.fingerprint
    signed = dossier.standing.letter
    earlier = _issued(dossier, version, mark)
    if signed and not earlier:
        raise ScopegenError("SG412", version=version, signed=signed.version)
    language = document.imprint.language.partition("-")[0]
    return stamped(document, earlier.head if earlier else dossier.head, phrases(language))


def _version(document: Document) -> int:
    return int(dict(document.imprint.facts)["version"])


def _issued(dossier: Dossier, version: int, fingerprint: str) -> LetterVersion | None:
    return next(
        (
            one
            for one in dossier.standing.letters
            if (one.version, one.fingerprint) == (version, fingerprint)
        ),
        None,
    )


def issue_letters(dossier: Dossier, printed: Printed) -> Delivered:
    """Record letters that were printed for issue, and write them.

    What was recorded before is not added again; an earlier file of that name is kept aside.
    """
    spec, text = dossier.examined.spec, dossier.examined.text
    if spec is None or has_errors(dossier.examined.diagnostics):
        raise Rejected(dossier.examined.diagnostics)
    new = {
        language: letter
        for language, letter in printed.letters.items()
        if not _issued(dossier, _version(letter), letter.imprint.fingerprint)
    }
    if not new:
        return put(dossier, printed.contents)
    frozen = freeze(dossier, text, spec.engagement, frozen_library(library_of(dossier.examined)))
    entries = [
        entry(
            dossier,
            EventKind.LETTER_ISSUED,
            {
                **frozen,
                **letter_facts(letter, keep(dossier, _files(printed, language))),
                "version": _version(letter),
            },
        )
        for language, letter in new.items()
    ]
    _, delivered = settle(dossier, entries, printed.contents)
    return delivered


def letter_facts(letter: Document, files: dict[str, str]) -> dict[str, str | dict[str, str]]:
    """Give what identifies a letter: language, fingerprint, head, files and clause numbers.

    The language of a letter in two is the one that prevails; papers that follow are in that one.
    """
    facts = dict(letter.imprint.facts)
    both = {"languages": facts["languages"]} if "languages" in facts else {}
    return {
        **both,
        "language": letter.imprint.language.partition("-")[0],
        "fingerprint": letter.imprint.fingerprint,
        "head": facts["register"],
        "files": files,
        "clauses": dict(numbers_of(letter)),
    }


def _files(printed: Printed, language: str) -> Mapping[str, bytes]:
    return {name: content for name, content in printed.contents.items() if f".{language}." in name}
