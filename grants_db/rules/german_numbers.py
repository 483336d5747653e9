"""Sums and periods as German offices write them into tables. Pure; what isn't clear is None, never a guess."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from grants_db.errors import UsageError
from grants_db.rules.cell import Cell, Shown, as_text
from grants_db.typed_days import NEXT_DAY, WRITTEN_DAY, believed, written_reach

#: a cell that says "not known" in so many words
OPEN = re.compile(
    r"(n\.?\s*n\.?|n\.?\s*b\.?|k\.?\s*a\.?|tbd|offen|unbekannt|nicht angegeben|noch offen|[-–—/?.…]+|)", re.I
)
#: in a cell for a sum: that it is still being found out
TO_FOLLOW = re.compile(
    r"(noch )?(nicht|kaum) (bekannt|bezifferbar|beziffert|abschätzbar|ermittelt|kalkuliert|festgelegt|absehbar)"
    r"|(noch |derzeit )*(zu ermitteln|zu klären|zu beziffern|in klärung|in ermittlung|in abstimmung|in prüfung)"
    r"|(wird|werden) (noch |derzeit )?(ermittelt|geklärt|geprüft|kalkuliert|nachgereicht)"
    r"|(schätzung|angabe|zahlen|betrag|kosten|kalkulation) (folgt|folgen|fehlt|fehlen|offen)|folgt( noch)?"
    r"|keine (angaben?|schätzung)",
    re.I,
)
SCALES = {
    "t": 1_000,
    "k": 1_000,
    "tsd": 1_000,
    "tausend": 1_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "millionen": 1_000_000,
    "mrd": 1_000_000_000,
}
GROUPED = r"\d{1,3}(?:[.' \u2009\u202f]\d{3})+"  # 120.000, 120 000
SCALE = r"TEUR|T€|T\b|k€|Tsd\.?|Tausend|Mio\.?|Millionen|Million|Mrd\.?"
UNIT = re.compile(rf"(?P<scale>T EUR|{SCALE})?\s*(?:€|EUR|Euro)?", re.I)
#: words that make a sum a rounded one
ABOUT = r"(?:(?:ca|rd|circa|rund|etwa|zirka|geschätzt|gesch|vsl|voraussichtlich)\b\.?|~|≈)"
#: a remark behind a sum that takes it back
TAKEN_BACK = re.compile(
    r"beantrag|geplant|erwart|angefragt|offen|aussicht|möglich|unsicher|vorbehalt|nicht|netto|pro|je\b|monat"
    r"|jahr",
    re.I,
)
SUM = re.compile(
    rf"""(?:{ABOUT}\s*)?(?:(?:€|EUR|Euro)\s*)?
    (?P<sign>[-−–])?\s*
    (?P<whole>{GROUPED}|\d+)
    (?:,(?P<places>\d{{1,2}}|[-–—]{{1,2}}|\d+(?=\s*(?:Mio|Mill|Mrd|T\b|T€|TEUR|Tsd))))?
    \s*(?P<scale>{SCALE})?
    \s*(?:€|EUR|Euro)?
    (?:\s*\(?(?:brutto|inkl\.\s*(?:MwSt|USt)\.?)\)?|\s*\((?P<remark>[^()\d€]*)\)|\s?\*{{1,3}}|[¹²³])?""",
    re.I | re.X,
)
ENGLISH_SUM = re.compile(r"(?:(?:€|EUR)\s*)?(\d{1,3}(?:,\d{3})+\.\d{2})\s*(?:€|EUR)?", re.I)
CENT = Decimal("0.01")
MOST_EXACT = 10**15  # beyond it a spreadsheet's numbers are no longer exact
POINT = (
    rf"(?:{WRITTEN_DAY}|\d{{1,2}}[/.]\d{{4}}|[A-Za-zä]+\.?\s+\d{{4}}|\d{{4}}"
    r"|Q\s?[1-4][ /.]\s?\d{4}|[1-4]\.\s?(?:Quartal|Halbjahr|Hj\.?)[ /]\s?\d{4})"
)
SPAN = re.compile(rf"(?:von\s+|vom\s+)?({POINT})\s*(?:[-–—]|bis(?:\s+zum)?|/)\s*({POINT}|\d{{2}})", re.I)
FROM = re.compile(rf"(?:ab|seit|beginnend)\s+(?:dem\s+)?({POINT})", re.I)
UNTIL = re.compile(rf"bis\s+(?:zum\s+|ende\s+)?({POINT})", re.I)
#: 01.03.-31.12.2026: the year stands once, behind the second day
ONE_YEAR = re.compile(rf"({NEXT_DAY})\s*(?:[-–—]|bis(?:\s+zum)?)\s*({WRITTEN_DAY})", re.I)
FROM_NOW_ON = re.compile(
    rf"(?:ab|seit)\s+(?:dem\s+)?({POINT}),?\s+(?:(?:fort)?laufend|dauerhaft|unbefristet|ständig|jährlich)", re.I
)
AND_ON = re.compile(r"(\d{4})\s*(?:ff\.?|f\.|und\s+folgende|ongoing)", re.I)
BY_END = re.compile(r"(?:bis\s+)?Ende\s+(.+)", re.I)
ONGOING = re.compile(r"(fort)?laufend|dauerhaft|dauerauf(gabe|trag)|ständig|unbefristet|jährlich", re.I)


def parse_sum(cell: Cell, counted_in: int = 1) -> Decimal | None:
    """A sum in EUR, exact to the cent; None where the cell states none clearly.

    In a column that is `counted_in` thousands a bare number is one of thousands, a unit of its own must be the same.

    >>> texts = ("120.000 €", "8.500,50", "96 T€", "1,2 Mio. €", "12.000,– €", "-5.000 €")
    >>> [f"{parse_sum(text):.2f}" for text in texts]
    ['120000.00', '8500.50', '96000.00', '1200000.00', '12000.00', '-5000.00']
    >>> parse_sum("ca. 8.500 €"), parse_sum("15.000 € (Krankenkasse)"), parse_sum("15.000 € (beantragt)")
    (Decimal('8500'), Decimal('15000'), None)
    >>> [parse_sum(text) for text in ("ca. 15.000 €/Jahr", "n. n.", "12.50", "1,234", "5.000–8.000 €")]
    [None, None, None, None, None]
    >>> parse_sum("96", 1000), parse_sum("96 T€", 1000), parse_sum("96.000 €", 1000)
    (Decimal('96000'), Decimal('96000'), None)
    >>> parse_sum(Shown(Decimal(96), "96 T€", "T€")), parse_sum(Shown(Decimal(96), "96 Personen", "Personen"))
    (Decimal('96000'), None)
    """
    match cell:
        case Decimal():
            return _rounded(cell if counted_in == 1 else cell * counted_in) if abs(cell) < MOST_EXACT else None
        case Shown():
            unit = factor(cell.unit)
            return _rounded(cell.value * unit) if unit and counted_in in (1, unit) else None
        case str():
            text = " ".join(cell.split())
            bare = re.fullmatch(r"[\d.,\s-]+", text) is not None
            return _read_sum(text, counted_in, bare=bare)
        case _:
            return None


def factor(unit: str) -> int | None:
    """How many euros one of a unit is; None where it is no unit of money we know.

    >>> factor("T€"), factor("Mio. €"), factor("€"), factor("Tsd."), factor("USD"), factor("Personen")
    (1000, 1000000, 1, 1000, None, None)
    """
    found = UNIT.fullmatch(unit)
    return None if found is None else _scale(found["scale"])


def _scale(word: str | None) -> int:
    return SCALES[re.sub(r"€|EUR|[. ]", "", word, flags=re.I).lower()] if word else 1


def _rounded(amount: Decimal) -> Decimal:
    """A spreadsheet's number to the cent; its floats carry digits nobody wrote."""
    return amount.quantize(CENT, ROUND_HALF_UP).normalize() + 0


