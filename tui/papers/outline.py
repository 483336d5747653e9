"""What stands in a paper, whatever file it becomes: texts, tables whose sums name their rows, charts of tables.

Cells keep their types, so that each file writes them in its own way; None is what nobody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

from tui.formatting.format import day, money, number, one_line
from tui.formatting.i18n import _

#: how many years beside today a line of time reaches for dates alone; periods are shown from their beginning
YEARS_BEHIND, YEARS_AHEAD = 3, 3


class ColumnKind(Enum):
    """What a column holds."""

    TEXT = auto()
    COUNT = auto()
    MONEY = auto()
    DAY = auto()


@dataclass(frozen=True)
class PaperColumn:
    """A column of a table; `weight` is its share of the width."""

    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    weight: int = 2
    only_in_workbook: bool = False

    @property
    def is_number(self) -> bool:
        """Does it stand at the right?"""
        return self.kind in (ColumnKind.COUNT, ColumnKind.MONEY)


@dataclass(frozen=True)
class RowsOf:
    """A figure and the table whose rows it is made of.

    `column` is the place there of the values among which it counts those that say the same as the first cell of its
    own row; without one it counts all.
    """

    value: int | Decimal | None
    table: str
    column: int | None = None


@dataclass(frozen=True)
class ToTable:
    """A reference to a table of the same paper."""

    table: str


PaperCell = str | int | Decimal | date | None | RowsOf | ToTable


@dataclass(frozen=True)
class PaperTable:
    """A table; `key` is its name in the paper, `title` what stands above it, `sheet` its name in a workbook.

    With `total` the last row sums up the others.
    """

    key: str
    title: str
    columns: Sequence[PaperColumn]
    rows: Sequence[Sequence[PaperCell]]
    sheet: str
    total: bool = False
    note: str = ""

    @property
    def body(self) -> Sequence[Sequence[PaperCell]]:
        """The rows without their sum."""
        return self.rows[:-1] if self.total else self.rows


@dataclass(frozen=True)
class PaperChart:
    """A bar chart of some number columns of a table, by its first column."""

    title: str
    table: PaperTable
    series: Sequence[int]

    @property
    def kind(self) -> ColumnKind:
        """What its values are."""
        return self.table.columns[self.series[0]].kind

    @property
    def labels(self) -> list[str]:
        """The names of its bars."""
        return [as_text(row[0], self.table.columns[0].kind) for row in self.table.body]

    def values(self, column: int) -> list[Decimal]:
        """The values of a series; what nobody knows has no bar."""
        return [Decimal(plain(row[column]) or 0) for row in self.table.body]  # type: ignore[arg-type]  # a number column

    def known(self, column: int) -> list[bool]:
        """Which values of a series are known; 0 is another thing than what nobody knows."""
        return [plain(row[column]) is not None for row in self.table.body]

    @property
    def spoken(self) -> str:
        """The chart in words, for who can't see it."""
        parts = []
        for name, row in zip(self.labels, self.table.body, strict=True):
            said = (f"{self.table.columns[at].heading} {as_text(row[at], self.kind)}" for at in self.series)
            parts.append(f"{name}: {', '.join(said)}")
        return f"{self.title}. {'; '.join(parts)}."


@dataclass(frozen=True)
class PaperMark:
    """A date on a line of time: the letter it is drawn as, and what it is."""

    on: date
    letter: str
    what: str


@dataclass(frozen=True)
class PaperTimeline(PaperChart):
    """Periods as bars on a line of time, a row of the table each; `series` are its columns of first day and of days.

    Attributes:
        today: marked.
        marks: the dates of each row, by day.
    """

    today: date = date.min
    marks: Sequence[Sequence[PaperMark]] = ()

    @property
    def periods(self) -> list[tuple[date, int]]:
        """The first day of each row, and how many days there are."""
        first, days = self.series
        rows = ((plain(row[first]), plain(row[days])) for row in self.table.body)
        return [(on, count) for on, count in rows if isinstance(on, date) and isinstance(count, int)]

    @property
    def window(self) -> tuple[date, date]:
        """From the beginning of the first year to the end of the last that anything shown lies in."""
        days = [on for on, _count in self.periods] + [on + timedelta(days=count) for on, count in self.periods]
        days += [mark.on for marks in self.marks for mark in marks if mark.on.year <= self.today.year + YEARS_AHEAD]
        days = [on for on in (*days, self.today) if on.year >= self.today.year - YEARS_BEHIND]
        return date(min(days).year, 1, 1), date(max(days).year, 12, 31)

    @property
    def spoken(self) -> str:
        """The periods and their dates in words."""
        parts = []
        for name, row, marks in zip(self.labels, self.table.body, self.marks, strict=True):
            dates = "".join(f", {day(mark.on)} {mark.what}" for mark in marks)
            parts.append(f"{name}: {as_text(row[1], ColumnKind.DAY)} – {as_text(row[2], ColumnKind.DAY)}{dates}")
        return f"{self.title}. {'; '.join(parts)}."


@dataclass(frozen=True)
class PaperFact:
    """A name and what it is."""

    name: str
    value: str


@dataclass(frozen=True)
class PaperSection:
    """A part of a paper under a heading."""

    heading: str
    texts: Sequence[str] = ()
    facts: Sequence[PaperFact] = ()
    points: Sequence[str] = ()
    tables: Sequence[PaperTable] = ()
    charts: Sequence[PaperChart] = ()
    is_evidence: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole paper; `figures` are its main numbers as texts, by the names under which a template asks for them."""

    title: str
    place: str
    on: date
    about: Sequence[PaperFact]
    sections: Sequence[PaperSection]
    span: str = ""
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> list[PaperTable]:
        """All its tables."""
        return [table for section in self.sections for table in section.tables]


def plain(cell: PaperCell) -> str | int | Decimal | date | None:
    """A cell's value without what it refers to."""
    match cell:
        case RowsOf(value):
            return value
        case ToTable(table):
            return table
    return cell


def as_text(cell: PaperCell, kind: ColumnKind) -> str:
    """A cell as a reader sees it.

    >>> as_text(RowsOf(1234, "won"), ColumnKind.COUNT), as_text(None, ColumnKind.TEXT)
    ('1.234', '–')
    """
    match plain(cell):
        case None:
            return _("unbekannt") if kind is ColumnKind.MONEY else "–"
        case Decimal() as value:
            return money(value) if kind is ColumnKind.MONEY else number(int(value))
        case bool() | int() as value:
            return number(value) if kind is ColumnKind.COUNT else str(value)
        case date() as value:
            return day(value)
        case text:
            return one_line(str(text))
