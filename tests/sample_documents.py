"""Whole documents, written by hand, for the tests of whatever prints a `Document`.

`dutch_letter()` has every kind of block; `english_letter()` is short. In the texts below `**x**`
is bold, `{anchor}` is a reference, `- ` opens an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scopegen.document import (
    Align,
    Bar,
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
    Picture,
    PictureRow,
    Provision,
    Reference,
    Role,
    Section,
    SignatureBox,
    Signatures,
    Table,
    TableStyle,
    Text,
    Tone,
)

Numbers = Mapping[str, str]
ClauseText = tuple[str, str, tuple[str, ...]]
"""Anchor, heading and paragraphs."""

ANNEXES = {"kaart": "A", "tarieven": "B"}
DAY = 24 * 60

PARTS: dict[str, tuple[ClauseText, ...]] = {
    "Zo werken we samen": (
        (
            "opdracht",
            "Wij voeren de opdracht uit met zorg",
            (
                "U geeft ons opdracht voor het project **Digitale wachtlijst**. Wij leveren wat in "
                "het overzicht op pagina 1 staat, en niets anders.",
                "Wij doen ons werk zoals een goed opdrachtnemer dat doet. Wij beloven zorg en "
                "aandacht; wij beloven geen resultaat dat van anderen afhangt.",
                "Wij werken met twee vaste mensen. Moet een van hen worden vervangen, dan hoort u "
                "dat ten minste 10 werkdagen vooraf.",
            ),
        ),
        (
            "bereikbaar",
            "U bereikt ons op werkdagen van 09.00 tot 17.00 uur",
            (
                "Wij zijn bereikbaar op werkdagen van 09.00 tot 17.00 uur. In die uren antwoorden "
                "wij binnen 4 werkuren. De kaart met nummers staat in bijlage {kaart}.",
                "Buiten die uren helpen wij u alleen als u belt. Dan geldt de toeslag van artikel "
                "{toeslag}. Wij zeggen u dat aan het begin van het gesprek.",
                "Op de feestdagen in bijlage {kaart} zijn wij niet bereikbaar, ook niet per "
                "telefoon.",
            ),
        ),
        (
            "nodig",
            "Wij hebben zeven dingen van u nodig, elk op tijd",
            (
                "Wij kunnen pas beginnen als u ons het volgende geeft:",
                "- toegang tot de testomgeving, voor twee personen, uiterlijk op 7 december 2026;",
                "- een voorbeeldbestand van de wachtlijst zonder namen, uiterlijk op "
                "9 december 2026;",
                "- een verwerkersovereenkomst die door uw bestuur is ondertekend;",
                "- één vaste contactpersoon die besluiten mag nemen tot € 2.500,00.",
                "U geeft ons die dingen in een vorm waarmee wij zonder omzetten kunnen werken. Is "
                "een bestand onleesbaar, dan telt het als niet ontvangen.",
                "Ontbreekt er iets op de afgesproken dag, dan geldt artikel {handrem}.",
            ),
        ),
        (
            "controle",
            "U controleert ons werk binnen 10 werkdagen",
            (
                "U hebt 10 werkdagen om een oplevering te controleren. U meldt in die tijd, "
                "schriftelijk en in één keer, wat volgens u niet aan de afspraak voldoet.",
                "Wat u meldt, herstellen wij zonder kosten als het afwijkt van wat is afgesproken. "
                "Wat u anders of extra wilt, is een wijziging: zie {wijziging.verzoek}.",
                "Hoort u tien dagen niets van ons over uw melding, dan mag u ons aanmanen.",
            ),
        ),
    ),
    "Als er iets ontbreekt of verandert": (
        (
            "handrem",
            "Ontbreekt er iets, dan trekken wij de handrem aan",
            (
                "Is een randvoorwaarde niet vervuld, dan sturen wij u dezelfde dag een bericht. "
                "Daarin staat wat ontbreekt, welk werk daarop wacht en tot wanneer u het nog kunt "
                "geven zonder gevolgen.",
                "Hebben wij het na 3 werkdagen nog niet, dan staat het werk dat ervan afhangt "
                "stil. De opleverdata schuiven op met het aantal werkdagen dat het stilstaat.",
                "Zolang het werk stilstaat, houden wij onze mensen 5 werkdagen voor u vrij. "
                "Daarna betaalt u de wachtvergoeding van {geld.wachten}, of geven wij hun ander "
                "werk.",
                "Wij gaan pas verder nadat u het wijzigingsformulier hebt ondertekend. Een "
                "telefoontje, een duim omhoog of stilte is geen handtekening.",
            ),
        ),
        (
            "wijziging",
            "Een wijziging geldt pas als beide partijen tekenen",
            (
                "U mag op elk moment om een wijziging vragen. U doet dat schriftelijk, met een "
                "korte beschrijving van wat anders moet.",
                "Wij antwoorden binnen 5 werkdagen met een voorstel: wat het kost, wat het met de "
                "planning doet en welke afspraak verandert.",
                "Zonder handtekening van u werken wij door volgens de oude afspraak. Voor het "
                "maken van een voorstel dat langer dan 4 uur kost, vragen wij vooraf toestemming.",
            ),
        ),
        (
            "afzeggen",
            "Later afzeggen dan 24 uur vooraf kost de helft",
            (
                "Een afspraak kunt u tot 24 uur vooraf zonder kosten verzetten of afzeggen. De "
                "uren van zaterdag, zondag en feestdagen tellen niet mee.",
                "Zegt u later af, dan betaalt u 50% van de tijd die voor de afspraak stond.",
                "Komt u niet, dan betaalt u de hele afspraak. Dat geldt ook voor ons: komen wij "
                "niet, dan is de eerstvolgende afspraak voor u kosteloos.",
            ),
        ),
        (
            "einde",
            "Beide partijen mogen stoppen met 20 werkdagen opzegtermijn",
            (
                "U mag de opdracht op elk moment opzeggen. Wij mogen dat ook, als daar een goede "
                "reden voor is. De termijn is 20 werkdagen.",
                "Bij opzegging betaalt u:",
                "- het werk dat tot de laatste dag is gedaan;",
                "- kosten die wij met uw toestemming al hadden gemaakt;",
                "- niets anders.",
                "Wij dragen alles wat voor u is gemaakt binnen 5 werkdagen aan u over.",
            ),
        ),
    ),
    "Geld en recht": (
        (
            "geld",
            "U betaalt een vaste prijs in drie termijnen",
            (
                "De prijs is € 18.450,00, exclusief btw. U betaalt 30% bij de start, 40% na "
                "oplevering van het prototype en 30% na de laatste controle.",
                "U betaalt binnen 30 dagen na de factuurdatum. Betaalt u later, dan rekenen wij "
                "de wettelijke handelsrente.",
                "De wachtvergoeding is € 420,00 per werkdag voor elke gereserveerde persoon.",
            ),
        ),
        (
            "toeslag",
            "Buiten kantooruren geldt een toeslag",
            (
                "Op werkdagen van 17.00 tot 22.00 uur en op zaterdag geldt een toeslag van 50%. "
                "Op zondag, op feestdagen en tussen 22.00 en 07.00 uur geldt 100%.",
                "Wij rekenen per begonnen kwartier. Hoe dat uitkomt, staat met voorbeelden in "
                "bijlage {tarieven}.",
            ),
        ),
        (
            "aansprakelijk",
            "Onze aansprakelijkheid is beperkt tot € 50.000,00",
            (
                "Maken wij een fout die een goede opdrachtnemer niet maakt, dan vergoeden wij uw "
                "directe schade tot € 50.000,00 per gebeurtenis.",
                "Die grens geldt niet bij opzet of bewuste roekeloosheid.",
                "Wij zijn verzekerd. Op verzoek sturen wij u een bewijs van de polis.",
            ),
        ),
        (
            "recht",
            "Nederlands recht geldt; eerst praten, dan de rechter",
            (
                "Op deze opdracht is Nederlands recht van toepassing.",
                "Een geschil bespreken wij eerst met elkaar, binnen 10 werkdagen nadat een van "
                "beide daarom vraagt. Komen wij er niet uit, dan beslist de rechtbank "
                "Midden-Nederland.",
                "Wijkt een bijlage af van een artikel, dan gaat het artikel voor. Wat hier niet "
                "staat, regelt boek 7, titel 7 van het Burgerlijk Wetboek.",
            ),
        ),
    ),
}

TERMS = (
    ("Wij doen", "Een digitale wachtlijst met aanmeldformulier, overzicht en maandrapport."),
    ("Voor", "Stichting De Linde & Zn., Utrecht; contactpersoon mevrouw J. van den Berg."),
    ("Doel", "Cliënten weten binnen twee weken wanneer zij aan de beurt zijn."),
    ("Prijs", "€ 18.450,00 exclusief btw, in drie termijnen (artikel {geld})."),
    ("Planning", "Start op 7 december 2026; oplevering op 26 februari 2027."),
    ("Bereikbaar", "Werkdagen van 09.00 tot 17.00 uur; antwoord binnen 4 werkuren."),
    ("Afzeggen", "Tot 24 uur vooraf zonder kosten; daarna 50% (artikel {afzeggen})."),
    ("Van u nodig", "Toegang, voorbeeldbestand, verwerkersovereenkomst (artikel {nodig})."),
    ("Wijzigen", "Alleen met een ondertekend formulier (artikel {wijziging})."),
)


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


def bars(*parts: tuple[int, Tone, str]) -> tuple[Bar, ...]:
    """Make bars that follow one another; each is given by its end."""
    starts = (0, *(end for end, _, _ in parts))
    return tuple(
        Bar(start=start, end=end, tone=tone, text=text)
        for start, (end, tone, text) in zip(starts, parts, strict=False)
    )


def week() -> Picture:
    """Draw when the provider can be reached, and at what price: a day across."""
    hours = bars(*((hour * 60 + 180, Tone.AXIS, f"{hour:02d}") for hour in range(0, 24, 3)))
    weekday = bars(
        (420, Tone.HIGH, "+100%"),
        (540, Tone.NONE, ""),
        (1020, Tone.BASE, "gewoon tarief"),
        (1320, Tone.MIDDLE, "+50%"),
        (DAY, Tone.HIGH, "+100%"),
    )
    saturday = bars(
        (420, Tone.HIGH, "+100%"), (1320, Tone.MIDDLE, "+50%"), (DAY, Tone.HIGH, "+100%")
    )
    sunday = bars((DAY, Tone.HIGH, "+100%"))
    days = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
    labelled = [("", hours), *((day, weekday) for day in days)]
    labelled += [("zaterdag", saturday), ("zondag", sunday), ("feestdag", sunday)]
    return Picture(
        name="De week in beeld",
        alt="Op werkdagen van 9 tot 17 uur geldt het gewone tarief, tot 22 uur 50% toeslag.",
        scale=DAY,
        label_share=14,
        rows=tuple(PictureRow(label=label, bars=row) for label, row in labelled),
    )


def timeline() -> Picture:
    """Draw who delivers what, and when: twelve weeks across."""
    months = bars(
        (4, Tone.AXIS, "december"), (8, Tone.AXIS, "januari"), (12, Tone.AXIS, "februari")
    )
    return Picture(
        name="Tijdlijn",
        alt="U levert eerst toegang en bestand; daarna bouwen wij het prototype en de versie 1.",
        scale=12,
        label_share=22,
        rows=(
            PictureRow(label="", bars=months),
            PictureRow(
                label="Toegang en bestand",
                bars=bars((1, Tone.CLIENT, "U: 9 dec"), (12, Tone.NONE, "")),
            ),
            PictureRow(
                label="Prototype",
                bars=bars(
                    (1, Tone.NONE, ""), (5, Tone.PROVIDER, "Wij: 15 jan"), (12, Tone.NONE, "")
                ),
            ),
            PictureRow(
                label="Controle",
                bars=bars((5, Tone.NONE, ""), (7, Tone.CLIENT, "U: 29 jan"), (12, Tone.NONE, "")),
            ),
            PictureRow(
                label="Versie 1 en overdracht",
                bars=bars((7, Tone.NONE, ""), (12, Tone.PROVIDER, "Wij: 26 feb")),
            ),
        ),
    )


def steps() -> Picture:
    """Draw the five steps of the handbrake in one row."""
    return Picture(
        name="De handrem in vijf stappen",
        alt="Er ontbreekt iets; wij herinneren; het werk staat stil; u tekent; wij gaan verder.",
        scale=5,
        label_share=0,
        rows=(
            PictureRow(
                label="",
                bars=bars(
                    (1, Tone.CLIENT, "1. Er ontbreekt iets"),
                    (2, Tone.LOW, "2. Bericht, dezelfde dag"),
                    (3, Tone.HIGH, "3. Na 3 werkdagen: stil"),
                    (4, Tone.CLIENT, "4. U tekent het formulier"),
                    (5, Tone.BASE, "5. Wij gaan verder"),
                ),
            ),
        ),
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


def annexes() -> tuple[Section, Section]:
    """Give what is looked up: the card and the rates."""
    card = grid_table(
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
    worked = (
        (f"{day} {start}", f"{minutes} minuten", f"{toll}%", amount)
        for day in ("ma", "di", "wo", "do", "vr", "za", "zo")
        for start, minutes, toll, amount in (
            ("09:00", "60", "0", "€ 105,00"),
            ("16:50", "20", "0 en 50", "€ 56,88"),
            ("19:30", "45", "50", "€ 118,13"),
            ("22:15", "15", "100", "€ 52,50"),
            ("06:40", "30", "100", "€ 105,00"),
        )
    )
    return (
        Section(
            id="kaart",
            blocks=(
                annex("kaart", "Zo bereikt u ons"),
                say("Bewaar deze kaart bij uw telefoon. Buiten kantooruren: zie {toeslag.1}."),
                card,
                Heading(level=Level.SECTION, text="Feestdagen in de looptijd"),
                holidays,
            ),
        ),
        Section(
            id="tarieven",
            blocks=(
                annex("tarieven", "Tarieven met uitgewerkte voorbeelden"),
                say("Elk bedrag is exclusief btw. Zo rekenen wij volgens artikel {toeslag}:"),
                grid_table(
                    "Voorbeelden",
                    (28, 24, 22, 26),
                    ("U belt", "Het gesprek duurt", "Toeslag", "U betaalt"),
                    *worked,
                ),
                say("De voorbeelden zijn met dezelfde regels berekend als uw factuur.", Role.NOTE),
            ),
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
        sections=(opening(), *clauses, signing(), *annexes()),
    )


def english_letter() -> Document:
    """Give a short form in English: a change request."""
    numbers = {"change": "1", "change.1": "1.1", "money": "2", "money.1": "2.1", "work": "A"}
    texts: tuple[ClauseText, ...] = (
        (
            "change",
            "What changes",
            ("The report also covers 2025. Annex {work} lists the work.", "All else stays."),
        ),
        ("money", "What it costs", ("The price rises by £1,200.00 plus VAT, as {change.1} asks.",)),
    )
    numbers["change.2"] = "1.2"
    return Document(
        imprint=replace(
            DUTCH_IMPRINT,
            title="Change request CR-3: report on 2025",
            subject="Change request",
            language="en-GB",
            header="Bright Studio · Linden Trust · BS-2026-014",
            footer="Version 1 · 3f2a9c3f2a9c",
            page_label="Page {page} of {pages}",
        ),
        sections=(
            *(clause("", text, numbers) for text in texts),
            Section(
                id="signing",
                blocks=(
                    Heading(level=Level.SECTION, text="Sign here to agree"),
                    Signatures(
                        boxes=(
                            SignatureBox(party="Linden Trust", fields=(("Name", ""), ("Date", ""))),
                            SignatureBox(
                                party="Bright Studio", fields=(("Name", "Ann Lee"), ("Date", ""))
                            ),
                        )
                    ),
                ),
            ),
            Section(
                id="work",
                blocks=(
                    Heading(
                        level=Level.ANNEX,
                        text="The work",
                        anchor="work",
                        number="A",
                        lead="Annex",
                    ),
                    Bullet(line=(Text(text="Collect the figures of 2025."),)),
                ),
            ),
        ),
    )
