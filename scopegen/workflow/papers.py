"""Making the papers beside the letter: forms, notices and confirmations, as files and as e-mail.

Nothing is ever sent: an e-mail is a draft for a mail program, to be read and sent by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from scopegen.assets import bundled
from scopegen.document import Block, Bullet, Document, Form, Heading, Table, lines_of
from scopegen.drafting.library import load_library
from scopegen.drafting.papers import Letterhead, Papers
from scopegen.drafting.phrasing import NBSP
from scopegen.model.engagement import Engagement, Milestone
from scopegen.model.parties import Authority
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.building import Order, copies
from scopegen.workflow.dossier import Dossier, frozen_terms
from scopegen.workflow.wording import phrases

FORMATS = ("docx", "pdf")
LONGEST_SLUG = 40
KINDS = {"pdf": ("application", "pdf"), "docx": ("application", "octet-stream")}


@cache
def papers() -> Papers:
    """Give the templates of all papers."""
    folder = bundled("templates") / "notices"
    schema = bundled("schemas") / "clause.yaml"
    library = load_library(folder, schema, kept=not sys.dont_write_bytecode)
    return Papers(library, {language: phrases(language) for language in ("nl", "en")})


def letterhead(dossier: Dossier, letter: LetterVersion) -> Letterhead:
    """Give what a paper of today is written under."""
    return Letterhead(
        engagement=frozen_terms(dossier, letter),
        clauses=letter.clauses,
        version=letter.version,
        fingerprint=letter.fingerprint,
        register=dossier.head,
        today=dossier.today,
        language=letter.language,
    )


def printed(document: Document, name: str) -> dict[str, bytes]:
    """Print a paper in Word and PDF, by file name."""
    order = Order(formats=FORMATS)
    language = document.imprint.language.partition("-")[0]
    names = [f"{name}.{language}.{kind}" for kind in FORMATS]
    return dict(zip(names, copies(document, order), strict=True))


def slug(text: str) -> str:
    """Give what can stand in a file name, wherever it comes from."""
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-.")
    return plain[:LONGEST_SLUG]


def stopped(engagement: Engagement, streams: Iterable[str]) -> tuple[Milestone, ...]:
    """Give the milestones among these workstreams."""
    named = set(streams)
    return tuple(one for one in engagement.fees.milestones if one.id in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterbox:
    """Who writes to whom."""

    engagement: Engagement
    to: Authority
    claims: tuple[str, ...] = ()
    """What the sender still has to confirm; it stands at the top, to be taken out."""


def mail_draft(document: Document, box: Letterbox, attached: Mapping[str, bytes]) -> bytes:
    """Make a draft e-mail of a paper: its text, and files that go with it; never sent by us."""
    provider = box.engagement.parties.provider
    message = EmailMessage(policy=SMTP)
    message["From"] = str(_address(provider.signatory, provider.email))
    if box.to.email:
        message["To"] = str(_address(box.to.name, box.to.email))
    message["Subject"] = " ".join(document.imprint.title.split())
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message.set_content(mail_text(document, box), cte="quoted-printable")
    for name, content in attached.items():
        main, sub = KINDS[Path(name).suffix[1:]]
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if attached:
        message.set_boundary(f"=_{document.imprint.fingerprint[:32]}")
    return message.as_bytes()


def _as_mail(line: str) -> str:
    """Part cells by signs, and let every mail program break lines where it likes."""
    name, *cells = line.replace(NBSP, " ").split("\t")
    told = " \N{MIDDLE DOT} ".join(cell for cell in cells if cell)
    link = " " if name.endswith((".", ":", "!", "?")) else ": "
    return f"{name}{link}{told}" if name and told else name or told


def _address(name: str, email: str) -> Address:
    """A name with characters that no header can carry is left out, the address never is."""
    try:
        return Address(display_name=" ".join(name.split()), addr_spec=email)
    except (ValueError, IndexError):
        return Address(addr_spec=email)


def mail_text(document: Document, box: Letterbox) -> str:
    """Give a paper as the text of an e-mail: paragraphs apart, and nothing that is to be ticked."""
    every = phrases(document.imprint.language.partition("-")[0])
    words, boxes = every["papers"], _boxes(box, every["notices"])
    parts = ["\n".join(lines) for lines in _paragraphs(_without_form(document))]
    greeting = words["greeting"].format(name=box.to.name)
    closing = f"{words['closing']}\n{box.engagement.parties.provider.signatory}"
    return "\n\n".join(part for part in (boxes, greeting, *parts, closing) if part) + "\n"


def _boxes(box: Letterbox, words: Mapping[str, str]) -> str:
    """Give a box for each fact that the sender must confirm."""
    told = [words["happened"].format(claim=one) for one in box.claims]
    return "\n".join((words["check"], *told)) if told else ""


def _without_form(document: Document) -> list[Block]:
    """Leave out the form, with the section that it stands in."""
    blocks = list(document.flow())
    form = next((at for at, block in enumerate(blocks) if isinstance(block, Form)), None)
    if form is None:
        return blocks
    heads = (at for at in range(form, -1, -1) if isinstance(blocks[at], Heading))
    return [*blocks[: next(heads, form)], *blocks[form + 1 :]]


def _paragraphs(blocks: Iterable[Block]) -> Iterator[list[str]]:
    bullets: list[str] = []
    for block in blocks:
        lines = [_as_mail(line) for line in lines_of(block)]
        if isinstance(block, Table) and block.head:
            lines[0] = " \N{MIDDLE DOT} ".join(next(lines_of(block)).replace(NBSP, " ").split("\t"))
        if isinstance(block, Bullet):
            bullets += lines
            continue
        yield bullets
        bullets = []
        yield lines
    yield bullets