def _read_sum(text: str, counted_in: int, *, bare: bool) -> Decimal | None:
    if counted_in == 1 and (english := ENGLISH_SUM.fullmatch(text)):
        return Decimal(english[1].replace(",", ""))
    found = SUM.fullmatch(text)
    if found is None or TAKEN_BACK.search(found["remark"] or ""):
        return None
    places = (found["places"] or "").strip("-–—")
    scale = counted_in if bare else _scale(found["scale"])
    if counted_in not in (1, scale):
        return None  # the column says one unit, the cell another
    if scale > 1_000 and re.search(r"\D", found["whole"]):
        return None  # "1.234 Mio." is either of two sums
    amount = Decimal(re.sub(r"\D", "", found["whole"]) + (f".{places}" if places else "")) * scale
    if amount < MOST_EXACT and amount != _rounded(amount):
        return None  # a part of a cent
    return -amount if found["sign"] else amount


def is_rounded(text: str) -> bool:
    """Does the cell call its sum a rounded one?"""
    return re.match(ABOUT, text.strip(), re.I) is not None


@lru_cache(maxsize=2000)
def says_unknown(text: str) -> bool:
    """Does the cell say that nothing is known, rather than something unreadable?"""
    return OPEN.fullmatch(text.strip()) is not None


def sum_is_unknown(text: str) -> bool:
    """The same of a cell for a sum, which may also say that it is still being found out.

    >>> sum_is_unknown("n. n."), sum_is_unknown("noch zu ermitteln"), sum_is_unknown("siehe Anlage")
    (True, True, False)
    """
    return says_unknown(text) or TO_FOLLOW.fullmatch(text.strip()) is not None


