"""What a heading that nobody knows may mean: by its likeness to known ones, or by what stands in its column.

Only what leaves no doubt is proposed: a field that is still free, in a column whose cells fit it.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from grants_db.import_export.layout.column_content import (
    filled,
    holds_letters,
    holds_numbers_of_measures,
    holds_states,
    holds_sums,
)
from grants_db.import_export.layout.heading_form import normal
from grants_db.import_export.layout.known_headings import MOST_SIGNS
from grants_db.rules.cell import Cell, as_text

#: how known headings read in plain letters; what is nearly so means the same
EXAMPLES = {
    "number": "lfd nr,laufende nummer,massnahmennummer,massnahmen-nr,nummer",
    "action_field": "handlungsfeld,handlungsfelder",
    "goal": "zielsetzung,teilziel,oberziel,handlungsziel,leitziel",
    "title": "massnahme,massnahmen,massnahmentitel,projekttitel,bezeichnung,bezeichnung der massnahme,"
    "name der massnahme,vorhaben",
    "description": "beschreibung,kurzbeschreibung,massnahmenbeschreibung,erlaeuterung,erlaeuterungen,"
    "inhalt der massnahme",
    "unit": "zustaendig,zustaendigkeit,zustaendiges amt,zustaendige stelle,verantwortlich,verantwortlichkeit,"
    "federfuehrung,fachbereich,organisationseinheit,dienststelle,federfuehrendes amt,"
    "verantwortliche stelle",
    "carrier": "traeger,traegerschaft,massnahmentraeger,projekttraeger,durchfuehrung durch",
    "period": "zeitraum,umsetzungszeitraum,laufzeit,durchfuehrungszeitraum,projektlaufzeit,zeitplanung",
    "starts_on": "projektbeginn,massnahmenbeginn,startdatum",
    "ends_on": "projektende,massnahmenende,enddatum",
    "cost": "kosten,gesamtkosten,projektkosten,finanzbedarf,mittelbedarf,kosten gesamt,geschaetzte kosten,"
    "geplante kosten,kostenschaetzung,gesamtbedarf,finanzierungsbedarf,voraussichtliche kosten,"
    "kosten der massnahme",
    "secured": "gesichert,davon gesichert,gesicherte mittel,gesicherte finanzierung,bereits gesichert,"
    "davon finanziert,bereits finanziert",
    "state": "umsetzungsstand,umsetzungsstatus,bearbeitungsstand,sachstand,projektstatus",
}
#: words that tell a field wherever they stand in a heading, and words with which it means something else
TELLING = {
    "secured": (
        re.compile(
            r"gesichert|gedeckt|bewilligt|zugesagt|vorhanden|verfuegbar|eingeworben|bereitgestellt|bereitsteh"
            r"|finanziert\b|sichergestellt|zusage"
        ),
        re.compile(
            r"nicht|ungedeckt|ungesichert|fehl|offen|beantragt|noch|geplant|erwart|datum|am\b|quelle|herkunft"
            r"|art\b|stand\b|%|prozent|anteil in|frueher|bisher|vorjahr"
        ),
    ),
    "cost": (
        re.compile(
            r"kosten\b|kosten (gesamt|insgesamt)|gesamtausgaben|ausgaben\b|aufwand\b|aufwendungen|mittelbedarf"
            r"|finanzbedarf|finanzvolumen|gesamtvolumen|budget\b|investitionssumme"
        ),
        re.compile(
            r"urspr|personal|sach|honorar|miet|fahrt|reise|material|neben|raum|einzel|stueck|monat|jahr|art\b|stelle"
            r"|traeger|einheit|gesichert|gedeckt|davon|offen|frueher|bisher|vorjahr|ist\b|einnahmen|zeit"
            r"|arbeits|std|stunden|anteil|quote|%|position|gliederung|beschreibung|erlaeuterung"
        ),
    ),
    "title": (
        re.compile(r"massnahme|vorhaben|projekt"),
        re.compile(
            r"adresse|internet|website|link|betrag|summe|zahl|bild|nr\b|nummer|art\b|typ|traeger|ziel|stand|status|beschreib|inhalt|erlaeut|kosten\b|partner"
            r"|leitung|beginn|ende|zeit|jahr|kategorie|beteilig|id\b|code|kuerzel|gruppe|nummerierung"
            r"|fortschritt"
        ),
    ),
    "unit": (
        re.compile(
            r"zustaendig|verantwortlich|verantwortung|federfuehr|dienststelle|fachbereich|fachamt"
            r"|organisationseinheit|\w*ende stelle"
            r"|(verantwortliche|zustaendige|umsetzende|bewirtschaftende)[rs]? (stelle|amt|bereich|einheit)"
        ),
        re.compile(r"partner|beteilig|mitwirk|unterstuetz|extern|dezernat|ansprech|kontakt|telefon|name|kenntnis"),
    ),
    "state": (
        re.compile(r"\b\w*stand\b|status|fortschritt|umsetzung"),
        re.compile(r"zustand|gegenstand|abstand|frist|mittel|vom\b|kosten|finanz|zeit|bis\b|datum|bestand|schritt\b"),
    ),
    "action_field": (
        re.compile(r"handlungsfeld|\bhf\b|themenfeld"),
        re.compile(r"ziel|beschreib"),
    ),
    "number": (
        re.compile(r"\bnr\b|nummer|ziffer|kennung|gliederung"),
        re.compile(r"haushalt|produkt|konto|telefon|beschluss|drucksache|vorlage"),
    ),
}
LIKE = 86  # of 100: a letter or two of a word
UNIT_SHARE = 1.6  # of the cells five in eight are enough: not each office's name says that it is one
APART = 6  # by which another field must be less alike
#: units of a city by how their names begin or end
UNIT = re.compile(
    r"(Amt|FB|GB|Fachbereich|Dez|Dezernat|Stabsstelle|FD|Fachdienst|Abt|Abteilung|Referat|SG|VHS|Büro|Eigenbetrieb)\b"
    r"|(\d{2}([./-]\d{1,2})?|[IVX]+)\b(?=\s+[^\W\d_]|\s*$)"
    r"|[^\n]{0,60}?(amt|ämter|büro|bücherei|bibliothek|hochschule|betrieb|stelle|referat|dezernat|bereich|dienste?|werke"
    r"|jobcenter|museum|archiv|musikschule|verwaltung|wirtschaftsförderung|beauftragte[rn]?|abteilung|fachgruppe)\b",
    re.I,
)
FIELD = re.compile(r"(HF|Handlungsfeld)\s*(\d{1,2}|[IVX]+)\b.*", re.I | re.S)


def proposed_field(heading: str, cells: Sequence[Cell], taken: Collection[str], *, first: bool) -> str | None:
    """The field that the column most likely fills; None where nothing is certain enough.

    Args:
        heading: as written.
        cells: what stands below it.
        taken: fields that have a column.
        first: is it the first column of the table?
    """
    name = normal(heading)
    likely = (_alike(name), *told_by_words(name), _by_content(heading, cells, first=first))
    return next((field for field in likely if field and field not in taken and _fits(field, cells)), None)


def told_by_words(name: str) -> list[str]:
    """The fields that words in a heading's plain form tell.

    >>> told_by_words("haushaltsseitig gesichert"), told_by_words("noch nicht gesichert"), told_by_words("bemerkung")
    (['secured'], [], [])
    """
    if len(name) > MOST_SIGNS:
        return []
    return [field for field, (words, but) in TELLING.items() if words.search(name) and not but.search(name)]


@lru_cache(maxsize=1000)
def _alike(name: str) -> str | None:
    from rapidfuzz.fuzz import ratio  # only where a heading is unknown: it loads slowly

    if len(name) < 4:
        return None
    best = sorted(
        ((max(ratio(name, each) for each in words.split(",")), field) for field, words in EXAMPLES.items()),
        reverse=True,
    )
    (score, field), (second, _) = best[:2]
    return field if score >= LIKE and score - second >= APART else None


def _beside(heading: str) -> bool:
    """Does the heading say that others are meant than who is responsible?"""
    return (
        re.search(r"partner|beteilig|mitwirk|unterstütz|koop|empfänger|ziel|träger|ort\b|kontakt", heading, re.I)
        is not None
    )


def _by_content(heading: str, cells: Sequence[Cell], *, first: bool) -> str | None:
    texts = [as_text(cell) for cell in filled(cells)]
    if len(texts) < 2:
        return None
    if all(FIELD.fullmatch(text) for text in texts):
        return "action_field"
    if UNIT_SHARE * sum(UNIT.match(text) is not None for text in texts) >= len(texts) and not _beside(heading):
        return "unit"
    if first and holds_numbers_of_measures(cells):
        return "number"
    return None


def _fits(field: str, cells: Sequence[Cell]) -> bool:
    if field in ("cost", "secured"):
        return holds_sums(cells) and bool(filled(cells))
    if field == "state":
        return holds_states(cells)
    if field == "title":
        return holds_letters(cells) and len({as_text(cell) for cell in filled(cells)}) > len(filled(cells)) / 2
    if field == "number":
        return holds_numbers_of_measures(cells)
    return holds_letters(cells) or not filled(cells) or field in ("action_field", "period", "starts_on", "ends_on")
