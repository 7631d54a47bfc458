"""The words that mail_words goes by, in Dutch and English.

A yes is believed only in words that are all known, so these lists may be short of a courtesy but
must not hold a word that changes what is agreed: no condition, number, date, part or payment.
"""

from __future__ import annotations

import re

_PARTS = {
    "if": r"""
        als| indien| wanneer| zodra| if| when| once| mocht(?:en)?| of
    """,
    "who": r"""
        u| je| jij| jullie| you| het| dit| that| it| wij| we| ik| i| de \w+| the \w+
    """,
    "will": r"""
        zal| zullen| wil| willen| zou| zouden| kan| kunnen| hoop| hopen| verwacht| verwachten|
        will| would| may| might| shall| could| should| hopes?| expects?| want| intend| plan|
        going
    """,
    "yes": r"""
        a[ck]?[ck]oord| goedkeuren| goedkeuring| accepteren| agreed?| accept| approved?| approval
    """,
    "comes": r"""
        verzonden| verstuurd| gestuurd| geven| volgt| volgen| ontvangen| vragen| afwachten|
        krijgen| follows| pending| received| to follow
    """,
    "their": r"""
        uw| je| jouw| jullie| your| hun| haar| their| his| her
    """,
    "consent": r"""
        a[ck]?[ck]oord| goedkeuring| toestemming| approval| agreement| acceptance
    """,
    "still": r"""
        nog| moet| moeten| must| needs?| yet| wait| wacht| wachten| awaiting| voordat| before
    """,
    "not": r"""
        niet| geen| nooit| never| not| cannot| can't| don't| won't| unable to| n't
    """,
    "little": r"""
        helaas| langer| meer| hier| hiermee| daarmee| mee| er| to| be| able| therefore| dus|
        echter| zomaar| met| dit| deze| het| dat| bedrag| prijs| wijziging| this| that| we|
        wij| ik| can| hereby| currently| gaan| ga| zijn| ben| kan| kunnen
    """,
    "anyyes": r"""
        a[ck]?[ck]oord| goedgekeurd| goedkeuren| goedkeuring| accepteren| geaccepteerd|
        aanvaarden| toestemming| instemmen| eens| acceptabel| agreed?| agreement| accept|
        accepted| acceptable| approved?| approval
    """,
    "role": r"""
        directeur| bestuurder| manager| opdrachtgever| projectleider| projectmanager|
        gemachtigde| gevolmachtigde| tekenbevoegde| eigenaar| opdrachtgeefster| afdelingshoofd
    """,
    "sumof": r"""
        ter hoogte van|ten bedrage van|(?:in )?the (?:sum|amount) of|an amount of|amount of|sum of
        |(?:for )?a total of|total of|contents of|on behalf of
    """,
    "makes": r"""
        constitutes?| form| vormt| vormen
    """,
    "contract": r"""
        offer| acceptance| agreement| contract| overeenkomst| aanvaarding
    """,
    "det": "de| het| een| uw| the| an?| your",
    "part": "inhoud| bedrag| prijs| kosten| contents?| amount| price| costs?",
    "end": r"(?=\s*(?:[^\w\s(]|$|en\b|and\b))",
    "nice": "fijne?| prettige?| goede?| goed| mooie?| leuke?| mooi| fijn",
    "spell": "dag| avond| middag| week| weekend| weekeinde| feestdagen| vakantie",
    "moment": r"""
        maandag| dinsdag| woensdag| donderdag| vrijdag| morgen| dan| snel| gauw| ziens| straks|
        volgende week| horens
    """,
    "time": r"""
        monday| tuesday| wednesday| thursday| friday| tomorrow| soon| then| next week
    """,
    "just": r"maar(?=\s*(?:aan de slag|door\b|verder|van start|beginnen|[.!]|$))",
}
"""What patterns below name between angle brackets; line ends in them mean nothing."""


def _any(phrases: str) -> re.Pattern[str]:
    """Make a pattern for any of these whole phrases, parted by semicolons.

    A space in a phrase stands for any white space.
    """
    parts = {
        name: "|".join(each.strip() for each in part.split("|")) for name, part in _PARTS.items()
    }
    for name, part in parts.items():
        phrases = phrases.replace(f"<{name}>", part.strip())
    spread = "|".join(re.sub(r"\s+", r"\\s+", each.strip()) for each in phrases.split(";"))
    return re.compile(rf"(?<![\w-])(?:{spread})(?![\w-])", re.IGNORECASE)