@dataclass(frozen=True)
class Period:
    """A period as written, and its first and last day where the text gives them."""

    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    readable: bool = True  # False: the text says something we could not read
    doubted: bool = False  # a day lies where nobody means it: before 2000 or far ahead; it is not taken


NO_PERIOD = Period()


def parse_period(cell: Cell, today: date | None = None) -> Period:
    """A period with its days; an open end or an ongoing task has none.

    With `today`, a day far ahead of it is doubted; a period of whole months or years may reach as far as it says.

    >>> period = parse_period("01.03.26 – 28. Februar 2028")
    >>> period.starts_on, period.ends_on
    (datetime.date(2026, 3, 1), datetime.date(2028, 2, 28))
    >>> parse_period("ab 2026").starts_on, parse_period("2026/27").ends_on, parse_period("laufend").starts_on
    (datetime.date(2026, 1, 1), datetime.date(2027, 12, 31), None)
    """
    if cell == "":
        return NO_PERIOD
    text = " ".join(as_text(cell).split())
    try:
        if isinstance(cell, date):
            return Period(text, believed(cell, today))
        return _period(text, today)
    except UsageError:
        return Period(text, doubted=True)


@lru_cache(maxsize=2000)
def _period(text: str, today: date | None) -> Period:
    if says_unknown(text) or ONGOING.fullmatch(text):
        return Period(text)
    if on := AND_ON.fullmatch(text):
        return Period(text, date(int(on[1]), 1, 1))
    if (on := FROM_NOW_ON.fullmatch(text)) and (reach := _reach(on[1], today)):
        return Period(text, reach[0])
    if short := ONE_YEAR.fullmatch(text):
        ends = _reach(short[2], today)
        begins = _reach(f"{short[1]}{ends[1].year}", today) if ends else None
        fits = begins is not None and ends is not None and begins[0] <= ends[1]
        return Period(text, begins[0], ends[1]) if fits and begins and ends else Period(text, readable=False)
    if span := SPAN.fullmatch(text):
        whole_years = re.fullmatch(r"\d{4}", span[1]) is not None
        end = span[1][:2] + span[2] if whole_years and re.fullmatch(r"\d{2}", span[2]) else span[2]
        begins, ends = _reach(span[1], today), _reach(end, today)
        return Period(text, begins[0], ends[1]) if begins and ends else Period(text, readable=False)
    if (by_end := BY_END.fullmatch(text)) and (reach := _reach(by_end[1], today)):
        return Period(text, None, reach[1])
    start, end_only = FROM.fullmatch(text), UNTIL.fullmatch(text)
    point = start[1] if start else end_only[1] if end_only else text
    if (reach := _reach(point, today)) is None:
        return Period(text, readable=False)
    one_day = reach[0] == reach[1]
    return Period(text, None if end_only else reach[0], None if start or (one_day and not end_only) else reach[1])


def _reach(point: str, today: date | None) -> tuple[date, date] | None:
    """The first and the last day of a day, a month, a quarter or a year; a day is to be believed."""
    reach = written_reach(point)
    if reach is not None and reach[0] == reach[1]:
        believed(reach[0], today)
    return reach
