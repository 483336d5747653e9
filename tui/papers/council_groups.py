"""The figures of a council paper by action field, level, funder, unit and year, each with its chart."""

from collections.abc import Callable, Mapping, Sequence

from grants_db.reports.council.figures import CaseRow, CaseSum, CouncilFigures, CouncilGroup
from grants_db.vocabulary import Level
from tui.formatting.format import number, one_line
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.papers.council_evidence import COLUMN_OF, NOBODY
from tui.papers.outline import ColumnKind, PaperCell, PaperChart, PaperColumn, PaperSection, PaperTable, RowsOf
from tui.papers.ranges import in_ranges

#: so many funders stand by name; the others follow in one row
MOST_FUNDERS = 20
#: so many applications are named in a cell
MOST_NAMED = 24
#: what is counted of each group
PARTS = ("applied", "won", "lost", "running")


def group_sections(figures: CouncilFigures, fields: Mapping[int, str]) -> list[PaperSection]:
    """One section for each way to group; what holds for nothing is left out."""
    ways: list[tuple[str, str, str, Callable[[CaseRow], object], Callable[[object], PaperCell]]] = [
        ("field", _("Nach Handlungsfeld"), _("Handlungsfeld"), lambda row: row.case.action_field, _field_name(fields)),
        ("level", _("Nach Ebene"), _("Ebene"), lambda row: row.case.level, _level_name),
        ("funder", _("Nach Zuwendungsgeber"), _("Zuwendungsgeber"), lambda row: one_line(row.case.funder), _named),
        ("unit", _("Nach Einheit"), _("Einheit"), lambda row: one_line(row.case.unit), _named),
        ("year", _("Nach Jahr"), _("Jahr"), lambda row: row.day.year if row.day else None, _named),
    ]
    sections = []
    for key, heading, column, group, name in ways:
        groups = figures.by(group)
        if not groups:
            continue
        rest = []
        if key == "funder" and len(groups) > MOST_FUNDERS + 1:
            groups.sort(key=lambda one: (-one.won.total.known, -one.applied.total.known, str(one.key)))
            groups, rest = groups[:MOST_FUNDERS], groups[MOST_FUNDERS:]
        table = _group_table(figures, key, heading, column, [(name(one.key), one) for one in groups], rest)
        title = _("Beantragt und bewilligt: {groups}").format(groups=column)
        chart = PaperChart(title, table, (2, 4))
        sections.append(PaperSection(heading, tables=[table], charts=[chart]))
    return sections


def _field_name(fields: Mapping[int, str]) -> Callable[[object], str]:
    return lambda key: fields.get(key, _(NOBODY)) if isinstance(key, int) else _(NOBODY)


def _level_name(key: object) -> str:
    return label(key) if isinstance(key, Level) else _(NOBODY)


def _named(key: object) -> PaperCell:
    return key if isinstance(key, str | int) and key else _(NOBODY)


def _group_table(
    figures: CouncilFigures,
    key: str,
    heading: str,
    column: str,
    groups: Sequence[tuple[PaperCell, CouncilGroup]],
    rest: Sequence[CouncilGroup],
) -> PaperTable:
    columns = (
        PaperColumn(column, weight=6),
        PaperColumn(_("beantragt"), ColumnKind.COUNT, 3),
        PaperColumn(_("beantragt, Summe"), ColumnKind.MONEY, 5),
        PaperColumn(_("bewilligt"), ColumnKind.COUNT, 3),
        PaperColumn(_("bewilligt, Summe"), ColumnKind.MONEY, 5),
        PaperColumn(_("abgelehnt"), ColumnKind.COUNT, 3),
        PaperColumn(_("läuft noch"), ColumnKind.COUNT, 3),
        PaperColumn(_("Anträge Nr."), weight=4),
    )
    at = COLUMN_OF[key]
    rows: list[tuple[PaperCell, ...]] = [
        (name, *_counts(one.applied, one.won, one.lost, one.running, at), _numbers(one.numbers)) for name, one in groups
    ]
    if rest:
        parts = [CaseSum(tuple(row for one in rest for row in getattr(one, part).rows)) for part in PARTS]
        name = counted("{n} weiterer", "{n} weitere", len(rest))
        rows.append(
            (
                name,
                *(each for part in parts[:2] for each in (part.total.count, part.known)),
                parts[2].total.count,
                parts[3].total.count,
                _numbers(sorted({number for part in parts for number in part.numbers})),
            )
        )
    whole = (figures.applied, figures.won, figures.lost, figures.running)
    rows.append((_("zusammen"), *_counts(*whole, None), ""))
    lacking = figures.applied.total.unknown
    note = counted(
        "Bei {n} Antrag ist keine beantragte Summe eingetragen; in den Summen fehlt sie.",
        "Bei {n} Anträgen ist keine beantragte Summe eingetragen; in den Summen fehlt sie.",
        lacking,
    )
    return PaperTable(key, heading, columns, rows, sheet=heading, total=True, note=note if lacking else "")


def _counts(applied: CaseSum, won: CaseSum, lost: CaseSum, running: CaseSum, at: int | None) -> tuple[PaperCell, ...]:
    return (
        RowsOf(applied.total.count, "applied", at),
        RowsOf(applied.known, "applied", at),
        RowsOf(won.total.count, "won", at),
        RowsOf(won.known, "won", at),
        RowsOf(lost.total.count, "lost", at),
        RowsOf(running.total.count, "running", at),
    )


def _numbers(numbers: Sequence[int]) -> str:
    """The numbers of applications; of many the first ones, and how many there are."""
    if len(numbers) <= MOST_NAMED:
        return in_ranges(numbers)
    return _("{first} … ({count})").format(first=in_ranges(numbers[:3]), count=number(len(numbers)))
