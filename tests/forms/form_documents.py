"""Forms to fill in, written by hand, for the tests of whatever prints or reads a form.

`dutch_form()` and `english_form()` ask a client to decide on a change: a page with what changes,
then every kind of field.
"""

from __future__ import annotations

from dataclasses import dataclass

from scopegen.document import (
    Align,
    Cell,
    Document,
    FieldKind,
    Form,
    FormField,
    Heading,
    Imprint,
    Level,
    Line,
    Paragraph,
    Role,
    Section,
    Table,
    TableStyle,
    Text,
)

FORM_ID = "SH-2026-014/CR-001/v1"
DIGEST = "9b41d2f07c" * 6 + "9b41"
CHECKS = ("option_A", "option_B", "option_C", "decision_agree", "decision_refuse")
LINES = ("signer_name", "signer_role", "signed_at", "signed_on")
FIXED = {"scg_form": FORM_ID, "scg_digest": DIGEST}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a form says in one language; `labels` is by name of field."""

    language: str
    title: str
    lead: str
    cost_heading: str
    cost: tuple[tuple[str, str], ...]
    choose: str
    decision_heading: str
    decide: str
    sign: str
    note: str
    page_label: str
    labels: dict[str, str]


DUTCH = Words(
    language="nl-NL",
    title="Wijzigingsverzoek CR-001",
    lead="U vroeg ons om ook de gegevens van 2025 over te zetten. Dat valt buiten de opdracht. "
    "Hieronder staat wat het kost en wat het met de planning doet.",
    cost_heading="Wat het kost",
    cost=(
        ("Wat wij doen", "Prijs"),
        ("Gegevens van 2025 overzetten en controleren", "€ 1.250,00"),
        ("Eén extra proefrun op een zaterdag", "€ 262,00"),
        ("Samen, exclusief btw", "€ 1.512,00"),
    ),
    choose="Kies wat wij doen:",
    decision_heading="Uw antwoord",
    decide="Uw besluit:",
    sign="Wie tekent namens Stichting De Linde & Zn.:",
    note="De gegevens hieronder horen bij dit formulier en kunnen niet worden gewijzigd.",
    page_label="Pagina {page} van {pages}",
    labels={
        "option_A": "Optie A: alles zoals hierboven, voor € 1.512,00. De oplevering schuift vijf "
        "werkdagen op, naar 12 maart 2027; de proefrun is op zaterdag 27 februari 2027 en duurt "
        "van 09:00 tot ongeveer 13:00 uur.",
        "option_B": "Optie B: alleen overzetten, voor € 1.250,00.",
        "option_C": "Optie C: nu niets; het verzoek gaat naar een latere fase.",
        "decision_agree": "Wij gaan akkoord met de gekozen optie, met de prijs en met de nieuwe "
        "planning.",
        "decision_refuse": "Wij gaan niet akkoord.",
        "signer_name": "Naam",
        "signer_role": "Functie",
        "signed_at": "Plaats",
        "signed_on": "Datum (dag, maand en jaar, bijvoorbeeld 3 februari 2027)",
        "remarks": "Opmerkingen. Let op: een voorwaarde hier maakt dat het werk niet wordt hervat.",
        "scg_form": "Formulier",
        "scg_digest": "Controlegetal",
        "client_signature": "Handtekening, digitaal of met de pen",
    },
)

ENGLISH = Words(
    language="en-GB",
    title="Change request CR-001",
    lead="You asked us to move the records of 2025 as well. That is outside the scope. Below is "
    "what it costs and what it does to the schedule.",
    cost_heading="What it costs",
    cost=(
        ("What we do", "Price"),
        ("Move and check the records of 2025", "£1,250.00"),
        ("One more trial run on a Saturday", "£262.00"),
        ("Together, excluding VAT", "£1,512.00"),
    ),
    choose="Choose what we do:",
    decision_heading="Your answer",
    decide="Your decision:",
    sign="Who signs for Linden Trust:",
    note="The details below belong to this form and cannot be changed.",
    page_label="Page {page} of {pages}",
    labels={
        "option_A": "Option A: all of the above, for £1,512.00. Delivery moves five working days, "
        "to 12 March 2027; the trial run is on Saturday 27 February 2027 and takes from 09:00 "
        "until about 13:00.",
        "option_B": "Option B: only move the records, for £1,250.00.",
        "option_C": "Option C: nothing now; the request goes to a later phase.",
        "decision_agree": "We agree to the chosen option, to its price and to the new schedule.",
        "decision_refuse": "We do not agree.",
        "signer_name": "Name",
        "signer_role": "Role",
        "signed_at": "Place",
        "signed_on": "Date (day, month and year, for example 3 February 2027)",
        "remarks": "Remarks. Please note: a condition here means that work is not resumed.",
        "scg_form": "Form",
        "scg_digest": "Digest",
        "client_signature": "Signature, digital or with a pen",
    },
)


def words(text: str, *, bold: bool = False) -> Line:
    """Make a line of plain text."""
    return (Text(text=text, bold=bold),)


def field(kind: FieldKind, name: str, labels: dict[str, str]) -> FormField:
    """Make a field with its label, and its value when it is fixed."""
    return FormField(name=name, kind=kind, label=words(labels[name]), value=FIXED.get(name, ""))


def dutch_form() -> Document:
    """Give the form in Dutch."""
    return form_document(DUTCH)


def english_form() -> Document:
    """Give the form in English."""
    return form_document(ENGLISH)


def form_document(said: Words) -> Document:
    """Give the form in the words of a language."""
    change = (
        Paragraph(line=words(said.lead), role=Role.LEAD),
        Heading(level=Level.SECTION, text=said.cost_heading),
        _costs(said),
    )
    return Document(
        imprint=_imprint(said),
        sections=(
            Section(id="change", blocks=change),
            Section(id="decision", blocks=tuple(_decision(said))),
        ),
    )


def _decision(said: Words) -> list[Heading | Paragraph | Form]:
    def fields(kind: FieldKind, *names: str) -> Form:
        return Form(fields=tuple(field(kind, name, said.labels) for name in names))

    signing = (
        *fields(FieldKind.LINE, *LINES).fields,
        field(FieldKind.AREA, "remarks", said.labels),
        field(FieldKind.SIGNATURE, "client_signature", said.labels),
    )
    return [
        Heading(level=Level.SECTION, text=said.decision_heading),
        Paragraph(line=words(said.choose, bold=True)),
        fields(FieldKind.CHECK, *CHECKS[:3]),
        Paragraph(line=words(said.decide, bold=True)),
        fields(FieldKind.CHECK, *CHECKS[3:]),
        Paragraph(line=words(said.sign, bold=True)),
        Form(fields=signing),
        Paragraph(line=words(said.note), role=Role.NOTE),
        fields(FieldKind.FIXED, *FIXED),
    ]


def _costs(said: Words) -> Table:
    def cells(row: tuple[str, str]) -> tuple[Cell, ...]:
        return tuple(Cell(lines=(words(text),)) for text in row)

    head, *rows = said.cost
    return Table(
        style=TableStyle.GRID,
        name=said.cost_heading,
        widths=(3, 1),
        aligns=(Align.LEFT, Align.RIGHT),
        head=cells(head),
        rows=tuple(map(cells, rows)),
    )


def _imprint(said: Words) -> Imprint:
    return Imprint(
        title=said.title,
        subject=said.title,
        author="Studio Helder",
        language=said.language,
        reference=FORM_ID,
        date="2027-02-01",
        fingerprint=DIGEST,
        header=f"Studio Helder · {FORM_ID}",
        footer=f"{FORM_ID} · {DIGEST[:12]}",
        page_label=said.page_label,
        facts=(("form", FORM_ID), ("digest", DIGEST)),
    )
