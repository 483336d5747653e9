"""What a spreadsheet's number format adds to a number: "2.500 T€" stands in a cell that holds 2500.

Format codes as Excel writes them (ECMA-376 part 1, 18.8.31), in .xlsx and .xls alike.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from grants_db.rules.cell import Shown, written

#: the built-in formats that matter here, by number (ECMA-376 part 1, 18.8.30); currencies follow the reader's country,
#: and a day is a day already
BUILT_IN = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 39: "#,##0.00", 40: "#,##0.00"}
UNCLEAR = "anders gezeigt"  # the unit of a number that its format shows as another one without saying why
TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*")|(?P<escaped>\\.)|(?P<filler>[_*].)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<bracket>\[[^\]]*\])
    |(?P<general>General|Standard)|(?P<digits>[0#?](?:[0#?.,]*[0#?])?)|(?P<thousands>,+)|(?P<power>[Ee][+-])
    |(?P<other>.)""",
    re.X | re.S,
)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
MOST_EXACT = 10**15  # beyond it, and beyond so many places, a spreadsheet's numbers are no longer exact
MOST_PLACES = 12
#: signs that stand around numbers without being a unit
SIGNS = " \u00a0-+()−–@/,."


@dataclass(frozen=True)
class Section:
    """One part of a format code: the text before and after the number, and how the number itself is shown."""

    before: str
    after: str
    unit: str  # what the texts say beside the number
    places: int  # shown in any case
    grouped: bool
    hides_nought: bool
    thousands: int  # how often it is divided by a thousand
    parted: bool  # text stands between the digits: what is shown reads as another number


def shown(value: Decimal, code: str) -> Decimal | Shown:
    """The number as its format shows it: with the zeros behind it, or with its unit.

    >>> shown(Decimal("1.1"), "0.00"), shown(Decimal(2500), '#,##0" T€"')
    (Decimal('1.10'), Shown(value=Decimal('2500'), text='2.500 T€', unit='T€'))
    >>> shown(Decimal(2500000), '0.0,," Mio. €"').text, shown(Decimal(2500000), "#,##0,").unit
    ('2,5 Mio. €', 'anders gezeigt')
    """
    section = _section_for(value, code) if abs(value) < MOST_EXACT else None
    if section is None:
        return value
    number = value * 100 if "%" in section.unit else value.scaleb(-3 * section.thousands)
    unit = UNCLEAR if section.parted or (section.thousands and not section.unit) else section.unit
    if not unit:
        places = max(section.places, _places(number))
        return number.quantize(Decimal(1).scaleb(-places)) if places <= MOST_PLACES else number
    if unit is UNCLEAR:
        return Shown(number, f"{written(value)} ({UNCLEAR})", unit)
    sign = "-" if value < 0 and "-" not in section.before else ""
    text = " ".join(f"{sign}{section.before}{_figures(abs(number), section)}{section.after}".split())
    return Shown(number, text, unit)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _figures(number: Decimal, section: Section) -> str:
    """The number in German with all its places; a format may show fewer, and no nought."""
    if number == 0 and section.hides_nought:
        return ""
    places = max(section.places, min(_places(number), MOST_PLACES))
    text = f"{number:,.{places}f}" if section.grouped else f"{number:.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def _section_for(value: Decimal, code: str) -> Section | None:
    """The part of the code that shows this number: by its conditions, else by its sign."""
    parts = _parts(code)
    if any(condition for condition, _ in parts):
        fitting = [part for condition, part in parts if condition is None or _holds(value, *condition)]
        return fitting[0] if fitting else None
    sections = [part for _, part in parts if part is not None]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[1] if value < 0 and len(sections) > 1 else sections[0]


def _holds(value: Decimal, sign: str, bound: str) -> bool:
    limit = Decimal(bound)
    below, same = value < limit, value == limit
    return {"<": below, "<=": below or same, "=": same, "<>": not same, ">": not (below or same), ">=": not below}[sign]


@lru_cache(maxsize=500)
def _parts(code: str) -> list[tuple[tuple[str, str] | None, Section]]:
    """The parts of a code with the condition each has."""
    parts: list[tuple[tuple[str, str] | None, Section]] = []
    for text in _split(code):
        condition = CONDITION.search(text)
        parts.append(((condition[1], condition[2]) if condition else None, _section(text)))
    return parts


def _split(code: str) -> list[str]:
    """A code at its semicolons, except those that are text."""
    texts, current = [], ""
    for found in TOKEN.finditer(code):
        if found[0] == ";":
            texts.append(current)
            current = ""
        else:
            current += found[0]
    return [*texts, current]


def _section(text: str) -> Section:
    before, after, digits, thousands, parted = "", "", "", 0, False
    for found in TOKEN.finditer(text):
        if found["digits"] or found["general"]:
            parted = parted or bool(after.strip())
            digits += found["digits"] or "0"
        elif found["thousands"] and digits:
            thousands += len(found[0])
        elif digits:
            after += _literal(found)
        else:
            before += _literal(found)
    return Section(
        before=before,
        after=after,
        unit=" ".join(f"{before} {after}".strip(SIGNS).split()),
        places=digits.partition(".")[2].count("0"),
        grouped="," in digits,
        hides_nought="0" not in digits,
        thousands=thousands,
        parted=parted,
    )


def _literal(found: re.Match[str]) -> str:
    if found["quoted"]:
        return found[0][1:-1]
    if found["escaped"]:
        return found[0][1]
    if found["filler"]:
        return " " if found[0][0] == "_" else ""
    if found["currency"] is not None:
        return found["currency"]
    return found["other"] or ""
