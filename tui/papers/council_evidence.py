"""The annex of a council paper: for every figure the applications it counts, for every reason the calls."""

from collections.abc import Mapping

from grants_db.reports.council.figures import CaseRow, CaseSum, CouncilFigures
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.papers.outline import ColumnKind, PaperCell, PaperColumn, PaperTable

#: the name of a group that has none
NOBODY = N_("nicht angegeben")
#: where the rows of a figure say what they are grouped by
COLUMN_OF = {"funder": 2, "level": 3, "field": 4, "unit": 5, "year": 6}


def evidence_table(
    key: str, name: str, meaning: str, figure: CaseSum, fields: Mapping[int, str], *, day: str = ""
) -> PaperTable:
    """The applications of a figure, each with the day that put it there and its sum."""
    columns = (
        PaperColumn(_("Antrag"), weight=3),
        PaperColumn(_("Förderprogramm"), weight=8),
        PaperColumn(_("Zuwendungsgeber"), weight=6),
        PaperColumn(_("Ebene"), only_in_workbook=True),
        PaperColumn(_("Handlungsfeld"), weight=5),
        PaperColumn(_("Einheit"), weight=5),
        PaperColumn(_("Jahr"), only_in_workbook=True),
        PaperColumn(day or _("Tag"), ColumnKind.DAY, 4),
        PaperColumn(_("Summe"), ColumnKind.MONEY, 5),
    )
    rows = [_row(row, fields) for row in figure.rows]
    return PaperTable(key, name, columns, rows, sheet=name, note=meaning)


def _row(row: CaseRow, fields: Mapping[int, str]) -> tuple[PaperCell, ...]:
    case = row.case
    return (
        case.number,
        one_line(case.title),
        one_line(case.funder) or _(NOBODY),
        label(case.level),
        fields.get(case.action_field or 0, _(NOBODY)),
        one_line(case.unit) or _(NOBODY),
        row.day.year if row.day else _(NOBODY),
        row.day,
        row.amount,
    )


def expiring_table(figures: CouncilFigures, fields: Mapping[int, str]) -> PaperTable:
    """What may be lost: running, not all called, and the period ends soon or has."""
    meaning = _("laufend, nicht ganz abgerufen, und der Bewilligungszeitraum ist vorbei oder endet in 90 Tagen")
    name, until = _("Verfallende Mittel"), _("Zeitraum endet")
    return evidence_table("expiring", name, meaning, figures.expiring, fields, day=until)


def late_table(figures: CouncilFigures) -> PaperTable:
    """Obligations whose day has passed and which nobody has marked as done."""
    columns = (
        PaperColumn(_("Antrag"), weight=3),
        PaperColumn(_("Pflicht"), weight=8),
        PaperColumn(_("Förderprogramm"), weight=8),
        PaperColumn(_("Einheit"), weight=5),
        PaperColumn(_("war fällig"), ColumnKind.DAY, 4),
    )
    rows = [
        (
            entry.application_id,
            sentence(entry.title),
            one_line(entry.opportunity.title),
            one_line(entry.unit),
            entry.due,
        )
        for entry in figures.late
    ]
    name = _("Überfällige Pflichten")
    return PaperTable(
        "late", name, columns, rows, sheet=name, note=_("am Tag des Berichts nicht als erledigt eingetragen")
    )


def decision_table(figures: CouncilFigures) -> PaperTable:
    """How long each decision took."""
    columns = (
        PaperColumn(_("Antrag"), weight=3),
        PaperColumn(_("Förderprogramm"), weight=8),
        PaperColumn(_("Zuwendungsgeber"), weight=7),
        PaperColumn(_("gestellt"), ColumnKind.DAY, 4),
        PaperColumn(_("Stand"), weight=5),
        PaperColumn(_("Tage"), ColumnKind.COUNT, 3),
    )
    rows = [
        (case.number, one_line(case.title), one_line(case.funder), case.submitted_on, label(case.stage), days)
        for days, case in figures.decision_days
    ]
    name = _("Zeit bis zur Entscheidung")
    meaning = _("Tage von der Antragstellung bis zum ersten Bescheid oder zur Ablehnung, die kürzeste zuerst")
    return PaperTable("decisions", name, columns, rows, sheet=name, note=meaning)


def not_pursued_table(figures: CouncilFigures) -> PaperTable:
    """Every decision against a call, with its reason."""
    columns = (
        PaperColumn(_("Grund"), weight=6),
        PaperColumn(_("Förderangebot"), weight=5),
        PaperColumn(_("Titel"), weight=8),
        PaperColumn(_("Maßnahme"), weight=4),
        PaperColumn(_("Einheit"), weight=4),
        PaperColumn(_("Tag"), ColumnKind.DAY, 4),
        PaperColumn(_("Anmerkung"), weight=6),
    )
    rows = []
    for each in figures.not_pursued:
        begun = _("Antrag {number}").format(number=each.application) if each.application else ""
        note = " · ".join(filter(None, (begun, one_line(each.note))))
        title, unit = one_line(each.title), one_line(each.unit)
        rows.append((label(each.reason), each.call, title, each.measure, unit, each.day, note))
    name = _("Nicht verfolgt")
    meaning = _("verworfene Treffer und Anträge mit dem Stand „nicht verfolgt“, nach dem Tag der Entscheidung")
    return PaperTable("not_pursued", name, columns, rows, sheet=name, note=meaning)
