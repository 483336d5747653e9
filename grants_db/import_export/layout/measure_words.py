"""German words in a measures file ↔ our vocabulary: kind, binding, carrier, action field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from grants_db.vocabulary import Binding, CarrierKind, MeasureKind

KIND_WORDS = {
    MeasureKind.EXISTING: "vorhandenes",
    MeasureKind.CONTINUATION: "fortführung",
    MeasureKind.CHALLENGE: "herausforderung",
    MeasureKind.SOLUTION: "lösungsvorschl",
    MeasureKind.SUGGESTION: "weitere",
}
BINDING_LETTERS = {Binding.ADMINISTRATION: "V", Binding.RECOMMENDATION: "H"}
BINDING_WORDS = {
    Binding.ADMINISTRATION: re.compile(r"v|verbindlich.*|verwaltung|pflicht", re.I),
    Binding.RECOMMENDATION: re.compile(r"h|(handlungs)?empfehlung.*|dritte", re.I),
}
CARRIER_KIND_WORDS = {
    CarrierKind.CITY: re.compile(r"(landeshaupt)?stadt|kommune|stadtverwaltung", re.I),
    CarrierKind.MUNICIPAL_COMPANY: re.compile(r"städtische gesellschaft|eigenbetrieb|kommunales unternehmen", re.I),
    CarrierKind.ASSOCIATION: re.compile(r"verein|verband|verein, verband|freier träger|verein/verband", re.I),
    CarrierKind.CHURCH: re.compile(r"kirche|religionsgemeinschaft|kirche, religionsgemeinschaft", re.I),
    CarrierKind.SCHOOL: re.compile(r"schule|bildungseinrichtung|kita", re.I),
    CarrierKind.UNIVERSITY: re.compile(r"hochschule|universität", re.I),
    CarrierKind.COMPANY: re.compile(r"unternehmen|firma", re.I),
    CarrierKind.PUBLIC_BODY: re.compile(r"(andere )?öffentliche (stelle|einrichtung)|behörde", re.I),
    CarrierKind.UNKNOWN: re.compile(r"nicht angegeben|unbekannt|[-–?]|", re.I),
}
#: words in a carrier's name that leave no doubt of its kind, the more special ones first
TELLING_NAMES = (
    (CarrierKind.ASSOCIATION, re.compile(r"\be\. ?V\.|\beV\b|verein\b|verband\b|\bgGmbH\b", re.I)),
    (CarrierKind.MUNICIPAL_COMPANY, re.compile(r"eigenbetrieb|\bSWM\b", re.I)),
    (CarrierKind.CHURCH, re.compile(r"kirchengemeinde|kirchenkreis|\bbistum|\bpfarr|synagogengemeinde", re.I)),
    (CarrierKind.UNIVERSITY, re.compile(r"(?<!volks)hochschule|universität", re.I)),
    (CarrierKind.PUBLIC_BODY, re.compile(r"\bjobcenter|agentur für arbeit|handwerkskammer|\bIHK\b|\bHWK\b", re.I)),
    (CarrierKind.SCHOOL, re.compile(r"(grund|sekundar|gesamt|gemeinschafts|förder|berufs)schule|gymnasium", re.I)),
    (CarrierKind.CITY, re.compile(r"^(die )?(landeshaupt)?stadt(verwaltung)?( [A-ZÄÖÜ][\w-]+)?$")),
)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
FIELD = re.compile(r"(?:(?:HF|Handlungsfeld(?:er)?)[\s:–-]*)?(\d{1,2}|[IVX]+)(?:[\s.:),;/&+|–—-].*)?", re.I | re.S)
PREFIX = re.compile(r"^(?:HF|Handlungsfeld)\b[\s:–-]*", re.I)
FURTHER = re.compile(r"(?:HF|Handlungsfeld)\s*(\d{1,2}|[IVX]+)(?:[\s.:)–—-].*)?|(?:HF\s*)?(\d{1,2}|[IVX]+)", re.S)
#: words of titles that say nothing of a field
EMPTY_WORDS = {"handlungsfeld", "integration", "interkulturelle", "gesellschaftliche", "gegen", "sowie", "neue"}
SECTION = re.compile(r"(?:HF|Handlungsfeld)\s*(?:\d{1,2}|[IVX]+)\b", re.I)


@lru_cache(maxsize=2000)  # a column says the same few words over and over
def read_kind(text: str) -> MeasureKind | None:
    """The kind of entry from its letter or its name; None when it is neither.

    >>> read_kind("d)"), read_kind("Lösungsvorschläge"), read_kind("x")
    (<MeasureKind.SOLUTION: 'd'>, <MeasureKind.SOLUTION: 'd'>, None)
    """
    if letter := re.fullmatch(r"(?:art\s+)?([a-e])(?:\W.*)?", text.strip(), re.I | re.S):
        return MeasureKind(letter[1].lower())
    return next((kind for kind, word in KIND_WORDS.items() if text.strip().lower().startswith(word)), None)


@lru_cache(maxsize=2000)
def read_binding(text: str) -> Binding | None:
    """Whom the entry binds, from V or H or their words; None when it is neither."""
    return next((binding for binding, words in BINDING_WORDS.items() if words.fullmatch(text.strip())), None)


@lru_cache(maxsize=2000)
def read_carrier_kind(text: str) -> CarrierKind | None:
    """The kind of carrier from its name; None when the word is not known."""
    named = {kind.german.casefold(): kind for kind in CarrierKind}
    if text.strip().casefold() in named:
        return named[text.strip().casefold()]
    return next((kind for kind, words in CARRIER_KIND_WORDS.items() if words.fullmatch(text.strip())), None)


@lru_cache(maxsize=2000)
def carrier_kind_of(name: str) -> CarrierKind:
    """The kind of a carrier whose name leaves no doubt, else unknown.

    >>> carrier_kind_of("AGSA e. V."), carrier_kind_of("Stadtsportbund")
    (<CarrierKind.ASSOCIATION: 'association'>, <CarrierKind.UNKNOWN: 'unknown'>)
    """
    return next((kind for kind, telling in TELLING_NAMES if telling.search(name)), CarrierKind.UNKNOWN)


def read_action_field(text: str, fields: Mapping[int, tuple[str, ...]]) -> int | None:
    """The number of an action field, named by number or by title; None when there is no such field.

    >>> fields = {2: ("Spracherwerb",)}
    >>> [read_action_field(text, fields) for text in ("HF 2", "2", "II", "2 – Spracherwerb", "spracherwerb", "HF 7")]
    [2, 2, 2, 2, 2, None]
    """
    text = " ".join(text.replace("_", " ").split())
    if named := FIELD.fullmatch(text):
        number = int(named[1]) if named[1].isdecimal() else ROMAN.get(named[1].upper())
        return number if number in fields else None
    wanted = PREFIX.sub("", text).strip("„“\"' :–-").lower()
    return next((number for number, titles in fields.items() if wanted in {title.lower() for title in titles}), None)


def likely_action_field(text: str, fields: Mapping[int, tuple[str, ...]]) -> int | None:
    """The one field whose titles have every telling word of a name, shortened or in other words' company.

    >>> fields = {1: ("Internationalität und Weltoffenheit, gegen Rassismus",), 2: ("Spracherwerb",)}
    >>> likely_action_field("Weltoffenheit & Internationalität", fields), likely_action_field("Sprache, Sport", fields)
    (1, None)
    """
    said = _telling_words(PREFIX.sub("", text))
    alike = [number for number, titles in fields.items() if any(_shared(said, _telling_words(each)) for each in titles)]
    if len(alike) != 1:
        return None
    words = set().union(*(_telling_words(title) for title in fields[alike[0]]))
    return alike[0] if all(_shared({word}, words) for word in said) else None


@dataclass(frozen=True)
class NamedOtherwise:
    """A text whose number is one action field and whose words are none of that field's."""

    other: int | None  # the field that has this name; None: no field of ours


