"""The texts of the Dutch sample letter; `sample_documents.py` makes a document of them.

`**x**` is bold, `{anchor}` is a reference, `- ` opens an item.
"""

from __future__ import annotations

ClauseText = tuple[str, str, tuple[str, ...]]
"""Anchor, heading and paragraphs."""

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
