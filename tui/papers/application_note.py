"""The note (Vermerk) about one application, on one page: what, for what money, until when, what binds and is open."""

from datetime import date
from typing import TYPE_CHECKING

from tui.formatting.format import day, one_line, shortened
from tui.formatting.i18n import _, counted
from tui.formatting.labels import fact_name, label
from tui.formatting.messages import sentence
from tui.papers.outline import ColumnKind, Paper, PaperCell, PaperColumn, PaperFact, PaperSection, PaperTable
from tui.text.application import entry_name, source_of
from tui.text.application_money import money_facts

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationFile

#: a page holds so many dates and conditions, and so much of a text
MOST_DATES, MOST_CONDITIONS, LONGEST = 6, 3, 95


def application_note(found: "ApplicationFile", unsure: list[str], place: str, today: date) -> Paper:
    """The note; `unsure` names the facts of the call that are to be checked."""
    application, call = found.application, found.opportunity
    about = [
        PaperFact(_("Förderprogramm"), shortened(one_line(call.title), LONGEST)),
        PaperFact(_("Zuwendungsgeber"), one_line(call.funder or call.authority) or _("nicht angegeben")),
        PaperFact(
            _("Maßnahmen"),
            shortened("; ".join(f"{one.number} {one_line(one.title)}" for one in found.measures), LONGEST),
        ),
        PaperFact(_("Einheit"), one_line(found.unit) or "–"),
        PaperFact(_("Unser Stand"), label(application.stage)),
        PaperFact(_("Beim Zuwendungsgeber"), label(application.funder_status)),
    ]
    if application.exit_reason is not None:
        about.append(PaperFact(_("Grund"), label(application.exit_reason)))
    money = [PaperFact(fact.name, fact.value) for fact in money_facts(found)]
    sections = [
        PaperSection(_("Gegenstand"), facts=about),
        PaperSection(_("Finanzierung"), facts=money),
        PaperSection(_("Termine und Pflichten"), texts=_none_of(_dates(found)), tables=_tables(found)),
        PaperSection(_("Auflagen"), points=_conditions(found)),
        PaperSection(_("Zu beachten"), points=_open_points(found, unsure)),
        PaperSection(
            _("Gezeichnet"), texts=[_("Aufgestellt: ____________________      Mitgezeichnet: ____________________")]
        ),
    ]
    return Paper(
        title=_("Vermerk: Antrag {number}").format(number=application.id),
        place=one_line(place),
        on=today,
        about=[PaperFact(_("Stand"), day(today))],
        sections=[one for one in sections if one.texts or one.facts or one.points or one.tables],
    )


def _dates(found: "ApplicationFile") -> list[tuple[date, str, str]]:
    """What is still to come or late, by day: its name, and where it follows from."""
    found_dates = []
    for entry in found.dates:
        if entry.due is not None and entry.leads:
            origin = source_of(entry)
            words = f"{label(entry.certainty)}: {one_line(origin)}" if origin else label(entry.certainty)
            found_dates.append((entry.due, entry_name(entry), shortened(words, LONGEST)))
    return sorted(found_dates)


def _none_of(dates: list[tuple[date, str, str]]) -> list[str]:
    return [] if dates else [_("Es steht nichts an.")]


def _tables(found: "ApplicationFile") -> list[PaperTable]:
    dates = _dates(found)
    if not dates:
        return []
    columns = (
        PaperColumn(_("Tag"), ColumnKind.DAY, 3),
        PaperColumn(_("Was"), weight=6),
        PaperColumn(_("Woraus"), weight=12),
    )
    rows: list[tuple[PaperCell, ...]] = list(dates[:MOST_DATES])
    more = len(dates) - MOST_DATES
    note = (
        counted("{n} weiterer Termin steht in akquise.", "{n} weitere Termine stehen in akquise.", more)
        if more > 0
        else ""
    )
    return [PaperTable("dates", _("Was ansteht"), columns, rows, sheet=_("Termine"), note=note)]


def _conditions(found: "ApplicationFile") -> list[str]:
    conditions = found.award.conditions if found.award is not None else ()
    return [shortened(one_line(condition), LONGEST) for condition in conditions[:MOST_CONDITIONS]]


def _open_points(found: "ApplicationFile", unsure: list[str]) -> list[str]:
    points = [sentence(found.warning)] if found.warning is not None else []
    if unsure:
        names = ", ".join(fact_name(name) for name in unsure)
        points.append(_("Angaben des Aufrufs, die noch zu prüfen sind: {names}.").format(names=names))
    return points