YES = _any(r"""
    a[ck]?[ck]oord; goedgekeurd; goedkeuring; (?:keur|keuren); accepteer; accepteren;
    geaccepteerd; aanvaard; aanvaarden; (?:stem|stemmen|instemmen); instemming; toestemming;
    agrees?; agreed; accept; accepts; accepted; approve; approves; approved; approval;
    agreement; acceptance
""")
SAYS_YES = _any(r"""
    a[ck]?[ck]oord; goedgekeurd; geaccepteerd;
    (?:ik|wij|we) (?:accepteer|accepteren|aanvaard|aanvaarden);
    (?:accepteer|accepteren|aanvaard|aanvaarden) (?:ik|wij|we);
    (?:keur|keuren)(?: \w+){0,8} goed; (?:stem|stemmen)(?: \w+){0,4} in;
    (?:mijn|onze|ons|hierbij|ik|wij|we|geef|geven) (?:goedkeuring|toestemming|instemming);
    agreed; accepted; approved; (?:we|i)(?: \w+){0,3} (?:agree|accept|approve);
    hereby (?:agree|accept|approve); (?:my|our) (?:approval|agreement|acceptance)
""")
"""A yes as it is said, and not merely spoken of."""

HEDGED = _any(r"""
    (?:<if>) (?:<who>)(?: \w+){0,4}? (?:<yes>); (?:<will>)(?: \w+){0,6} (?:<yes>);
    (?:akkoord|approval|goedkeuring) (?:is |reeds |al |nog )?(?:<comes>);
    (?:<their>) (?:<consent>);
    (?:gaat|bent|ga|gaan|zijn|ben) (?:u|je|jij|jullie)(?: \w+){0,4} akkoord;
    is (?:dit|het|dat|alles|this|that|it)(?: \w+)? (?:<yes>);
    (?:a[ck]?[ck]oord|agreed?|accept|approved?) (?:met|op|with|to|on) (?:<det>) (?:<part>)<end>;
    voor nu; a[ck]?[ck]oord met (?:u|je|jullie);
    (?:u|je|jij|jullie) (?:\w+ ){0,3}akkoord;
    you (?:\w+ ){0,2}(?:agree|accept|approve|agreed|approved); do you (?:agree|accept|approve);
    (?:voor|om|ter) (?:goedkeuring|instemming); (?:<still>)(?: \w+){0,6} (?:<yes>);
    (?:misschien|mogelijk|waarschijnlijk|vermoedelijk|wellicht|perhaps|maybe|probably|likely);
    (?:niet|not)(?: \w+)? (?:nog|yet)(?: \w+)? (?:akkoord|agreed|approved);
    (?:nog niet|not yet|yet to)
""")
"""A yes that is asked for, expected or spoken of."""

