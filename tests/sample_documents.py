"""Whole documents, written by hand, for the tests of whatever prints a `Document`.

`dutch_letter()` has every kind of block; `english_letter()` is short. The Dutch texts are in
`sample_texts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sample_pictures import steps, timeline, week
from sample_texts import PARTS, TERMS, ClauseText

from scopegen.document import (
    Align,
    Block,
    Bullet,
    Cell,
    Document,
    Heading,
    Imprint,
    Item,
    Level,
    Line,
    Paragraph,
    Provision,
    Reference,
    Role,
    Section,
    SignatureBox,
    Signatures,
    Table,
    TableStyle,
    Text,
)

Numbers = Mapping[str, str]

ANNEXES = {"kaart": "A", "tarieven": "B"}


def numbers_of(parts: Mapping[str, tuple[ClauseText, ...]]) -> dict[str, str]:
    """Number clauses 1, 2, ..., and their provisions as `8.2`, each under an anchor."""
    numbers = dict(ANNEXES)
    clauses = (clause for part in parts.values() for clause in part)
    for position, (anchor, _, texts) in enumerate(clauses, 1):
        numbers[anchor] = str(position)
        provisions = [text for text in texts if not text.startswith("- ")]
        numbers |= {f"{anchor}.{n}": f"{position}.{n}" for n in range(1, len(provisions) + 1)}
    return numbers | {
        "wijziging.verzoek": numbers["wijziging.1"],
        "geld.wachten": numbers["geld.3"],
    }


NUMBERS = numbers_of(PARTS)
ALIASES = {"wijziging.1": "wijziging.verzoek", "geld.3": "geld.wachten"}


def line(text: str, numbers: Numbers = NUMBERS) -> Line:
    """Read `**bold**` and `{reference}`."""
    pieces = re.split(r"(\*\*.+?\*\*|\{.+?\})", text)
    return tuple(_span(piece, numbers) for piece in pieces if piece)


def _span(piece: str, numbers: Numbers) -> Text | Reference:
    if piece.startswith("{"):
        return Reference(target=piece[1:-1], number=numbers[piece[1:-1]])
    bold = piece.startswith("**")
    return Text(text=piece.strip("*") if bold else piece, bold=bold)


def say(text: str, role: Role = Role.BODY) -> Paragraph:
    """Make a paragraph."""
    return Paragraph(line=line(text), role=role)


def cell(text: str) -> Cell:
    """Make a cell; ` / ` parts its lines."""
    return Cell(lines=tuple(line(part) for part in text.split(" / ")))


def rows(*texts: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    """Make the rows of a table."""
    return tuple(tuple(cell(text) for text in row) for row in texts)


def terms_table(name: str, pairs: Iterable[tuple[str, str]]) -> Table:
    """Make a table of names and what they say."""
    return Table(
        style=TableStyle.TERMS,
        name=name,
        widths=(22, 78),
        aligns=(Align.LEFT, Align.LEFT),
        head=(),
        rows=rows(*pairs),
    )


def grid_table(
    name: str, widths: tuple[int, ...], head: tuple[str, ...], *body: tuple[str, ...]
) -> Table:
    """Make a table whose last column holds amounts."""
    aligns = (*(Align.LEFT,) * (len(widths) - 1), Align.RIGHT)
    (heads,) = rows(head)
    return Table(
        style=TableStyle.GRID, name=name, widths=widths, aligns=aligns, head=heads, rows=rows(*body)
    )


def opening() -> Section:
    """Say on page one who, what, when and for how much."""
    return Section(
        id="opening",
        blocks=(
            say(
                "Deze brief zegt wat wij voor u doen, wat het kost en wat wij daarvoor van u "
                "nodig hebben. Lees vooral deze pagina; de rest is om na te slaan.",
                Role.LEAD,
            ),
            terms_table("De afspraken in het kort", TERMS),
            say("Deze brief is geen juridisch advies.", Role.NOTE),
            Heading(level=Level.SECTION, text="De week in beeld"),
            say("Wanneer u ons bereikt en welke toeslag dan geldt:"),
            week(),
            Heading(level=Level.SECTION, text="De planning in beeld"),
            timeline(),
            Bullet(line=line("**U** levert wat licht gekleurd is.")),
            Bullet(line=line("**Wij** leveren wat donker gekleurd is.")),
            Bullet(line=line("Schuift een balk, dan schuiven de balken erna mee.")),
        ),
    )


def clause(part: str, content: ClauseText, numbers: Numbers) -> Section:
    """Make a clause; the first of a part opens that part."""
    anchor, heading, texts = content
    number = numbers[anchor]
    opens = [Heading(level=Level.PART, text=part)] if part else []
    head = Heading(level=Level.CLAUSE, text=heading, anchor=anchor, number=number)
    picture = [steps()] if anchor == "handrem" else []
    return Section(id=anchor, blocks=(*opens, head, *_provisions(anchor, texts, numbers), *picture))


def _provisions(anchor: str, texts: Iterable[str], numbers: Numbers) -> Iterator[Block]:
    count = letters = 0
    for text in texts:
        if text.startswith("- "):
            letters += 1
            yield Item(number="abcdefgh"[letters - 1], line=line(text[2:], numbers))
        else:
            count, letters = count + 1, 0
            own = f"{anchor}.{count}"
            name = ALIASES.get(own, own)
            yield Provision(number=numbers[own], line=line(text, numbers), anchor=name)


def signing() -> Section:
    """Let both parties sign."""
    return Section(
        id="signing",
        blocks=(
            Heading(level=Level.SECTION, text="Ondertekening"),
            say("Door te tekenen gaat u akkoord met deze brief en beide bijlagen."),
            Signatures(
                boxes=(
                    SignatureBox(
                        party="Stichting De Linde & Zn.",
                        fields=(
                            ("Naam", "mevrouw J. van den Berg"),
                            ("Functie", "bestuurder"),
                            ("Plaats en datum", ""),
                            ("Handtekening", ""),
                        ),
                    ),
                    SignatureBox(
                        party="Studio Helder",
                        fields=(
                            ("Naam", "Zoë Çelik"),
                            ("Functie", "eigenaar"),
                            ("Plaats en datum", ""),
                            ("Handtekening", ""),
                        ),
                    ),
                )
            ),
        ),
    )


def card() -> Section:
    """Give the annex with whom to call."""
    numbers = grid_table(
        "Wie u belt",
        (30, 40, 30),
        ("Waarvoor", "Wie", "Nummer"),
        ("Vraag over de planning", "Zoë Çelik / op werkdagen", "030 123 45 67"),
        ("Storing", "de wachtdienst", "030 765 43 21"),
        ("Factuur", "de administratie", "030 123 45 00"),
    )
    holidays = terms_table(
        "Feestdagen",
        (
            ("25 december 2026", "eerste kerstdag"),
            ("26 december 2026", "tweede kerstdag"),
            ("1 januari 2027", "nieuwjaarsdag"),
        ),
    )
    return Section(
        id="kaart",
        blocks=(
            annex("kaart", "Zo bereikt u ons"),
            say("Bewaar deze kaart bij uw telefoon. Buiten kantooruren: zie {toeslag.1}."),
            numbers,
            Heading(level=Level.SECTION, text="Feestdagen in de looptijd"),
            holidays,
        ),
    )


def rates() -> Section:
    """Give the annex with a table that runs over two pages."""
    calls = (
        ("09:00", "60", "0", "€ 105,00"),
        ("16:50", "20", "0 en 50", "€ 56,88"),
        ("19:30", "45", "50", "€ 118,13"),
        ("22:15", "15", "100", "€ 52,50"),
        ("06:40", "30", "100", "€ 105,00"),
    )
    worked = (
        (f"{day} {start}", f"{minutes} minuten", f"{toll}%", amount)
        for day in ("ma", "di", "wo", "do", "vr", "za", "zo")
        for start, minutes, toll, amount in calls
    )
    head = ("U belt", "Het gesprek duurt", "Toeslag", "U betaalt")
    return Section(
        id="tarieven",
        blocks=(
            annex("tarieven", "Tarieven met uitgewerkte voorbeelden"),
            say("Elk bedrag is exclusief btw. Zo rekenen wij volgens artikel {toeslag}:"),
            grid_table("Voorbeelden", (28, 24, 22, 26), head, *worked),
            say("De voorbeelden zijn met dezelfde regels berekend als uw factuur.", Role.NOTE),
        ),
    )


def annex(anchor: str, text: str) -> Heading:
    """Open an annex."""
    return Heading(
        level=Level.ANNEX, text=text, anchor=anchor, number=ANNEXES[anchor], lead="Bijlage"
    )


DUTCH_IMPRINT = Imprint(
    title="Opdrachtbevestiging Digitale wachtlijst",
    subject="Opdrachtbevestiging voor Stichting De Linde & Zn.",
    author="Studio Helder",
    language="nl-NL",
    reference="SH-2026-014",
    date="2026-12-01",
    fingerprint="3f2a9c" * 10 + "3f2a",
    header="Studio Helder · Stichting De Linde & Zn. · SH-2026-014",
    footer="Versie 1 · 3f2a9c3f2a9c",
    page_label="Pagina {page} van {pages}",
)


def dutch_letter(*, draft_mark: str = "") -> Document:
    """Give a whole letter in Dutch."""
    clauses = (
        clause(part if position == 0 else "", content, NUMBERS)
        for part, contents in PARTS.items()
        for position, content in enumerate(contents)
    )
    return Document(
        imprint=replace(DUTCH_IMPRINT, draft_mark=draft_mark),
        sections=(opening(), *clauses, signing(), card(), rates()),
    )


ENGLISH_NUMBERS = {
    "change": "1",
    "change.1": "1.1",
    "change.2": "1.2",
    "money": "2",
    "money.1": "2.1",
    "work": "A",
}
ENGLISH_CLAUSES: tuple[ClauseText, ...] = (
    (
        "change",
        "What changes",
        ("The report also covers 2025. Annex {work} lists the work.", "All else stays."),
    ),
    ("money", "What it costs", ("The price rises by £1,200.00 plus VAT, as {change.1} asks.",)),
)
ENGLISH_IMPRINT = replace(
    DUTCH_IMPRINT,
    title="Change request CR-3: report on 2025",
    subject="Change request",
    language="en-GB",
    header="Bright Studio · Linden Trust · BS-2026-014",
    footer="Version 1 · 3f2a9c3f2a9c",
    page_label="Page {page} of {pages}",
)


def english_letter() -> Document:
    """Give a short form in English: a change request."""
    boxes = (
        SignatureBox(party="Linden Trust", fields=(("Name", ""), ("Date", ""))),
        SignatureBox(party="Bright Studio", fields=(("Name", "Ann Lee"), ("Date", ""))),
    )
    sign_here = Heading(level=Level.SECTION, text="Sign here to agree")
    work = Heading(level=Level.ANNEX, text="The work", anchor="work", number="A", lead="Annex")
    collect = Bullet(line=(Text(text="Collect the figures of 2025."),))
    return Document(
        imprint=ENGLISH_IMPRINT,
        sections=(
            *(clause("", text, ENGLISH_NUMBERS) for text in ENGLISH_CLAUSES),
            Section(id="signing", blocks=(sign_here, Signatures(boxes=boxes))),
            Section(id="work", blocks=(work, collect)),
        ),
    )
