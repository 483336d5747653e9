"""What reading a measures file gives: measures, and what a person should look at, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from grants_db.import_export.layout.measure_words import (
    NamedOtherwise,
    further_fields,
    likely_action_field,
    named_otherwise,
    read_action_field,
)
from grants_db.import_export.layout.sheet import TableRow
from grants_db.measures.records import MeasureRecord
from grants_db.messages import Message
from grants_db.rules.cell import Cell


@dataclass(frozen=True)
class Finding:
    """Something in a file that a person should look at; `reason` names file, row, column and value."""

    file: str
    row: int
    column: str
    value: str
    reason: Message


@dataclass(frozen=True)
class Clash:
    """A number that another measure has already, in the same list: somebody has to say whether it is the same one."""

    number: str  # as the file writes it
    title: str
    action_field: int
    known_title: str
    known_field: int


@dataclass
class SheetReading:
    """What a sheet gave."""

    records: list[MeasureRecord] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """A measure that is stored already, by what tells it from another of the same number."""

    title: str
    action_field: int
    sample: bool = False  # gives way to whatever has its number


@dataclass(frozen=True)
class Context:
    """What every row is read with."""

    file: str
    action_fields: Mapping[int, tuple[str, ...]]
    city: str
    known: Mapping[str, Known] = field(default_factory=dict)  # of the file's list, by number; filled once that is known
    same: frozenset[str] = frozenset()  # numbers of which somebody said that they mean the stored measure
    spans: Mapping[tuple[int, int], Cell] = field(default_factory=dict)  # merged with a cell above
    today: date | None = None  # None: no day is too far ahead
    decimal_point: bool = False  # sums are written 1751.46
    dash_is_nothing: bool = False  # a legend says that a dash means: nothing secured
    fields_said: Mapping[str, int] = field(default_factory=dict)  # which field a text means to whoever asked
    #: texts that name a field by number and otherwise by words, with the field of ours that has this name
    told: dict[str, int | None] = field(default_factory=dict)
    unit: str = ""  # that the whole sheet names, where no column does
    # what has been read of texts that come again and again
    fields_read: dict[str, int | None] = field(default_factory=dict)
    further_read: dict[str, list[int]] = field(default_factory=dict)
    otherwise_read: dict[str, NamedOtherwise | None] = field(default_factory=dict)

    def field_of(self, written: str) -> int | None:
        """The action field that a text names; None where there is no such one."""
        if written not in self.fields_read:
            self.fields_read[written] = (
                self.fields_said.get(written)
                or read_action_field(written, self.action_fields)
                or likely_action_field(written, self.action_fields)
            )
        return self.fields_read[written]

    def further_fields(self, written: str) -> list[int]:
        """The action fields that a text names after the first one; to be read only."""
        if written not in self.further_read:
            self.further_read[written] = further_fields(written, self.action_fields)
        return self.further_read[written]

    def named_otherwise(self, written: str) -> NamedOtherwise | None:
        """Does a text name a field by number and, in words, something else?"""
        if written not in self.otherwise_read:
            self.otherwise_read[written] = named_otherwise(written, self.action_fields)
        return self.otherwise_read[written]


def placed(sentence: Message, context: Context, row: TableRow, **values: object) -> Message:
    """The sentence with its place filled in."""
    return Message.of(sentence.template, file=context.file, row=row.number, **values)


def shown(value: str) -> str:
    """A cell's text for a report: one line, not endless."""
    text = " ".join(value.split())
    return text if len(text) <= 80 else text[:79] + "…"