def named_otherwise(text: str, fields: Mapping[int, tuple[str, ...]]) -> NamedOtherwise | None:
    """Does a text name a field by number and, in words, something else? A word of its title is enough.

    >>> fields = {2: ("Spracherwerb",), 3: ("Qualifizierung und Arbeitsmarktintegration", "Arbeit und Beruf")}
    >>> [named_otherwise(text, fields) for text in ("HF 2", "HF 2 / HF 3", "2 – Sprache", "HF 3: Arbeitsmarkt")]
    [None, None, None, None]
    >>> named_otherwise("HF 2 Gesundheit", fields), named_otherwise("HF 2 – Arbeit und Beruf", fields)
    (NamedOtherwise(other=None), NamedOtherwise(other=3))
    """
    named = FIELD.fullmatch(" ".join(text.replace("_", " ").split()))
    if named is None or further_fields(text, fields):
        return None
    number = int(named[1]) if named[1].isdecimal() else ROMAN.get(named[1].upper(), 0)
    said = _telling_words(named[0][named.end(1) :])
    if not said or number not in fields:
        return None
    alike = {key: any(_shared(said, _telling_words(title)) for title in titles) for key, titles in fields.items()}
    if alike[number]:
        return None
    others = [key for key, is_alike in alike.items() if is_alike]
    return NamedOtherwise(others[0] if len(others) == 1 else None)


def _telling_words(text: str) -> set[str]:
    """Words that say what a field is about, small; numbers, brackets and little words say nothing."""
    words = re.findall(r"[^\W\d_]{4,}", re.sub(r"\([^)]*\)", " ", text).casefold())
    return set(words) - EMPTY_WORDS


def _shared(one: set[str], other: set[str]) -> bool:
    """Do two of the words begin alike, or is one within the other?"""
    return any(a[:5] == b[:5] or a in b or b in a for a in one for b in other)


def further_fields(text: str, fields: Mapping[int, tuple[str, ...]]) -> list[int]:
    """The fields a cell names after the first one.

    >>> fields = {1: ("Weltoffenheit",), 2: ("Spracherwerb",), 3: ("Arbeit",)}
    >>> [further_fields(text, fields) for text in ("HF 1 / HF 3", "1, 2 und 3", "2 – Spracherwerb, 3 Kurse", "HF 2")]
    [[3], [2, 3], [], []]
    """
    _, *others = re.split(r"\s*(?:[/,;+&|\n]|\bund\b)\s*", text.strip())
    named = [FURTHER.fullmatch(part) for part in others]
    said = [each[1] or each[2] for each in named if each]
    numbers = [int(text) if text.isdecimal() else ROMAN.get(text, 0) for text in said]
    return [number for number in numbers if number in fields]


def names_section(number: str) -> bool:
    """Does a cell for numbers name an action field and nothing else? No measure is numbered so.

    >>> names_section("HF 2"), names_section("HF2-3"), names_section("2.1")
    (True, False, False)
    """
    return SECTION.fullmatch(number) is not None


def looks_like_section(text: str) -> bool:
    """Does a row's only text name an action field, as a merged row between measures does?"""
    return SECTION.match(text) is not None


@lru_cache(maxsize=2000)
def side_by_side(text: str) -> str:
    r"""The units of a cell, one below another, on one line.

    >>> side_by_side("Amt 50\n VHS ")
    'Amt 50 / VHS'
    """
    return " / ".join(" ".join(part.split()) for part in text.split("\n") if part.strip())
