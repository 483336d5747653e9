"""Who gives the money of a call, as the text around it names them: under a label, as who acts, as whose call it is."""

import re

from crawler.letters.files.document import LetterDocument
from crawler.letters.newsletter.funder_names import in_small_letters, nominative

_FUNDER_LABEL = re.compile(
    r"(?:^|\n)\W{0,3}(?:Fördermittelgeber|Fördergeber|Förderer|Förderung durch|Stiftung|Institution|Organisation|"
    r"Anbieter|Donor|Mittelgeber|Träger|Ausschreibende Stelle|"
    r"Ausgeschrieben von|Auslober(?:in)?|Veranstalter|Geber|Geldgeber|Wer (?:fördert|gibt|hilft|zahlt)|Von wem|"
    r"Fördernde Stelle|"
    r"Zuwendungsgeber|Funder)(?:in)?:\s*(?P<name>[^\n.;|]{3,100})"
)
#: whoever stands there may be who gives or who gets
_WHO = re.compile(r"(?:^|\n)\W{0,3}(?:Wer|Stelle|Anbieter|Kontakt):\s*(?P<name>[^\n.;|]{3,100})")
_FUNDER_ACTS = re.compile(
    r"(?:^|[.!?]\s|\n)(?:[Dd]ie|[Dd]as|[Dd]er|Mit (?:\w+ ){1,6}(?:fördert|unterstützt) (?:die|das|"
    r"der))\s(?P<name>(?:[A-ZÄÖÜ„\"][\w\-.„“\"+&]*)(?:\s(?:[A-ZÄÖÜ„\"][\w\-.„“\"+&]*|\([A-Z]{2,8}\)|für|der|des|"
    r"und|zur|im|in|von|[a-zäöüß]+(?:e|en|er|es)(?=\s[A-ZÄÖÜ])|"
    r"am|an|e\.V\.|gGmbH)){0,9}?)\s"
    r"(?:hat [^.]{0,90}\b(?:veröffentlicht|gestartet|ausgeschrieben|geöffnet)|fördert|vergibt|unterstützt|schreibt|"
    r"ruft|"
    r"stellt|hilft|zeichnet|belohnt|prämiert|sucht|lobt|bezuschusst|gewährt|verleiht|finanziert|startet|"
    r"öffnet|nimmt|gibt|zahlt|übernimmt|spendet|schenkt|ermöglicht)\b"
)
_FUNDER_AFTER = re.compile(
    r"\b(?:fördert|vergibt|unterstützt|schreibt|ruft|stellt|sucht|lobt|bezuschusst|gewährt|verleiht|"
    r"finanziert)\s(?:die|das|"
    r"der)\s"
    r"(?P<name>(?:[A-ZÄÖÜ][\w-]+\s)?(?:[\w-]*(?:amt|ministerium|Ministerium|agentur|Agentur|bank|fonds|Land)\b"
    r"(?:\s(?:für|der|des)\s[A-ZÄÖÜ][\w-]+(?:\sund\s[A-ZÄÖÜ][\w-]+)?)?|[\w-]*[Ss]tiftung(?:\s[A-ZÄÖÜ][\w-]+)*))"
)
_FUNDER_BY = re.compile(
    r"\b(?:[Vv]ergeben|[Aa]usgelobt|[Aa]usgeschrieben|[Gg]efördert|[Ff]inanziert|[Vv]erliehen|[Bb]ereitgestellt|"
    r"[Aa]ufgelegt|"
    r"[Gg]etragen|[Ee]rhalten|[Bb]ekommen|Geld|Zuschüsse)\s(?:(?:wird|werden|ist|wurde)\s)?[^.;]{0,50}?\b(?:vom|"
    r"von der|von dem|durch das|durch die|durch den)\s"
    r"(?P<name>[A-ZÄÖÜ][\w-]+(?:\s(?:[A-ZÄÖÜ][\w-]*|für|der|des|und|zur)|,(?=\s[A-ZÄÖÜ][\w-]+\sund\b)){0,8})"
)
_FUNDER_OF = re.compile(
    r"\b(?:Aufruf|Ausschreibung|\w*[Ff]onds|Programm|Förderprogramm|Wettbewerb|Förderung|Preis|Fonds|"
    r"Förderaufruf|Förderfonds|"
    r"Call)\s(?P<article>der|des|von)\s"
    r"(?!Jahr|Monat|Quartal|Programm)(?P<name>[A-ZÄÖÜ][\w\-.+&]*(?:\s(?:[A-ZÄÖÜ„\"][\w\-.„“\"+&]*|für|der|des|und|"
    r"zur|von)){0,8}?)(?=\s(?:für|zu[rm]?|mit|fördert|unterstützt|sucht|richtet|läuft|ist|an|bis|hat|will|wird|geht|"
    r"startet|im|in)\b|[.,;:()\n]|$)"
)
_NEEDS_WHAT = re.compile(
    r"(?:[Aa]gentur|[Aa]mt(?:es)?|[Ss]telle|[Mm]inisteriums?|[Ss]tiftung|[Zz]entrums?|[Ff]onds|[Ii]nstituts?|"
    r"Gesellschaft|Beauftragten?)$"
)
_OF_WHAT = re.compile(r"\s(?:für|zur)\s[A-ZÄÖÜ][\w-]+(?:(?:,\s[A-ZÄÖÜ][\w-]+)*\sund\s[A-ZÄÖÜ][\w-]+)?")
_IS_FUNDER = re.compile(
    r"\b(?:\w*[Ss]tiftung\w*|Ministerium|\w*ministerium|\w*[Bb]ank|\w*[Ff]onds|Landesamt|Bundesamt|\w+werk|Agentur|"
    r"Investitionsbank|Land\b|Landes\w+)\b"
)
#: whose it is at the end of a heading: "Fonds Mut der Stiftung Uferland", "Hilfen des Landkreises Aue"
_OF_OFFICE = re.compile(
    r"\s(?P<article>der|des|von der|vom|von|by the|of the)\s(?P<name>(?:[A-ZÄÖÜ][\w.-]*\s){0,3}?(?:\w*[Ss]tiftung|"
    r"\w*[Bb]ank|\w*[Kk]asse|"
    r"\w*[Aa]gentur|\w*[Mm]inisterium\w*|\w*[Aa]mt(?:e?s)?|(?:Land)?[Kk]reises|Bezirks|\w*[Ww]erks?|"
    r"\w*[Vv]erband(?:e?s)?|\w*[Vv]ereins|\w*[Kk]irche(?:nkreises)?|Senats|\w*[Gg]esellschaft|\w*[Kk]ommission|Region|"
    r"Agency|Foundation|Fund|Commission|Ministry)\b(?:\s(?:[A-ZÄÖÜ][\w.-]*|für|und|der|des|for|and|of|\([A-Z]{2,8}\)|e\.\s?V\.)){0,8})$"
)
_NAME_OF_OFFICE = re.compile(
    r"^(?:[A-ZÄÖÜ][\w.&-]*\s){0,5}?(?:\w*-?[Ss]tiftung|\w*[Bb]ank|\w*[Kk]asse|\w*[Aa]gentur|\w*[Mm]inisterium|\w*[Aa]mt|"
    r"(?:Land)?[Kk]reis|Bund|Land|Bezirk|Stadt|[\w-]*[Hh]ilfswerk|[A-ZÄÖÜ]\w*werk|\w*[Vv]erband|\w*[Vv]erein|\w*[Kk]irche(?:nkreis)?|Senat|[\w-]*[Cc]lub|\w*[a-z]bund|"
    r"\w*[Gg]esellschaft|\w*[Kk]ommission|EU|Agency|Foundation|Fund|Commission|Ministry|Trust|Council)\b"
    r"(?:\s(?:[A-ZÄÖÜ][\w.&-]*|für|und|der|des|in|for|and|of|the|\([A-Z]{2,8}\)|e\.\s?V\.)){0,8}$"
)
_IN_BRACKETS = re.compile(r"\((?P<name>[^()]{3,80})\)")
_ACTS_IN_ENGLISH = re.compile(
    r"(?:^|[.!?]\s|\n)(?:The|the)\s(?P<name>[A-ZÄÖÜ][\w-]*(?:\s(?:[A-Z][\w-]*|for|of|and|the|\([A-Z]{2,8}\))){0,9}?)\s"
    r"(?:has (?:published|launched|opened|announced)|launches|invites|offers|funds|supports|awards|grants|publishes|"
    r"opens)\b"
)
_NETWORK = re.compile(r"\b\w*[Nn]etz\w*\b")


