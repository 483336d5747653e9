"""What the key of a municipality (Amtlicher Gemeindeschlüssel) tells of it. Pure.

Its first two digits are the Land, the next three Regierungsbezirk and Kreis, the last three the municipality in its
Kreis: 000 for a city that is a Kreis itself (Destatis, Gemeindeverzeichnis). The third sign of a NUTS code is the Land
(Regulation (EC) No 1059/2003, annex I).
"""

import re

from grants_db.rules.regions import LAENDER

#: by the first two digits of the key: ISO 3166-2, and the Land in NUTS
LAND_OF_KEY = {
    "01": ("DE-SH", "DEF"),
    "02": ("DE-HH", "DE6"),
    "03": ("DE-NI", "DE9"),
    "04": ("DE-HB", "DE5"),
    "05": ("DE-NW", "DEA"),
    "06": ("DE-HE", "DE7"),
    "07": ("DE-RP", "DEB"),
    "08": ("DE-BW", "DE1"),
    "09": ("DE-BY", "DE2"),
    "10": ("DE-SL", "DEC"),
    "11": ("DE-BE", "DE3"),
    "12": ("DE-BB", "DE4"),
    "13": ("DE-MV", "DE8"),
    "14": ("DE-SN", "DED"),
    "15": ("DE-ST", "DEE"),
    "16": ("DE-TH", "DEG"),
}
_NUTS3 = re.compile(r"DE[1-9A-G][0-9A-Z]{2}")


def is_key(ags: str) -> bool:
    """Is it the key of a municipality: eight digits, of a Land there is?

    >>> is_key("15003000"), is_key("1500300"), is_key("99003000")
    (True, False, False)
    """
    return ags.isascii() and ags.isdecimal() and len(ags) == 8 and ags[:2] in LAND_OF_KEY


def land_of(ags: str) -> str:
    """The Land's code in ISO 3166-2.

    >>> land_of("15003000")
    'DE-ST'
    """
    return LAND_OF_KEY[ags[:2]][0]


def kind_of(ags: str) -> str:
    """What kind of municipality it is, as far as its key tells.

    >>> kind_of("15003000"), kind_of("15081135")
    ('kreisfreie Stadt', 'kreisangehörige Gemeinde')
    """
    return "kreisfreie Stadt" if ags.endswith("000") else "kreisangehörige Gemeinde"


def is_nuts_of(nuts: str, ags: str) -> bool:
    """Is it a code of NUTS 3 in the same Land?

    >>> is_nuts_of("DEE03", "15003000"), is_nuts_of("DE300", "15003000"), is_nuts_of("DEE0", "15003000")
    (True, False, False)
    """
    return bool(_NUTS3.fullmatch(nuts)) and nuts.startswith(LAND_OF_KEY[ags[:2]][1])


def name_of_land(ags: str) -> str:
    """The Land's name.

    >>> name_of_land("15003000")
    'Sachsen-Anhalt'
    """
    return LAENDER[land_of(ags)]
