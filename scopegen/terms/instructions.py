"""Words in which people ask for other work by the way: time to put it in writing (clause changes).

What is found is a hint for a person, never a decision.
"""

from __future__ import annotations

import re
import unicodedata

RED_FLAGS = (
    r"(begin|start|ga|gaat u) (maar|alvast|gewoon)( maar)? (vast|alvast|door|aan de slag|beginnen)",
    r"(begin|start|ga|doe|werk|maak)( je| u)? (het )?(maar )?alvast",
    r"aan de slag (gaan )?met (wat |een paar )?aannames",
    r"(met|op basis van|doe maar) (wat |een paar )?(aannames|aannamen)",
    r"(dan )?(zien|kijken|regelen|lossen) (we|wij)( dat| het)? (later|straks|dan) ?(wel)?",
    r"(zien|kijken|merken) (we|wij) (later|dan) wel",
    r"(komt|volgt|regel ik|stuur ik) (later|nog|achteraf|straks)( wel)?",
    r"(kun|kan|kunt|zou|wil|wilt) (je|jij|u|jullie)( er)?( ook)?( nog)? (even|ook|meteen|snel)",
    r"(neem|pak|doe) (dat|dit|die) (er )?(ook )?(even |meteen |gelijk )?(mee|bij)",
    r"maak je (maar )?geen zorgen over",
    r"(doe|regel|maak) (het|dat|dit) (nou |nu )?(maar|gewoon)",
    r"just (start|begin|go ahead|get (going|started)|do it|carry on)",
    r"(start|begin|go ahead|proceed|carry on|work) (now )?(with|on) (some |a few )?assumptions",
    r"(we will|we'll|we can) (see|look at|sort|fix|settle) (it |that |this )?(out )?(later|after)",
    r"(sort|settle|fix|handle) (it|that|this|the paperwork) (out )?later",
    r"(could|can|would|will) you (also|just|quickly)",
    r"while you are at it|while you're at it|as a favou?r",
    r"(do not|don't) worry about (the|it|that)",
    r"(paperwork|order|confirmation|e-?mail) (will )?(follow|come)s? later",
)  # fmt: skip
_PATTERN = re.compile("|".join(rf"\b(?:{flag})\b" for flag in RED_FLAGS))


def red_flag(words: str) -> str:
    """Give the words that sound like an oral instruction; empty when there are none."""
    plain = unicodedata.normalize("NFKC", words).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = _PATTERN.search(" ".join(plain.casefold().split()))
    return found[0].strip() if found else ""