def funder_in(text: str) -> str:
    """Who gives the money, as a text names it: under a label, as who acts, as whose call it is."""
    labelled = _FUNDER_LABEL.search(text)
    if labelled:
        return labelled["name"].strip(" .")
    who = _WHO.search(text)
    if who and _IS_FUNDER.search(who["name"]):
        return who["name"].strip()
    by = _FUNDER_BY.search(text)
    if by:
        return by["name"].strip()
    acts = _FUNDER_ACTS.search(text) or _ACTS_IN_ENGLISH.search(text)
    if acts:
        return acts["name"].strip()
    after = _FUNDER_AFTER.search(text)
    if after:
        return after["name"].strip()
    of = _FUNDER_OF.search(text)
    if not of:
        return ""
    for_what = _OF_WHAT.match(text, of.end()) if _NEEDS_WHAT.search(of["name"]) else None
    return nominative(of["name"].strip(), of["article"]) + (for_what.group() if for_what else "")


def names_funder(text: str) -> bool:
    """Does a label say who gives?"""
    return _FUNDER_LABEL.search(text) is not None


def funder_of_item(title: str, text: str) -> str:
    """Who gives, by an item's heading and its text: a label first, then what the heading says, then who acts.

    >>> funder_of_item("Fonds Mut der Stiftung Uferland", "Für Projekte Jugendlicher.")
    'Stiftung Uferland'
    >>> funder_of_item("Hilfen für Feste des Landkreises Aue", ""), funder_of_item("Topf Nord (Sparkasse Aue)", "")
    ('Landkreis Aue', 'Sparkasse Aue')
    """
    return (funder_in(text) if names_funder(text) else "") or _of_title(in_small_letters(title)) or _first(text, title)


