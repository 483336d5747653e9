"""Who pays, as the funder's name says it: a Land's ministry pays for the Land, in whichever portal it stands. Pure."""

import re

from grants_db.rules.folding import words_of
from grants_db.rules.regions import LAENDER
from grants_db.vocabulary import Level

_EU = frozenset("eu europaische europaischer europaischen european amif esf efre erasmus".split())
_FEDERAL = frozenset("bund bundes bmi bamf bmfsfj bmbfsfj bmas bmbf bmftr bmz bkm bmwk bmwe bmel bpb bmg".split())
_MUNICIPAL = frozenset(
    "stadt landeshauptstadt hansestadt stadtverwaltung gemeinde verbandsgemeinde landkreis kommune".split()
)
_LAND_NAMES = tuple(" ".join(words_of(name)) for name in LAENDER.values())
_NAMES = "|".join(_LAND_NAMES)
_OF_LAND = re.compile(
    rf"(?:^|\bund )(?:das )?land\b|\bland (?:{_NAMES})\b|\b(?:landes|freistaat(?:es)?|senat|senats\w+|staatskanzlei)\b|"
    r"\blandes(?!hauptstadt|kirche)\w+|\bstaats(?:regierung|ministerium)|\b(?!bundes)\w*ministeriums?\b|"
    rf"\b(?:investitions|forder|aufbau)bank\b.*\b(?:{_NAMES})\b|^(?:{_NAMES})$|\bhansestadt (?:hamburg|bremen)\b"
)
_OF_FEDERATION = re.compile(r"\bbundes\w+|\bauswartiges amt\b")
#: of these "Bundes" and "Landes" say how far they reach, not who pays
_ASSOCIATION = re.compile(
    r"\b(?:\w*(?:verband\w*|verbande|vereinigung|arbeitsgemeinschaft|verein|sportbund\w*|jugendring|frauenrat)|e v)\b"
)
_FOUNDATION = re.compile(r"(?:stiftung(?:en)?|foundation)\b")
#: a foundation that is the federation's or a Land's
_PUBLIC_FOUNDATION = re.compile(r"stiftung(?: \w+)? des (bundes|landes|freistaates)\b|\b(bundes|landes)stiftung\b")

#: "X (Mittel des Y)": Y pays; "X über Y", "X, verwaltet von Y": X does
_MONEY_OF = re.compile(r"\bMittel (?:des|der) ([^()]+)")
_HANDED_ON = re.compile(r"\s(?:über|durch)\s|,? verwaltet\b|[(]")


def level_of_funder(name: str) -> Level | None:
    """The level of a funder; None where its name doesn't say it, or names several. Money of the EU is the EU's,
    whoever hands it on.

    >>> [str(level_of_funder(name)) for name in ("Land Sachsen-Anhalt", "BAMF", "Robert Bosch Stiftung", "Stadt Elbau")]
    ['land', 'federal', 'foundation', 'municipal']
    >>> level_of_funder("Lotto"), level_of_funder("Ministerium des Innern Rheinland-Pfalz")
    (None, <Level.LAND: 'land'>)
    """
    payer = _MONEY_OF.search(name)
    words = words_of(payer[1] if payer else _HANDED_ON.split(name)[0])
    text = " ".join(words)
    if public := _PUBLIC_FOUNDATION.search(text):
        return Level.FEDERAL if "bundes" in public.groups() else Level.LAND
    if _FOUNDATION.search(text):
        return Level.FOUNDATION
    if not _EU.isdisjoint(words):
        return Level.EU
    if _ASSOCIATION.search(text):
        return None
    is_land = _OF_LAND.search(text) is not None
    is_federal = not _FEDERAL.isdisjoint(words) or _OF_FEDERATION.search(text) is not None
    if is_land or is_federal:
        return None if is_land and is_federal else Level.LAND if is_land else Level.FEDERAL
    return None if _MUNICIPAL.isdisjoint(words) else Level.MUNICIPAL
