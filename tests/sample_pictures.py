"""The pictures of the Dutch sample letter: the week, the timeline and the handbrake."""

from __future__ import annotations

from scopegen.document import Bar, Picture, PictureRow, Tone

DAY = 24 * 60


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