REFUSAL = _any(r"""
    (?:<not>) (?:(?:<little>) ){0,4}(?:<anyyes>);
    (?:accepteer|accepteren|aanvaard|aanvaarden|keur|keuren|stem|stemmen)(?: \w+){0,6} niet;
    a[ck]?[ck]oord (?:is|zijn|gaan) (?:wij|we|ik|dit|het|that)(?: \w+)? niet; afgewezen;
    afgekeurd; (?:wijs|wijzen)(?: \w+){0,6} af; afwijzen; afkeuren; weiger(?:en|t|d)?;
    geweigerd; (?:zie|zien)(?: \w+){0,5} (?:van )?af; rejected; rejects?; declined?; refused?;
    refuse; disagree[ds]?; turn(?:ed)? (?:it|this) down; helaas; unfortunately; nee; neen; no;
    bezwaar; (?:we|i) object; no-go
""")
UNHARMED = _any(r"""
    bij deze; in orde; graag(?= (?:mijn |ons )?akkoord); graag(?= aan de slag);
    please(?= (?:proceed|go ahead|carry on|continue));
    (?:genoemde|gestelde|vermelde|bijbehorende) voorwaarden;
    (?:geef|geven)(?: ik| wij| we)? (?:u|je|jullie)(?= (?:hier\w+ )?(?:akkoord|goedkeuring));
    (?:i am |i'm |we are |we're )?(?:happy|pleased|glad) to(?= confirm);
    hierbij ontvangt (?:u|je|jullie); please accept this as; t\.b\.v\.;
    geen (?:enkel |verdere? )?bezwaar; no (?:further )?objections?; no problem; geen probleem;
    geen opmerkingen; no comments; no remarks; geen vragen; no (?:further )?questions;
    (?:ga|gaan|begin|beginnen|start|starten|doe|kom) (?:er |het |dan |jullie )?<just>;
    niets aan toe te voegen; als (?:<role>);
    (?:mijn|onze|with|my|our) excuses voor (?:de |mijn |het )?late reactie;
    (?:sorry|apologies|excuses) for (?:the|my) (?:late|slow) (?:reply|response);
    sorry voor (?:de |mijn )?late reactie; zonder (?:voorbehoud|voorwaarden|meer);
    without (?:reservation|conditions?|reserve); unconditional(?:ly)?; onvoorwaardelijk;
    no conditions; geen voorwaarden; na (?:intern |goed )?overleg; naar aanleiding van;
    n\.a\.v\.; after (?:internal )?(?:discussion|consultation); in antwoord op;
    in (?:reply|response) to; ten behoeve van; (?:<sumof>);
    (?:dank|bedankt)(?: je| u)? wel; change requests?;
    (?:additional|extra|aanvullende?) (?:work|werk)
""")
"""Stretches that look like a condition or a refusal and are neither."""

CONDITION = _any(r"""
    mits; tenzij; indien; als; zodra; wanneer; maar; echter; behalve; uitgezonderd;
    met uitzondering; onder (?:de )?voorwaarde\w*; op (?:de )?voorwaarde\w*; onder voorbehoud;
    voorbehoud; voorwaarden?; voorwaardelijk; in principe; in beginsel;
    op (?:één|een|1|twee|2|enkele) (?:punt|punten|onderde\w+|zin) na; op \w+ na;
    kanttekening(?:en)?; opmerking(?:en)?; wel graag; wel; graag; zolang; zo lang; alleen;
    slechts; enkel; uitsluitend; zonder; hoewel; al is; ervan uitgaande; ervan uitgaand;
    ervanuitgaande; uitgaande van; aangenomen; vooropgesteld; maximaal; hooguit; deels;
    gedeeltelijk; tot (?:een )?maximum; verzoeken; in plaats van; liever; pas; eerst; gaarne;
    s\.?v\.?p\.?; a\.?u\.?b\.?; niet; geen; nog; moet(?:en)?; dient; dienen; exclusief;
    excl\.?; inclusief; incl\.?; minus; korting; gratis; kosteloos; aangepast; gewijzigd;
    aanpassing(?:en)?; anders; vooralsnog; voorlopig; grotendeels; onder protest; eventueel;
    ten aanzien van; but; provided; providing; subject to; as long as; so long as; if; once;
    when; except; excepting; excluding; however; unless; until; only; assuming; assumed;
    on (?:the )?condition; conditional(?:ly)?; conditions?; in principle;
    with the (?:caveat|exception|proviso|reservation|understanding|note); caveat; although;
    though; albeit; yet; still; apart from; aside from; other than; save for; without; rather;
    instead; partly; partially; in part; mostly; please; can you; could you; would like;
    we'd like; i'd like; need(?:s)?; must; should; not; never; before; after; max(?:imum)?;
    at most; up to; no more than; capped; discount; free of charge; for free; including; plus;
    less; amended; changed; with changes;
    (?:week|weken|weeks|maand|maanden|months?|dag|dagen|days?|uur|hours?); later; eerder;
    earlier; sooner; delayed?; postponed?; uitgesteld; uitstel; contingent; depending; depends;
    afhankelijk; pending; provisional(?:ly)?; tentative(?:ly)?; for now; without prejudice;
    reservations?; reserve; while; whereas; terwijl; ofschoon; doch; edoch; mocht(?:en)?;
    gelieve; instead of; as soon as; in so far as; insofar; voor zover; within limits
""")
COURTESY = _any(r"""
    dank; bedankt; dankjewel; dankuwel; hartelijk; thanks; thank; many; fijn; mooi; prettig;
    goed om; great; good to; nice; looking forward; we look forward; i look forward;
    we're looking; we kijken; wij kijken; ik kijk; we zien uit; wij zien uit; ik zie uit;
    succes; veel succes; good luck; wonderful; excellent; uitstekend; goed werk; we appreciate;
    i appreciate; appreciate; much appreciated; waardering; complimenten; excuses; sorry;
    apologies
""")
"""How a sentence begins that only thanks or wishes."""

