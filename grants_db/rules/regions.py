"""Regions a call is open to, and whether they cover the configured city. Pure: no session, no settings.

A region is "EU", "DE" (nationwide), an ISO 3166-2 code ("DE-ST"), one of these with places left out
("DE-ST ohne Magdeburg, Halle (Saale)"), or the name of a place as the source writes it ("Harz").
"""

import re
from collections.abc import Sequence

from grants_db.errors import UsageError

EVERYWHERE = ("EU", "DE")
#: ISO 3166-2 codes of the Länder
LAENDER = {
    "DE-BW": "Baden-Württemberg",
    "DE-BY": "Bayern",
    "DE-BE": "Berlin",
    "DE-BB": "Brandenburg",
    "DE-HB": "Bremen",
    "DE-HH": "Hamburg",
    "DE-HE": "Hessen",
    "DE-MV": "Mecklenburg-Vorpommern",
    "DE-NI": "Niedersachsen",
    "DE-NW": "Nordrhein-Westfalen",
    "DE-RP": "Rheinland-Pfalz",
    "DE-SL": "Saarland",
    "DE-SN": "Sachsen",
    "DE-ST": "Sachsen-Anhalt",
    "DE-SH": "Schleswig-Holstein",
    "DE-TH": "Thüringen",
}
_WITHOUT = " ohne "
_CITY_TITLE = re.compile(
    r"^(?:Landeshauptstadt|Hansestadt|Universitätsstadt|Stadtgebiet|kreisfreie Stadt|Stadt)\s+", re.IGNORECASE
)


def region_ok(regions: Sequence[str], *, state: str = "DE-ST", city: str = "Magdeburg") -> bool | None:
    """Do the regions cover the city?

    True where one of them does (EU, nationwide, its Land, the city itself); False where all are known and none does;
    None where nothing is said or a name isn't known to lie elsewhere.

    >>> region_ok(["DE-ST"]), region_ok(["DE-BY"]), region_ok([]), region_ok(["DE-ST ohne Magdeburg"])
    (True, False, None, False)
    """
    answers = {_covers(region, state, city) for region in regions}
    if True in answers:
        return True
    return None if None in answers or not answers else False


def land(text: str) -> str:
    """The ISO 3166-2 code of a Land by its code or name.

    >>> land("DE-BE"), land("be"), land("sachsen-anhalt")
    ('DE-BE', 'DE-BE', 'DE-ST')

    Raises:
        UsageError: there is no such Land.
    """
    code = text.strip().upper()
    names = {name.casefold(): known for known, name in LAENDER.items()}
    found = next((known for known in (code, f"DE-{code}") if known in LAENDER), names.get(text.strip().casefold()))
    if found is None:
        raise UsageError("„{text}“ ist kein Land; möglich sind {known}.", text=text, known=", ".join(LAENDER))
    return found


def without(region: str, places: Sequence[str]) -> str:
    """The region with places left out of it."""
    return f"{region}{_WITHOUT}{', '.join(places)}" if places else region


def region_name(region: str) -> str:
    """The region's German name for people; names of places as they are."""
    code, separator, places = region.partition(_WITHOUT)
    names = {"EU": "Europäische Union", "DE": "bundesweit", **LAENDER}
    return f"{names.get(code, code)}{separator}{places}"


def _covers(region: str, state: str, city: str) -> bool | None:
    code, _, left_out = region.partition(_WITHOUT)
    code = code.strip()
    if code in EVERYWHERE or code == state:
        return not any(_same_place(place, city) for place in left_out.split(", "))
    if code in LAENDER:
        return False
    return True if _same_place(code, city) else None


def _same_place(place: str, city: str) -> bool:
    return _CITY_TITLE.sub("", place.strip()).casefold() == _CITY_TITLE.sub("", city.strip()).casefold()