def _first(text: str, title: str) -> str:
    return funder_in(text) or funder_in(in_small_letters(title)) or next(map(str.strip, _offices_between(text)), "")


def _of_title(title: str) -> str:
    bracketed = _IN_BRACKETS.search(title)
    if bracketed and is_office(bracketed["name"]):
        return bracketed["name"].strip()
    before, colon, after = title.partition(":")
    if colon and after.strip() and is_office(before.strip()):
        return before.strip()
    of = _OF_OFFICE.search(title)
    if not of:
        return ""
    article = {"vom": "des", "von der": "der"}.get(of["article"], of["article"])
    return nominative(of["name"].strip(), article)


def _offices_between(text: str) -> list[str]:
    """What stands by itself between strokes or in brackets and is the name of an office."""
    parts = [part for line in text.split("\n") for part in re.split(r"\s[|•·]\s|\s{2,}|[()]", line)]
    return [part for part in parts if is_office(part.strip())]


def is_office(words: str) -> bool:
    """Is it nothing but the name of somebody who may give money?

    >>> is_office("Sparkasse Aue"), is_office("Stiftung Ufer"), is_office("Zeit und Geld"), is_office("bis 500 Euro")
    (True, True, False, False)
    """
    return len(words) <= 80 and _NAME_OF_OFFICE.match(words.strip(" .")) is not None


def sender_of(document: LetterDocument) -> str:
    """Who sent the letter, where it is somebody who may give money."""
    name = re.sub(r"<[^>]*>", "", document.headers.get("from", "")).strip(' "')
    return name if _IS_FUNDER.search(_NETWORK.sub("", name)) else ""