WISH = _any(r"""
    (?:nog )?(?:een )?(?:heel )?(?:<nice>) (?:<spell>)(?: (?:verder|nog|gewenst|toegewenst))?;
    (?:wij |we |ik )?wens(?:en)? (?:je|u|jullie) (?:nog )?een (?:<nice>) (?:<spell>);
    have a (?:nice|good|great|lovely) (?:day|evening|week|weekend|one);
    (?:enjoy|happy) (?:your |the )?(?:weekend|day|holidays);
    tot (?:<moment>); (?:see|speak to|talk to) you (?:on )?(?:<time>); (?:speak|talk) soon;
    hope (?:you are|you're|this finds you) (?:doing )?well; (?:ik )?hoop dat alles goed gaat;
    alles goed; (?:i hope you are|hope all is) well; alvast bedankt; alvast dank
""")
"""A whole sentence that wishes well."""

DANGER = _any(r"""
    \d\S*; \S*%; één; twee; drie; vier; vijf; zes; zeven; acht; negen; tien; one; two; three;
    four; five; six; seven; eight; nine; ten; helft; half; halve; kwart; quarter; deel; part;
    gedeelte; portion; procent; percent; na; vanaf; tot; from; by; van af; per;
    (?:maan|dins|woens|donder|vrij|zater|zon)dag; (?:mon|tues|wednes|thurs|fri|satur|sun)day;
    januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december;
    january|february|march|may|june|july|august|october; morgen; tomorrow; vandaag; today;
    jaar; year; kwartaal; datum; date; deadline; planning; startdatum; betaal\w*; betaling\w*;
    betalen; pay\w*; paid; factu\w+; invoic\w*; termijn\w*; instal\w+; tarief; rates?;
    uurtarief; korting\w*; extra; meer; more; minder; fewer; lager; lower; hoger; higher;
    cheaper; goedkoper; start\w*; begin\w*; aanvang; commence\w*; lever\w*; oplever\w*;
    deliver\w*; wijzig(?!ingsv)\w*; verander\w*; chang\w*; amend\w*; revis\w*; herzien\w*;
    aanpas\w*;
    adjust\w*; correct\w*; voorstel\w*; propos\w*; tegenvoorstel; counter\w*; verwacht\w*;
    expect\w*; wil; willen; want\w*; wens\w*; wish\w*; vraag; vragen; ask\w*; stuur; sturen;
    send; laat; let; maak; make; zorg\w*; ensure; kunt; kun; kunnen; can; could; zou\w*; would;
    zal; zullen; will; shall; ook; also; tevens; daarnaast; additionally; furthermore;
    bovendien; vervalt; vervallen; drop\w*; skip\w*; schrap\w*; remov\w*; verwijder\w*; add\w*;
    toevoeg\w*; voeg\w*; vervang\w*; replac\w*; beperkt?; limit\w*; and; of; or; that; which;
    dat; die; waarbij; where\w*; totdat
""")
"""What a topic, a thanks or a wish may not hold: numbers, time, money, parts and changes."""

