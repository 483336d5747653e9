"""Money and time of a council paper in pictures: what is missing, asked for, awarded, paid; periods and their dates.

The same figures as everywhere in the paper, by field and by year; what is missing is that of the overview, today.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from grants_db.reports.council.figures import CaseRow, CaseSum, CouncilFigures
from grants_db.reports.pictures.money_by_year import FieldGap
from grants_db.reports.pictures.timeline import TimelineRow
from tui.formatting.format import day, number, one_line
from tui.formatting.i18n import _
from tui.papers.council_evidence import COLUMN_OF, NOBODY
from tui.papers.outline import (
    ColumnKind,
    PaperCell,
    PaperChart,
    PaperColumn,
    PaperMark,
    PaperSection,
    PaperTable,
    PaperTimeline,
    RowsOf,
)
from tui.text.application import entry_name
from tui.text.pictures.timeline import kind_of, letter_of

#: so many applications stand in the timeline, those with the next dates first
MOST_ROWS = 16
#: of what is over, so much is shown
BEHIND = timedelta(days=90)
#: so many dates of an application are written into the table
MOST_DATES = 3
PARTS = ("applied", "won", "paid")


@dataclass(frozen=True)
class CouncilPictures:
    """What the pictures show besides the figures: the gap of each field, the applications' periods and dates."""

    gaps: Sequence[FieldGap] = ()
    rows: Sequence[TimelineRow] = ()


def picture_section(figures: CouncilFigures, pictures: CouncilPictures, fields: Mapping[int, str]) -> PaperSection:
    """The pictures, each with the table it is drawn from."""
    by_field, by_year = _by_field(figures, pictures.gaps, fields), _by_year(figures)
    tables = [by_field]
    title = _("Je Handlungsfeld: beantragt, bewilligt, ausgezahlt und was fehlt")
    charts = [PaperChart(title, by_field, (1, 2, 3, 4))]
    if by_year.body:
        tables.append(by_year)
        charts.append(PaperChart(_("Je Jahr: beantragt, bewilligt, ausgezahlt"), by_year, (1, 2, 3)))
    shown = _running(pictures.rows, figures.today)
    if shown:
        timeline = _timeline(shown[:MOST_ROWS], len(shown), figures.today)
        tables.append(timeline.table)
        charts.append(timeline)
    return PaperSection(_("Geld und Zeit in Bildern"), tables=tables, charts=charts)


def _by_field(figures: CouncilFigures, gaps: Sequence[FieldGap], fields: Mapping[int, str]) -> PaperTable:
    sums = _grouped(figures, lambda row: row.case.action_field)
    missing = {each.number: each for each in gaps}
    keys = sorted({*sums, *missing}, key=lambda key: (key is None, key or 0))
    rows: list[tuple[PaperCell, ...]] = [
        (
            fields.get(key or 0, _(NOBODY)),
            *_cells(sums.get(key, {}), COLUMN_OF["field"]),
            missing[key].gap if key in missing else Decimal(0),
        )
        for key in keys
    ]
    rows.append((_("zusammen"), *_whole(figures), sum((each.gap for each in gaps), Decimal(0))))
    unknown = sum(each.unknown_costs for each in gaps)
    note = _("Was fehlt: Kosten der Maßnahmen weniger gesicherte Mittel, am Tag des Berichts.")
    if unknown:
        note += " " + _("Maßnahmen ohne bekannte Kosten sind nicht dabei: {n}.").format(n=number(unknown))
    gap = PaperColumn(_("fehlt heute"), ColumnKind.MONEY, 5)
    columns = (PaperColumn(_("Handlungsfeld"), weight=6), *_money_columns(), gap)
    name = _("Geld je Handlungsfeld")
    return PaperTable("money_field", name, columns, rows, name, total=True, note=note)


def _by_year(figures: CouncilFigures) -> PaperTable:
    sums = _grouped(figures, lambda row: row.day.year if row.day else None)
    keys = sorted(sums, key=lambda key: (key is None, key or 0))
    rows: list[tuple[PaperCell, ...]] = [(key or _(NOBODY), *_cells(sums[key], COLUMN_OF["year"])) for key in keys]
    rows.append((_("zusammen"), *_whole(figures)))
    columns = (PaperColumn(_("Jahr"), weight=3), *_money_columns())
    return PaperTable("money_year", _("Geld je Jahr"), columns, rows, _("Geld je Jahr"), total=True)


def _grouped(
    figures: CouncilFigures, key: Callable[[CaseRow], int | None]
) -> dict[int | None, dict[str, list[CaseRow]]]:
    found: dict[int | None, dict[str, list[CaseRow]]] = defaultdict(lambda: defaultdict(list))
    for part in PARTS:
        for row in getattr(figures, part).rows:
            found[key(row)][part].append(row)
    return found


def _cells(sums: Mapping[str, Sequence[CaseRow]], at: int) -> Iterable[PaperCell]:
    return (RowsOf(CaseSum(tuple(sums.get(part, ()))).known, part, at) for part in PARTS)


def _whole(figures: CouncilFigures) -> Iterable[PaperCell]:
    return (RowsOf(getattr(figures, part).known, part) for part in PARTS)


def _money_columns() -> tuple[PaperColumn, ...]:
    return tuple(PaperColumn(name, ColumnKind.MONEY, 5) for name in (_("beantragt"), _("bewilligt"), _("ausgezahlt")))


def _running(rows: Sequence[TimelineRow], today: date) -> list[TimelineRow]:
    """Those with an award whose period, or a date of theirs, is not long over; the next date first."""
    since = today - BEHIND
    found = [row for row in rows if row.start and row.end and max([row.end, *_days(row)]) >= since]
    next_date = {row.application: min((on for on in _days(row) if on >= today), default=date.max) for row in found}
    return sorted(found, key=lambda row: (next_date[row.application], row.application or 0))


def _days(row: TimelineRow) -> list[date]:
    return [entry.due for entry in row.entries if entry.due]


def _timeline(rows: Sequence[TimelineRow], count: int, today: date) -> PaperTimeline:
    columns = (
        PaperColumn(_("Antrag"), weight=8),
        PaperColumn(_("Beginn"), ColumnKind.DAY, 4),
        PaperColumn(_("Ende"), ColumnKind.DAY, 4),
        PaperColumn(_("Tage"), ColumnKind.COUNT, 3),
        PaperColumn(_("nächste Termine"), weight=12),
    )
    cells: list[tuple[PaperCell, ...]] = []
    marks = []
    for row in rows:
        if row.start is None or row.end is None:
            continue
        coming = [entry for entry in row.entries if entry.due and entry.due >= today - BEHIND]
        said = "; ".join(f"{day(entry.due)} {one_line(entry_name(entry))}" for entry in coming[:MOST_DATES])
        if len(coming) > MOST_DATES:
            said += "; " + _("… und {n} weitere").format(n=number(len(coming) - MOST_DATES))
        name = f"{row.application} {one_line(row.title)}"
        cells.append((name, row.start, row.end, (row.end - row.start).days + 1, said))
        marks.append([PaperMark(entry.due, letter_of(entry), _(kind_of(entry))) for entry in coming if entry.due])
    note = ""
    if count > len(cells):
        note = _("Gezeigt sind {shown} von {count} bewilligten Anträgen, die mit den nächsten Terminen.").format(
            shown=number(len(cells)), count=number(count)
        )
    table = PaperTable("periods", _("Zeiträume und Termine"), columns, cells, _("Zeiträume"), note=note)
    return PaperTimeline(_("Bewilligungszeiträume, Nachweise und Fristen"), table, (1, 3), today=today, marks=marks)
