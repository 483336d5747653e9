"""The sums of a measure: cost, years of cost and what is secured, from one row of a file or from several.

A sum that isn't clear stays unknown and is named; a formula without a result is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from grants_db.import_export.layout import reasons
from grants_db.import_export.layout.decimal_point import with_point
from grants_db.import_export.layout.header import Header
from grants_db.import_export.layout.import_findings import Context, Finding, placed, shown
from grants_db.import_export.layout.itemised_sums import is_in_hand, secured_of, whole_cost
from grants_db.import_export.layout.known_headings import names_cost_items
from grants_db.import_export.layout.sheet import TableRow
from grants_db.measures.stated_money import SecuredPart
from grants_db.messages import Message
from grants_db.rules.cell import Cell, as_text
from grants_db.rules.financing import gap
from grants_db.rules.german_numbers import TO_FOLLOW, is_rounded, parse_sum

MOST_EUROS = Decimal(10) ** 12  # more than any city spends: a slip of the keyboard
COST_NOTE_SIGNS = 200
ALL = {
    "ja",
    "voll",
    "vollständig",
    "komplett",
    "vollständig gesichert",
    "gesichert",
    "ja, vollständig",
    "voll gesichert",
}
DASHES = {"-", "–", "—"}
NOTHING = re.compile(
    r"nein|nichts|un(gesichert|gedeckt)|(noch |bisher |bislang )*(nicht|keine?)"
    r"( (mittel|finanzierung|zusagen?|deckung|gelder|förderung))?"
    r"( (gesichert|vorhanden|finanziert|gedeckt|bewilligt|da))?",
    re.I,
)


@dataclass
class RowSums:
    """What one row says of money: for each column its sum, None where it isn't clear; an empty cell has none."""

    sums: dict[int, Decimal | None] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    unclear: dict[int, Finding] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class MeasureSums:
    """What all rows of a measure say of its money."""

    cost: Decimal | None
    cost_note: str
    year_costs: dict[int, Decimal]
    secured: Decimal | None
    parts: tuple[SecuredPart, ...]


def row_sums(row: TableRow, header: Header, context: Context, without_result: set[int]) -> RowSums:
    """Read the sums of one row."""
    read = RowSums()
    for index in header.sums:
        if index in without_result:
            read.sums[index] = None
            continue
        cell = row.at(index)
        if isinstance(cell, Decimal) and not _on_condition(
            header, index
        ):  # nearly every one: nothing is to be said of it
            scale = header.scales.get(index, 1)
            amount = parse_sum(cell, scale) if scale else None
            if amount is not None and 0 <= amount < MOST_EUROS:
                read.sums[index], read.texts[index] = amount, row.texts[index]
                continue
        elif context.decimal_point:
            cell = with_point(cell)
        if text := as_text(cell):
            _read(read, index, cell, text, row, header, context)
    return read


def _read(read: RowSums, index: int, cell: Cell, text: str, row: TableRow, header: Header, context: Context) -> None:
    column = header.names[index]
    read.texts[index] = " ".join(text.split())
    if index == header.columns.get("secured") and not isinstance(cell, Decimal):
        said = text.lower().strip(" .!")
        if said in ALL or NOTHING.fullmatch(said):
            read.sums[index] = None if said in ALL else Decimal(0)
            return
    there = is_in_hand(as_text(row.at(header.secured_if))) if _on_condition(header, index) else True
    if there is not True or (context.dash_is_nothing and text in DASHES and index not in header.costs):
        read.sums[index] = None if there is None else Decimal(0)
        return
    scale = header.scales.get(index, 1)
    amount = parse_sum(cell, scale) if scale else None
    if amount is None and scale and isinstance(cell, str):
        amount = _of_parts(cell, scale, index, header)
        if amount is not None:
            read.notes.append(placed(reasons.SUM_OF_PARTS, context, row, column=column, value=shown(text), sum=amount))
    read.sums[index] = amount

    def finding(reason: Message) -> Finding:
        value = shown(text)
        sentence = placed(reason, context, row, column=column, value=value)
        return Finding(context.file, row.number, column, value, sentence)

    if amount is None:
        read.unclear[index] = finding(reasons.SUM_UNCLEAR if scale else reasons.UNIT_UNCLEAR)
    elif amount < 0:
        read.problems.append(finding(reasons.SUM_NEGATIVE))
    elif amount >= MOST_EUROS:
        read.problems.append(finding(reasons.SUM_TOO_LARGE))
    elif isinstance(cell, str) and is_rounded(cell):
        read.notes.append(placed(reasons.ABOUT, context, row, column=column, value=shown(text), sum=amount))


def _on_condition(header: Header, index: int) -> bool:
    """Is it a column of sums that are secured only in rows that say so?"""
    return header.secured_if is not None and index == header.columns.get("secured")


def _of_parts(text: str, scale: int, index: int, header: Header) -> Decimal | None:
    """The sum of a cell that says it in several parts, or with words beside it."""
    if index in header.costs:
        return whole_cost(text, scale)
    return secured_of(text, scale, stated=index not in header.in_hand)


def empty_findings(
    read: RowSums, header: Header, context: Context, row: TableRow, without: set[int]
) -> dict[str, Finding]:
    """What is said of an empty cell for the cost or for what is secured."""
    found = {}
    for name in ("cost", "secured"):
        index = header.columns.get(name)
        if index is None or index in read.sums or index in without:
            continue
        column = header.names[index]
        sentence = placed(reasons.SUM_EMPTY, context, row, column=column)
        found[name] = Finding(context.file, row.number, column, "", sentence)
    return found


