"""Where a call is open: from the portal's codes or labels, and from prose where it has none.

Codes lead. Prose adds only what it says outright: the Land that funds, "bundesweit", and places that are left out
("mit Ausnahme der Städte …"). Whether that covers the city is `grants_db.rules.regions.region_ok`.
"""

import re
from collections.abc import Iterable

from crawler.extract.code_lists import LabelKind, Translated, translate
from crawler.text.sentences import Fact, Prose, quote
from grants_db.rules.regions import LAENDER, without
from grants_db.vocabulary import Level

_NAMES = {name: code for code, name in LAENDER.items()} | {"NRW": "DE-NW"}
# longest first, so that "Sachsen-Anhalt" isn't read as "Sachsen"
_LAND = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_LAND_FUNDS = re.compile(
    rf"\b(?:[Dd]as (?:Land )?|[Dd]er Freistaat |[Dd]ie (?:Freie und |Freie )?(?:Hansestadt|"
    rf"Stadt) )(?P<land>{_LAND})\b(?![-\w])"
    r"[^.;]{0,80}\b(?:fördert|unterstützt|gewährt|bezuschusst|beteiligt|stellt|vergibt|hilft)\b"
)
_SEATED = re.compile(
    rf"\b(?:Sitz|[Ss]itz\w*|ansässig\w*|Betriebsstätte|Niederlassung|Wohnsitz|durchgeführt|durchführen|tätig|"
    rf"wirken\w*|Projekte?|Vereine|Organisationen|Initiativen)\b[^.;]{{0,40}}\b(?:in|im|"
    rf"aus)\s(?:ganz\s)?(?P<land>{_LAND})\b(?![-\w])"
)
_NATIONWIDE = re.compile(
    r"\b(?:bundesweit\w*|deutschlandweit\w*|in ganz Deutschland|im gesamten Bundesgebiet|(?:nach Deutschland|"
    r"in Deutschland) (?:ansässig|durchgeführt)\w*|Sitz in Deutschland|nationwide|throughout Germany)\b"
)
_LEFT_OUT = re.compile(
    r"\b(?:mit Ausnahme|ausgenommen|außerhalb|ohne|nicht (?:im|in den|in der|für))\s(?:von\s|sind\s)?(?:(?:der|die|"
    r"den|das|dem)\s)?(?:Gebiete?\w*\s|Gemeindegebiete?\w*\s|Stadtgebiete?\w*\s)?(?:(?:der|die|den|"
    r"von)\s)?(?:kreisfreien\s|großen\s)?(?:Städten?|Stadt|Landeshauptstadt|Oberzentren|"
    r"Stadtgebiete?\w*)\s(?:von\s)?(?P<places>[A-ZÄÖÜ].{0,120})"
)
_AREA = re.compile(
    r"\b(?:[Ff]ördergebiet\w*|[Gg]ebietskulisse|[Ff]ördergebietskulisse|[Ff]örderkulisse|ländliche\w* (?:Raum|"
    r"Räume|Gebiet\w*)|gesamte\w* Land|Land(?:es)?\b|Gebiet)"
)
_PLACE = re.compile(r"[A-ZÄÖÜ][\wäöüß.\-]{2,30}(?:\s(?:an der|am|im) [A-ZÄÖÜ]\w+)?(?:\s\([A-ZÄÖÜ]\w+\))?")


def regions_from_codes(codes: Iterable[str]) -> Translated:
    """The regions of a portal's codes or labels; labels that are no Land and no wider area come back as unknown."""
    return translate(LabelKind.REGION, codes)


def regions_of_funder(level: Level | None, funder: str) -> list[str]:
    """Where a funder gives whose text names no place: the EU everywhere, a municipality at home.

    >>> regions_of_funder(Level.MUNICIPAL, "Landeshauptstadt Magdeburg, Kulturbüro")
    ['Landeshauptstadt Magdeburg']
    """
    if level is Level.EU:
        return ["EU"]
    place = re.split(r",| \(", funder)[0].strip()
    return [place] if level is Level.MUNICIPAL and place else []


def regions_from_text(text: Prose) -> Fact[tuple[str, ...]] | None:
    """Where the text says the call is open; a bare name or list of names ("Bundesweit", "Sachsen, Thüringen") too."""
    labels = [label.strip() for label in re.split(r"[,;\n]", text.text[:400]) if label.strip()]
    if labels and len(text.text) < 400:
        listed = regions_from_codes(labels)
        if listed.words and not listed.unknown:
            return Fact(listed.words, text.text.strip())
    for sentence in text.sentences:
        if nationwide := _NATIONWIDE.search(sentence.text):
            return Fact(("DE",), quote(sentence.text, nationwide.start(), nationwide.end()))
        for found in (_LAND_FUNDS.search(sentence.text), _SEATED.search(sentence.text)):
            if found is not None:
                return Fact((_NAMES[found.group("land")],), quote(sentence.text, found.start(), found.end()))
    return None


def places_left_out(text: Prose) -> Fact[tuple[str, ...]] | None:
    """Towns that the text takes out of the area: "das ganze Land mit Ausnahme der Städte A und B"."""
    for sentence in text.sentences:
        found = _LEFT_OUT.search(sentence.text)
        if found is None or not _AREA.search(sentence.context):
            continue
        listing = re.match(
            rf"{_PLACE.pattern}(?:(?:,\s|\sund\s|\ssowie\s|,?\sund der Stadt\s){_PLACE.pattern}){{0,8}}",
            found.group("places"),
        )
        if listing is not None:
            places = tuple(
                place.strip(". ") for place in re.split(r",\s|\sund\s(?:der Stadt\s)?|\ssowie\s", listing.group())
            )
            return Fact(places, quote(sentence.text, found.start(), found.end()))
    return None


def narrowed(regions: Iterable[str], places: Iterable[str]) -> tuple[str, ...]:
    """The Länder among the regions without the places that are left out."""
    names = list(places)
    return tuple(without(region, names) if region in LAENDER else region for region in regions)
