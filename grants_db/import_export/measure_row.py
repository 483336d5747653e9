"""One row of a measures file → a record: what its cells say, what is refused and what stays unknown.

Strict about meaning: a word that isn't known refuses its row, a sum or period that isn't clear stays unknown, and
both are reported with file, row, column and value.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from grants_db.import_export import reasons
from grants_db.import_export.import_findings import Context, Finding, Known, SheetReading, placed, shown
from grants_db.import_export.measure_columns import HAS_LETTERS, HEADINGS, Header
from grants_db.import_export.measure_words import (
    carrier_kind_of,
    read_action_field,
    read_binding,
    read_carrier_kind,
    read_kind,
)
from grants_db.import_export.table_reader import TableRow
from grants_db.measures.store import MeasureRecord
from grants_db.messages import Message
from grants_db.rules.cell import Cell, Formula, as_text
from grants_db.rules.financing import gap
from grants_db.rules.german_numbers import Period, parse_period, parse_sum, says_unknown
from grants_db.typed_days import written_day
from grants_db.vocabulary import Binding, CarrierKind

MOST_EUROS = Decimal(10) ** 12  # more than any city spends: a slip of the keyboard
MOST_SIGNS = {"number": 40, "goal": 500, "unit": 200, "carrier": 200, "period": 100}
COST_NOTE_SIGNS = 200
SPANNING = {"action_field", "goal", "kind", "binding", "unit", "carrier", "carrier_kind", "period"}
#: what Excel makes of a number like 1.2 when the column isn't text
DATED_NUMBER = re.compile(
    r"\d{1,2}\. ?[A-Za-zä]{3,4}\.?( \d{2,4})?|[A-Za-zä]{3,4}\.? \d{2,4}|\d{1,2}\.\d{1,2}\.\d{4}", re.I
)
NEEDED = {"number", "title", "action_field"}
YES = re.compile(r"ja|j|x|muster|wahr|true|1", re.I)
Word = TypeVar("Word")


class RowReader:
    """Reads one row's cells; gathers what is wrong with them before the row is taken or refused."""

    def __init__(self, row: TableRow, header: Header, context: Context, into: SheetReading) -> None:
        empty = {index for index, cell in enumerate(row.cells) if cell is Formula.WITHOUT_RESULT}
        self.without_result = {name for name, index in header.places.items() if index in empty}
        self.row = TableRow(row.number, ["" if index in empty else cell for index, cell in enumerate(row.cells)])
        self.header = header
        self.context = context
        self.into = into
        self.problems: list[Finding] = []
        self.unclear: list[Finding] = []
        self.notes: list[Message] = []
        self.unclear_years = False

    def read(self, section: str, numbers: set[str]) -> None:
        """Add the row's measure to the reading, or what is wrong with it; `section` is the field it stands under."""
        for name in (name for name in self.header.places if name in self.without_result - NEEDED - {"gap"}):
            self.unclear.append(self._finding(self._column(name), "", reasons.FORMULA))
        number = self._number(numbers)
        title = " ".join(self.text("title").split())
        if not title:
            self._refuse("title", reasons.TITLE_MISSING)
        elif not HAS_LETTERS.search(title) and self._stored(number, title) is None:
            self._refuse("title", reasons.TITLE_OF_DIGITS)
        action_field = self._action_field(section, self._stored(number, title))
        self._compare_with_known(number, title, action_field)
        binding = self._word("binding", read_binding, "V (verbindlich) oder H (Empfehlung an Dritte)")
        unit = self._short("unit")
        carrier, carrier_kind = self._carrier(binding, unit)
        period = self._period()
        year_costs = self._year_costs()
        cost, cost_note = self._cost(year_costs)
        secured = self._sum("secured")
        kind = self._word("kind", read_kind, "a bis e")
        record = MeasureRecord(
            number=number,
            action_field=action_field,
            title=title,
            goal=self._short("goal"),
            description=self.text("description"),
            kind=kind,
            binding=binding,
            unit=unit,
            carrier=carrier,
            carrier_kind=carrier_kind,
            period=period.text,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            cost=cost,
            cost_note=cost_note,
            year_costs=year_costs,
            secured=secured,
            sample=YES.fullmatch(self.text("sample")) is not None,
            stated=frozenset(self.header.places) - self.without_result,
        )
        if self.problems:
            self.into.refused.extend(self.problems)
            return
        self.into.unknown.extend(self.unclear)
        self.into.records.append(record)
        self._note_sums(record)
        self.into.notes.extend(self.notes)

    def cell(self, name: str) -> Cell:
        """The cell of a column; empty where the file has no such column.

        A cell merged with the one above says the same, except for a sum: that would count twice.
        """
        index = self.header.columns.get(name)
        cell = self._at(index)
        if cell == "" and index is not None and name in SPANNING:
            return self.context.spans.get((self.row.number, index), "")
        return cell

    def text(self, name: str) -> str:
        """The same as a person reads it."""
        return as_text(self.cell(name))

    def _at(self, index: int | None) -> Cell:
        return self.row.cells[index] if index is not None and index < len(self.row.cells) else ""

    def _column(self, name: str | int) -> str:
        index = self.header.places.get(name)
        return self.header.names[index] if index is not None else HEADINGS[str(name)]

    def _finding(self, column: str, value: str, reason: Message, **values: object) -> Finding:
        value = shown(value)
        sentence = placed(reason, self.context, self.row, column=column, value=value, **values)
        return Finding(self.context.file, self.row.number, column, value, sentence)

    def _refuse(self, name: str, reason: Message, value: str | None = None, **values: object) -> None:
        written = self.text(name) if value is None else value
        if name in self.without_result:
            reason = reasons.FORMULA_NEEDED
        self.problems.append(self._finding(self._column(name), written, reason, **values))

    def _number(self, numbers: set[str]) -> str:
        cell = self.cell("number")
        number = f"{cell:f}" if isinstance(cell, Decimal) else self._short("number")
        if not number:
            self._refuse("number", reasons.NUMBER_MISSING)
        elif isinstance(cell, date) or DATED_NUMBER.fullmatch(number):
            self._refuse("number", reasons.NUMBER_DATED)
        elif number in numbers:
            parted = isinstance(cell, Decimal) and cell % 1 != 0
            self._refuse("number", reasons.NUMBER_TWICE_AS_NUMBER if parted else reasons.NUMBER_TWICE, number)
        numbers.add(number)
        return number

    def _stored(self, number: str, title: str) -> Known | None:
        """The stored measure that the row means."""
        known = self.context.known.get(number)
        return known if known is not None and _plain(known.title) == _plain(title) else None

    def _compare_with_known(self, number: str, title: str, action_field: int) -> None:
        """Another title in another field is another measure: two offices number from 1. A new title alone is told."""
        known = self.context.known.get(number)
        if known is None or known.sample or not title or not action_field or _plain(known.title) == _plain(title):
            return
        titles = {"known": shown(known.title), "title": shown(title)}
        if known.action_field == action_field:
            self._note(reasons.RENAMED, number=number, **titles)
        else:
            fields = {"known_field": known.action_field, "field": action_field}
            self._refuse("number", reasons.NUMBER_TAKEN, number, **titles, **fields)

    def _action_field(self, section: str, stored: Known | None) -> int:
        if stored is not None and not stored.sample and "action_field" not in self.header.columns and not section:
            return stored.action_field
        written = self.text("action_field") or section
        number = read_action_field(written, self.context.action_fields)
        if number is not None:
            return number
        if written:
            known = ", ".join(map(str, self.context.action_fields))
            self._refuse("action_field", reasons.FIELD_UNKNOWN, written, known=known)
        else:
            self._refuse("action_field", reasons.FIELD_MISSING)
        return 0

    def _short(self, name: str) -> str:
        text = " ".join(self.text(name).split())
        if len(text) > MOST_SIGNS[name]:
            self._refuse(name, reasons.TOO_LONG, most=MOST_SIGNS[name])
        return text

    def _word(self, name: str, read: Callable[[str], Word | None], known: str) -> Word | None:
        text = self.text(name)
        if not text or says_unknown(text):
            return None
        if (found := read(text)) is None:
            self._refuse(name, reasons.WORD_UNKNOWN, known=known)
        return found

    def _carrier(self, binding: Binding | None, unit: str) -> tuple[str, CarrierKind]:
        """The carrier as written; where nothing is written, whom the entry binds tells: the city or the third party."""
        carrier = self._short("carrier")
        stated = self._word("carrier_kind", read_carrier_kind, "Stadt, Verein, Kirche, Schule, Hochschule …")
        if says_unknown(self.text("carrier_kind")) and self.text("carrier_kind"):
            stated = CarrierKind.UNKNOWN
        if carrier and says_unknown(carrier):
            return "", stated or CarrierKind.UNKNOWN
        if not carrier and binding is Binding.ADMINISTRATION:
            return f"Stadt {self.context.city}", stated or CarrierKind.CITY
        if not carrier and binding is Binding.RECOMMENDATION:
            carrier = unit
        return carrier, stated or carrier_kind_of(carrier)

    def _period(self) -> Period:
        today = self.context.today
        period, begin, end = (parse_period(self.cell(name), today) for name in ("period", "starts_on", "ends_on"))
        for name, part in (("period", period), ("starts_on", begin), ("ends_on", end)):
            day = written_day(part.text)
            if part.doubted and not (day and day in (period.starts_on, period.ends_on)):  # "bis 2045" and its last day
                self.unclear.append(self._finding(self._column(name), part.text, reasons.DAY_DOUBTED))
        text = period.text or " – ".join(part for part in (begin.text, end.text) if part)
        period = Period(
            text,
            begin.starts_on or period.starts_on,
            end.ends_on or end.starts_on or period.ends_on,
            period.readable and begin.readable and end.readable,
        )
        if not period.readable:
            self.unclear.append(self._finding(self._column("period"), text, reasons.PERIOD_UNCLEAR))
        if len(text) > MOST_SIGNS["period"]:
            self._short("period")
        if period.starts_on and period.ends_on and period.ends_on < period.starts_on:
            self._refuse("period", reasons.END_BEFORE_BEGIN, text)
        return period

    def _cost(self, year_costs: dict[int, Decimal]) -> tuple[Decimal | None, str]:
        """The total and the cell's own words where none could be read; an empty cell leaves it to the years."""
        if "cost" in self.without_result:
            return None, ""
        if self.cell("cost") == "" and year_costs and not self.unclear_years:
            total = sum(year_costs.values(), Decimal(0))
            self._note(reasons.SUMMED_FROM_YEARS, total=total)
            return total, ""
        cost = self._sum("cost")
        written = " ".join(self.text("cost").split())
        note = "" if cost is not None or written.lower() == "unbekannt" else written
        return cost, note if len(note) <= COST_NOTE_SIGNS else note[: COST_NOTE_SIGNS - 1] + "…"

    def _year_costs(self) -> dict[int, Decimal]:
        sums = {}
        for year, index in self.header.year_costs.items():
            cell = self._at(index)
            if year in self.without_result:
                self.unclear_years = True
            if cell == "":
                continue  # most measures cost something in a few years only
            amount = self._checked_sum(index, cell)
            if amount is None:
                self.unclear_years = True
            else:
                sums[year] = amount
        return dict(sorted(sums.items()))

    def _sum(self, name: str) -> Decimal | None:
        if name not in self.header.columns or name in self.without_result:
            return None  # said already
        return self._checked_sum(self.header.columns[name], self.cell(name))

    def _checked_sum(self, index: int, cell: Cell) -> Decimal | None:
        column, text = self.header.names[index], as_text(cell)
        scale = self.header.scales.get(index, 1)
        amount = parse_sum(cell, scale) if scale else None
        if amount is None:
            reason = (reasons.SUM_UNCLEAR if scale else reasons.UNIT_UNCLEAR) if text else reasons.SUM_EMPTY
            self.unclear.append(self._finding(column, text, reason))
        elif amount < 0:
            self.problems.append(self._finding(column, text, reasons.SUM_NEGATIVE))
        elif amount >= MOST_EUROS:
            self.problems.append(self._finding(column, text, reasons.SUM_TOO_LARGE))
        return amount

    def _note_sums(self, record: MeasureRecord) -> None:
        if record.cost is not None and record.secured is not None and record.secured > record.cost:
            missing = gap(record.cost, record.secured)
            self._note(reasons.SECURED_BEYOND_COST, number=record.number, gap=missing)
        if record.cost is not None and sum(record.year_costs.values(), Decimal(0)) > record.cost:
            self._note(reasons.YEARS_BEYOND_COST, number=record.number)

    def _note(self, note: Message, **values: object) -> None:
        self.notes.append(placed(note, self.context, self.row, **values))


def _plain(title: str) -> str:
    """A title without what a person changes in passing: capitals, blanks, punctuation."""
    return re.sub(r"[\W_]+", "", title).casefold()