def all_secured(read: RowSums, header: Header) -> bool:
    """Does the cell for what is secured say: all of it?"""
    index = header.columns.get("secured")
    return index is not None and read.texts.get(index, "").lower().strip(" .!") in ALL


def added_up(
    rows: Sequence[RowSums], header: Header, *, whole_first: bool, items: bool = False
) -> tuple[RowSums, set[int]]:
    """The sums of several rows of one measure; and the columns in which they can't be told.

    A sum that every row repeats while others differ counts once. With `whole_first`, only the rows below the first say
    of what their sums are: the first one may hold their total. With `items`, each row names another item of cost.
    """
    columns = {index: [read.sums[index] for read in rows if index in read.sums] for index in header.sums}
    differs = any(len(set(found)) > 1 for found in columns.values())
    result, doubtful = RowSums(), set()
    for index, found in columns.items():
        known = [amount for amount in found if amount is not None]
        if not found:
            continue
        if whole_first and index in rows[0].sums and len(found) > 1:
            others = [amount for amount in found[1:] if amount is not None]
            whole = rows[0].sums[index]
            if whole == sum(others, Decimal(0)) or not any(others):
                result.sums[index] = whole
            else:
                result.sums[index] = None
                doubtful.add(index)
            continue
        repeated = len(found) == len(rows) and len(set(found)) == 1 and bool(known) and known[0] != 0
        if (items and index in header.costs) or _on_condition(header, index):
            repeated = False
        if repeated and not differs:
            doubtful.add(index)
        result.sums[index] = (
            None if len(known) < len(found) or index in doubtful else known[0] if repeated else sum(known, Decimal(0))
        )
    for read in rows:
        result.texts = read.texts | result.texts
        result.problems += read.problems
        result.unclear |= read.unclear
        result.notes += read.notes
    return result, doubtful


def says_less(row: TableRow, other: TableRow, header: Header) -> bool:
    """Has the other row words where this one has none?"""
    words = (index for index, text in enumerate(other.texts) if text and index not in header.sums)
    return any(not as_text(row.at(index)) for index in words)


def names_items(rows: Sequence[TableRow], header: Header) -> bool:
    """Does a column name another item of cost in each of these rows?"""
    columns = [index for index, heading in header.names.items() if names_cost_items(heading)]
    names = [[as_text(row.at(index)) for row in rows] for index in columns]
    return any(all(found) and len(set(found)) == len(found) for found in names)


def measure_sums(read: RowSums, header: Header) -> tuple[MeasureSums, bool]:
    """What a measure costs and what of it is secured; and whether its cost is the sum of its years or parts."""
    years = {year: amount for year, index in header.year_costs.items() if (amount := read.sums.get(index)) is not None}
    cost_at = header.columns.get("cost")
    cost = read.sums.get(cost_at) if cost_at is not None else None
    summed = False
    beside = [*header.year_costs.values(), *header.parts]
    if cost is None and (cost_at is None or cost_at not in read.sums) and any(index in read.sums for index in beside):
        amounts = [read.sums[index] for index in (header.parts or header.year_costs.values()) if index in read.sums]
        known = [amount for amount in amounts if amount is not None]
        if known and len(known) == len(amounts):
            cost, summed = sum(known, Decimal(0)), True
    secured, parts = _secured(read, header)
    if all_secured(read, header):
        secured = cost
    note = "" if cost is not None or summed else read.texts.get(-1 if cost_at is None else cost_at, "")
    if note.lower() == "unbekannt" or TO_FOLLOW.fullmatch(note):
        note = ""
    short = note if len(note) <= COST_NOTE_SIGNS else note[: COST_NOTE_SIGNS - 1] + "…"
    return MeasureSums(cost, short, dict(sorted(years.items())), secured, parts), summed


def beyond_cost(sums: MeasureSums) -> Iterator[tuple[Message, dict[str, object]]]:
    """What is to be noted where more is secured than a measure costs, or its years cost more than all of it."""
    if sums.cost is not None and sums.secured is not None and sums.secured > sums.cost:
        yield reasons.SECURED_BEYOND_COST, {"gap": gap(sums.cost, sums.secured)}
    if sums.cost is not None and sum(sums.year_costs.values(), Decimal(0)) > sums.cost:
        yield reasons.YEARS_BEYOND_COST, {}


def _secured(read: RowSums, header: Header) -> tuple[Decimal | None, tuple[SecuredPart, ...]]:
    parts = []
    for source, indexes in header.sources.items():
        for place, index in enumerate(indexes):
            amount = read.sums.get(index)
            if amount:
                code = source.code if place == 0 else f"{source.code} {place + 1}"
                parts.append(SecuredPart(code, source.kind, amount, header.names[index]))
    whole = header.columns.get("secured")
    if whole is not None and whole in read.sums:
        return read.sums[whole], tuple(parts)
    if header.doubted:
        return None, ()
    if header.secured_years:
        years = [read.sums[index] for index in header.secured_years if index in read.sums]
        amounts = [amount for amount in years if amount is not None]
        return (sum(amounts, Decimal(0)) if amounts and len(amounts) == len(years) else None), tuple(parts)
    of_sources = [read.sums[index] for indexes in header.sources.values() for index in indexes if index in read.sums]
    known = [amount for amount in of_sources if amount is not None]
    return (sum(known, Decimal(0)) if known and len(known) == len(of_sources) else None), tuple(parts)
