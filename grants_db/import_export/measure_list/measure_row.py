"""One row of a measures file → a record: what its cells say, what is refused and what stays unknown.

Strict about meaning: a word that isn't known refuses its row, a sum or period that isn't clear stays unknown, and
both are reported with file, row, column and value.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from grants_db.import_export.layout import reasons
from grants_db.import_export.layout.column_content import HAS_LETTERS
from grants_db.import_export.layout.header import Header
from grants_db.import_export.layout.import_findings import Clash, Context, Finding, Known, SheetReading, placed, shown
from grants_db.import_export.layout.measure_words import (
    carrier_kind_of,
    read_binding,
    read_carrier_kind,
    read_kind,
    side_by_side,
)
from grants_db.import_export.layout.plain_titles import plain
from grants_db.import_export.layout.sheet import TableRow
from grants_db.import_export.measure_list.measure_columns import HEADINGS
from grants_db.import_export.measure_list.measure_sums import (
    MeasureSums,
    RowSums,
    added_up,
    beyond_cost,
    empty_findings,
    measure_sums,
    names_items,
    row_sums,
    says_less,
)
from grants_db.measures.records import MeasureRecord
from grants_db.messages import Message
from grants_db.rules.cell import Cell, Formula, as_text
from grants_db.rules.german_numbers import Period, parse_period, says_unknown
from grants_db.rules.measure_states import read_state
from grants_db.typed_days import written_day
from grants_db.vocabulary import Binding, CarrierKind, MeasureState

MOST_SIGNS = {"number": 40, "goal": 500, "unit": 200, "carrier": 200, "period": 100}
MOST_SIGNS |= {"list_name": 100, "list_number": 40}
SPANNING = {"action_field", "goal", "kind", "binding", "unit", "carrier", "carrier_kind", "period"}
NEEDED = {"number", "title", "action_field"}
YES = re.compile(r"ja|j|x|muster|wahr|true|1", re.I)
Word = TypeVar("Word")


class RowReader:
    """Reads one measure's row; gathers what is wrong with it before the measure is taken or refused."""

    def __init__(self, row: TableRow, header: Header, context: Context) -> None:
        self.empty = {index for index, cell in enumerate(row.cells) if cell is Formula.WITHOUT_RESULT}
        self.without_result: set[str | int] = set()
        self.row = row
        if self.empty:
            self.without_result = {name for name, index in header.places.items() if index in self.empty}
            cells = ["" if index in self.empty else cell for index, cell in enumerate(row.cells)]
            self.row = TableRow(row.number, cells)
        self.header = header
        self.context = context
        self.problems: list[Finding] = []
        self.unclear: list[Finding] = []
        self.notes: list[Message] = []
        self.further_fields = ""  # that it names after its own
        self.goal_above = ""  # of the heading it stands under

    def sums(self) -> RowSums:
        """The sums of this row alone."""
        return row_sums(self.row, self.header, self.context, self.empty)

    def written_field(self, section: str) -> int | None:
        """The action field the row names, or the one it stands under; None where neither says one we know."""
        return self.context.field_of(self.text("action_field") or section)

    def read(
        self, number: str, section: str, further: Sequence["RowReader"], into: SheetReading, listed_as: str = ""
    ) -> None:
        """Add the row's measure to the reading, or what is wrong with it.

        Args:
            number: the measure's number; it is compared with what is stored, and nowhere else.
            section: the action field the row stands under.
            further: rows below that say more of the same measure.
            into: what the file gives.
            listed_as: its number in its list, where it has another one here.
        """
        unread = self.without_result - NEEDED - {"gap"}
        for name in (name for name in self.header.places if name in unread) if unread else ():
            self.unclear.append(self._finding(self._column(name), "", reasons.FORMULA))
        title = " ".join(self.text("title").split())
        if not title:
            self.refuse("title", reasons.TITLE_MISSING)
        elif not HAS_LETTERS.search(title) and self._stored(number, title) is None:
            self.refuse("title", reasons.TITLE_OF_DIGITS)
        action_field = self._action_field(number, section, self._stored(number, title))
        clash = self._compare_with_known(number, title, action_field, listed_as)
        binding = self._word("binding", read_binding, "V (verbindlich) oder H (Empfehlung an Dritte)")
        unit = self._unit(further)
        carrier, carrier_kind = self._carrier(binding, unit)
        period = self._period()
        sums = self._sums(number, further)
        kind = self._word("kind", read_kind, "a bis e")
        state = self._state()
        record = MeasureRecord(
            number=number,
            action_field=action_field,
            title=title,
            goal=self._short("goal") or self.goal_above[: MOST_SIGNS["goal"]],
            description=self.text("description"),
            kind=kind,
            binding=binding,
            state=state,
            further_fields=self.further_fields,
            unit=unit,
            carrier=carrier,
            carrier_kind=carrier_kind,
            period=period.text,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            cost=sums.cost,
            cost_note=sums.cost_note,
            year_costs=sums.year_costs,
            secured=sums.secured,
            parts=sums.parts,
            sample=YES.fullmatch(self.text("sample")) is not None,
            stated=self.header.stated - self.without_result,
            listed_as=listed_as or self._short("list_number"),
            in_list=self._short("list_name") if "list_name" in self.header.columns else None,
            further_units=tuple(name for line in self.text("further_units").split("\n") if (name := line.strip())),
        )
        if clash is not None:
            into.clashes.append(clash)
        if self.problems:
            into.refused.extend(self.problems)
            return
        into.unknown.extend(self.unclear)
        into.records.append(record)
        for note, values in beyond_cost(sums):
            self._note(note, number=number, **values)
        into.notes.extend(self.notes)

    def cell(self, name: str) -> Cell:
        """The cell of a column; empty where the file has no such column.

        A cell merged with the one above says the same, except for a sum: that would count twice.
        """
        index = self.header.columns.get(name)
        cell = self.row.at(index)
        if cell == "" and index is not None and name in SPANNING:
            return self.context.spans.get((self.row.number, index), "")
        return cell

    def text(self, name: str) -> str:
        """The same as a person reads it."""
        marks = self.header.marks_of(name)
        if marks:
            return " / ".join(each for at, each in marks.items() if as_text(self.row.at(at)))
        index = self.header.columns.get(name)
        if index is None:
            return ""
        texts = self.row.texts
        text = texts[index] if index < len(texts) else ""
        return text if text or not self.context.spans else as_text(self.cell(name))

    def _column(self, name: str | int) -> str:
        index = self.header.places.get(name)
        return self.header.names[index] if index is not None else HEADINGS[str(name)]

    def _finding(self, column: str, value: str, reason: Message, **values: object) -> Finding:
        value = shown(value)
        sentence = placed(reason, self.context, self.row, column=column, value=value, **values)
        return Finding(self.context.file, self.row.number, column, value, sentence)

    def refuse(self, name: str, reason: Message, value: str | None = None, **values: object) -> None:
        """Refuse the row, naming the column and what stands there."""
        written = self.text(name) if value is None else value
        if name in self.without_result:
            reason = reasons.FORMULA_NEEDED
        self.problems.append(self._finding(self._column(name), written, reason, **values))

    def _stored(self, number: str, title: str) -> Known | None:
        """The stored measure that the row means."""
        known = self.context.known.get(number)
        return known if known is not None and plain(known.title) == plain(title) else None

    def _compare_with_known(self, number: str, title: str, action_field: int, listed_as: str) -> Clash | None:
        """Another title in another field is another measure until somebody says otherwise; a new title is told."""
        known = self.context.known.get(number)
        if known is None or known.sample or not title or not action_field or plain(known.title) == plain(title):
            return None
        titles = {"known": shown(known.title), "title": shown(title)}
        if known.action_field == action_field or (listed_as or number) in self.context.same:
            self._note(reasons.RENAMED, number=number, **titles)
            return None
        fields = {"known_field": known.action_field, "field": action_field}
        self.refuse("number", reasons.NUMBER_TAKEN, listed_as or number, **titles, **fields)
        return Clash(listed_as or number, title, action_field, known.title, known.action_field)

    def _action_field(self, number: str, section: str, stored: Known | None) -> int:
        if stored is not None and not stored.sample and "action_field" not in self.header.columns and not section:
            return stored.action_field
        written = self.text("action_field") or section
        found = self.context.field_of(written)
        if found is not None:
            self._compare_name(written, found)
            if others := [other for other in self.context.further_fields(written) if other != found]:
                self.further_fields = ", ".join(map(str, others))
                self._note(reasons.MORE_FIELDS, number=number, fields=", ".join(map(str, others)))
            return found
        if written:
            known = ", ".join(map(str, self.context.action_fields))
            self.refuse("action_field", reasons.FIELD_UNKNOWN, written, known=known)
        else:
            self.refuse("action_field", reasons.FIELD_MISSING)
        return 0

    def _compare_name(self, written: str, number: int) -> None:
        """A field's number with words that aren't its own is to be checked, unless somebody said which one it is."""
        said = self.context.named_otherwise(written)
        if said is None or written in self.context.fields_said or written in self.context.told:
            return
        self.context.told[written] = said.other
        titles = self.context.action_fields
        values = {"field": number, "known": titles[number][-1]}
        reason = reasons.FIELD_NAMED_OTHERWISE
        if said.other is not None:
            reason, values = reasons.FIELD_CONTRADICTS, values | {"other": said.other, "name": titles[said.other][-1]}
        self.unclear.append(self._finding(self._column("action_field"), written, reason, **values))

    def _unit(self, further: Sequence["RowReader"]) -> str:
        """The unit, or the units: rows of one measure may name several."""
        names = [side_by_side(each.text("unit")) for each in (self, *further)]
        return self._checked("unit", " / ".join(dict.fromkeys(name for name in names if name)) or self.context.unit)

    def _state(self) -> MeasureState:
        text = self.text("state")
        if not text and self.header.gives_up(self.text("cost")):
            return MeasureState.GIVEN_UP
        found = read_state(text) if text else MeasureState.OPEN
        if found is None:
            self.unclear.append(self._finding(self._column("state"), text, reasons.STATE_UNCLEAR))
        return found or MeasureState.OPEN

    def _sums(self, number: str, further: Sequence["RowReader"]) -> MeasureSums:
        """The sums of the measure, from all its rows."""
        own = self.sums()
        if further:
            whole_first = all(says_less(self.row, each.row, self.header) for each in further)
            items = names_items([self.row, *(each.row for each in further)], self.header)
            sums_of_rows = [own, *(each.sums() for each in further)]
            own, doubtful = added_up(sums_of_rows, self.header, whole_first=whole_first, items=items)
            rows = ", ".join(str(each.row.number) for each in (self, *further))
            self.notes.append(Message.of(reasons.ADDED_UP.template, file=self.context.file, rows=rows, number=number))
            reason = reasons.TOTAL_OR_PART if whole_first else reasons.REPEATED
            for index in sorted(doubtful):
                self.unclear.append(self._finding(self.header.names[index], "", reason, number=number))
        self.problems.extend(own.problems)
        self.unclear.extend(own.unclear.values())
        self.notes.extend(own.notes)
        sums, summed = measure_sums(own, self.header)
        if summed:
            self._note(reasons.SUMMED_FROM_YEARS, total=sums.cost)
        for name, finding in empty_findings(own, self.header, self.context, self.row, self.empty).items():
            if not (name == "cost" and summed):
                self.unclear.append(finding)
        return sums

    def _short(self, name: str) -> str:
        return self._checked(name, " ".join(self.text(name).split()))

    def _checked(self, name: str, text: str) -> str:
        if len(text) > MOST_SIGNS[name]:
            self.refuse(name, reasons.TOO_LONG, most=MOST_SIGNS[name])
        return text

    def _word(self, name: str, read: Callable[[str], Word | None], known: str) -> Word | None:
        text = self.text(name)
        if not text or says_unknown(text):
            return None
        if (found := read(text)) is None:
            self.refuse(name, reasons.WORD_UNKNOWN, known=known)
        return found

    def _carrier(self, binding: Binding | None, unit: str) -> tuple[str, CarrierKind]:
        """The carrier as written; where nothing is written, whom the entry binds tells: the city or the third party."""
        carrier = self._short("carrier")
        stated = self._word("carrier_kind", read_carrier_kind, "Stadt, Verein, Kirche, Schule, Hochschule …")
        if (said := self.text("carrier_kind")) and says_unknown(said):
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
        period = parse_period(self.cell("period"), today)
        begin, end = parse_period(self.cell("starts_on"), today), parse_period(self.cell("ends_on"), today)
        for name, part in (("period", period), ("starts_on", begin), ("ends_on", end)):
            day = written_day(part.text) if part.doubted else None
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
            self.refuse("period", reasons.END_BEFORE_BEGIN, text)
        return period

    def say(self, note: Message, **values: object) -> None:
        """Note something worth knowing about the row's number."""
        self._note(note, column=self._column("number"), **values)

    def _note(self, note: Message, **values: object) -> None:
        self.notes.append(placed(note, self.context, self.row, **values))