_FRAME_NL = """
    ik wij we ons onze mijn hierbij hiermee hierop hiervoor daarmee daarop deze dit dat de het
    een en met op aan van voor in over ga gaan ben zijn is geef geven verleen verlenen verklaar
    verklaren bevestig bevestigen bevestiging mee ermee hier er u je jullie ja prima uiteraard
    graag-ja natuurlijk volledig geheel helemaal inderdaad formeel officieel schriftelijk
    uitdrukkelijk zeker dus dan nu ook allen beiden bij-deze namens bovenstaande bovengenoemde
    genoemde bijgaande bijgevoegde toegezonden toegestuurde gestuurde verzonden
    voorgelegde voorgestelde vermelde aangeboden voorliggende onderstaande wijziging
    wijzigingen wijzigingsverzoek wijzigingsvoorstel voorstel verzoek aanvraag offerte
    formulier document stuk meerwerk versie optie keuze kies kiezen gekozen inhoud omschrijving
    bedrag totaalbedrag totaal totaalprijs prijs vergoeding kosten som ad hoogte conform
    overeenkomstig volgens zoals omschreven beschreven toegestuurd opgenomen vermeld uitvoering
    uitvoeren goed in-orde orde ter genoemd keur keuren stem stemmen accepteer accepteren
    aanvaard aanvaarden wijs-toe betreffende betreft inzake omtrent uw jouw mail e-mail
    excl incl btw gaarne-ja
"""
_FRAME_EN = """
    acceptance à i we us our my me hereby herewith this that the a an and with to on for in
    at as-is am are
    is have has confirm confirms confirming confirmed confirmation give gives given giving
    grant fully formally officially indeed yes sure certainly definitely completely entirely
    happy-yes it both all above attached below mentioned enclosed proposed stated set out
    described change request requests order proposal quote quotation form document amount total
    price sum fee fees cost costs option choice choose chosen go-with your you email e-mail
     version as sent contents therefore so herein regarding concerning re excl
    incl vat behalf terms-no hereto
"""
FRAME = frozenset(f"{_FRAME_NL} {_FRAME_EN}".split())
"""The words around a yes that leave it a yes."""

_SMALL_TALK = """
    eens ontvangen received bericht message
    kunt kun kan kunnen mag mogen slag gang verder door doorgaan beginnen starten start begin
    werk werkzaamheden opdracht uitwerking toelichting uitleg gesprek telefoongesprek overleg
    reactie antwoord snelle heldere duidelijke duidelijk helder compleet akkoordverklaring
    bekeken doorgenomen besproken gelezen stukken bijlage bijlagen goede goed mooi mooie fijn
    fijne heb hebben heeft had was waren om te gaat gaan weer snel vlot alles allemaal collega
    collega's team directie bestuur samenwerking vertrouwen resultaat veel alvast nogmaals
    wel-thuis hartelijk dank bedankt dankjewel thanks thank many much you welcome please-no
    proceed work started go ahead carry can may read reviewed discussed looks look good fine
    great clear perfect excellent everything helpful quick prompt explanation explaining
    colleagues board management directors cooperation trust appreciated appreciate very forward
    looking will-do conversation call reply response luck best ok oké okay top super uitstekend
    dag hallo hoi hi hello hey beste geachte goedemorgen goedemiddag dear heer mevrouw sir
    madam gegroet groet groeten gr mvg regards cheers betreffende onderwerp subject ref
    referentie reference
"""
CHAT = FRAME | frozenset(_SMALL_TALK.split())
"""The words of small talk and a nod beside a yes."""

TOPIC = _any(r"""
    inzake; betreffende; betreft; omtrent; genaamd; getiteld; regarding; concerning; titled;
    entitled; namens; ONBEHALF
""")
"""After these comes a subject or a name, which may hold any word that is not a danger."""

NOT_BINDING = _any(r"""
    (?:niet|not)(?: \w+)? (?:bindend|binding|rechtsgeldig);
    geen (?:enkele? )?rechten(?: \w+){0,4} (?:ontleend|ontlenen|ontlend); geen rechten;
    no rights; (?:niet|not|geen|neither)(?: \w+){0,5} (?:<makes>)(?: \w+){0,3} (?:<contract>);
    (?:does|do|shall|will|can) not(?: \w+){0,5} (?:bind|contract|agreement);
    bindt(?: \w+){0,4} niet;
    (?:alleen|slechts|uitsluitend|pas|only)(?: \w+){0,12} (?:bindend|rechtsgeldig|binding);
    non-binding; vrijblijvend
""")
"""Small print that takes the message's force away."""
