"""What there is to do today, a line each, for who does it: the funding office, a unit, who runs the machine. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from grants_db.vocabulary import AgendaKind, RunOutcome
from tui.formatting import work_words as words
from tui.formatting.format import ago, day, number, one_line
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.formatting.row_markers import OWN, is_own
from tui.text.application import CERTAINTY_SIGNS, entry_name, time_left
from tui.text.overview import when_it_ran
from tui.text.source_states import OUTCOME_SIGNS, is_told, urgency
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry
    from grants_db.dashboard.overview import News
    from grants_db.dashboard.worklist import Worklist
    from tui.jobs.source_health import Night, SourceRow

SICK = (RunOutcome.FAILED, RunOutcome.BLOCKED, RunOutcome.PARTIAL)
WORK_COLUMNS = [
    Column("", width=5, right=True),
    Column(N_("Was zu tun ist")),
    Column(N_("wohin"), width=16, from_width=60),
]
#: where there is no room for the time left, its sign stands behind the day
ROOM_FOR_TIME = 44
DATE_COLUMNS = [
    Column(N_("Frist"), width=13, from_width=ROOM_FOR_TIME),
    Column(N_("Frist"), width=16, until_width=ROOM_FOR_TIME),
    Column(N_("Zeit"), width=15, from_width=ROOM_FOR_TIME),
    Column(N_("Was")),
]


class WorkRole(StrEnum):
    """Whose work the first screen shows."""

    OFFICE = "office"
    UNIT = "unit"
    MACHINE = "machine"

    @property
    def shown(self) -> str:
        """Its name."""
        names = {WorkRole.OFFICE: _("Heute"), WorkRole.UNIT: _("Meine Arbeit"), WorkRole.MACHINE: _("Betrieb")}
        return names[self]


@dataclass(frozen=True)
class Today:
    """All that the lines are made of; `changed` are calls of the unit's dates that say something else now."""

    today: date
    unit: str
    agenda: "Sequence[AgendaEntry]"
    work: "Worklist"
    news: "News | None"
    night: "Night"
    sources: "Sequence[SourceRow]"
    changed: int = 0
    unfunded: int = 0
    mail: bool = False
    unsent: int = 0


def lines_of(role: WorkRole, found: Today) -> list[Row]:
    """The lines of a role; the key of each says what it opens (`tui.screens.start`)."""
    makers = {WorkRole.OFFICE: _office, WorkRole.UNIT: _unit, WorkRole.MACHINE: _machine}
    return list(makers[role](found)) or [Row("", ("", _("Heute steht nichts an."), ""))]


def _office(found: Today) -> Iterator[Row]:
    yield from _dates(found, found.agenda)
    work = found.work
    if work.new:
        yield _line(f"call:{work.first_new}", work.new, words.new_and_fitting(work.new), _("Treffer"))
    if found.news is not None and found.news.reopened:
        said = counted("Treffer wieder offen", "Treffer wieder offen", found.news.reopened)
        yield _line("go:ledger", found.news.reopened, said, _("Warum?"))
    if sick := _sick(found.sources):
        yield _line("go:sources", len(sick), counted("Quelle krank", "Quellen krank", len(sick)), _("Quellen"))
    if work.to_check:
        said = words.with_facts_to_check(work.to_check)
        yield _line(f"call:{work.first_to_check}", work.to_check, said, _("Treffer"))
    yield from _to_read(work)


def _unit(found: Today) -> Iterator[Row]:
    own = [entry for entry in found.agenda if any(is_own(name, found.unit) for name in entry.units)]
    yield from _dates(found, own)
    if tasks := sum(entry.what is AgendaKind.TASK for entry in own):
        yield _line("go:deadlines", tasks, counted("offene Aufgabe", "offene Aufgaben", tasks), _("Fristen"))
    if found.changed:
        said = counted("Förderangebot hat sich geändert", "Förderangebote haben sich geändert", found.changed)
        yield _line("go:deadlines", found.changed, said, _("Fristen"))
    if found.unfunded:
        said = counted("eigene Maßnahme ungedeckt", "eigene Maßnahmen ungedeckt", found.unfunded)
        yield _line("go:measures", found.unfunded, said, _("Maßnahmen"))
    yield from _to_read(found.work)


def _machine(found: Today) -> Iterator[Row]:
    ran = (
        when_it_ran(found.night, found.today)
        if found.night.started
        else _("Noch keine Quelle abgefragt. F6 fragt sie jetzt ab.")
    )
    yield Row("go:sources", ("", ran, _("Quellen")), bold=True)
    for row in _sick(found.sources):
        said = f"{one_line(row.source.title)}: {_outcome(row, found.today)}"
        yield Row(f"source:{row.name}", (OUTCOME_SIGNS[_known(row)], said, _("Quellen")))
    if found.unsent:
        said = counted("Mail ist nicht hinausgegangen", "Mails sind nicht hinausgegangen", found.unsent)
        yield _line("go:settings", found.unsent, said, _("Einstellungen"))
    if not found.mail:
        yield Row("go:settings", ("–", _("Es ist kein Mailversand eingerichtet."), _("Einstellungen")))
    if found.work.to_check:
        said = words.with_facts_to_check(found.work.to_check)
        yield _line(f"call:{found.work.first_to_check}", found.work.to_check, said, _("Treffer"))


def _known(row: "SourceRow") -> RunOutcome:
    return row.last.outcome if row.last is not None and row.last.outcome is not None else RunOutcome.FAILED


def _outcome(row: "SourceRow", today: date) -> str:
    from grants_db.clock import local_day

    when = ago((today - local_day(row.last.started_at)).days) if row.last is not None else ""
    return f"{label(_known(row))}, {when}"


def _sick(sources: "Sequence[SourceRow]") -> "list[SourceRow]":
    """The sources whose last run did not bring all, the worst first."""
    found = [row for row in sources if is_told(row) and row.last is not None and row.last.outcome in SICK]
    return sorted(found, key=urgency)


def _dates(found: Today, agenda: "Sequence[AgendaEntry]") -> Iterator[Row]:
    late, soon = words.late_and_soon([entry.due for entry in agenda if entry.due is not None], found.today)
    if late:
        yield _line("go:deadlines", late, words.overdue(late), _("Fristen"))
    if soon:
        yield _line("go:deadlines", soon, words.due_soon(soon), _("Fristen"))


def _to_read(work: "Worklist") -> Iterator[Row]:
    if work.to_read:
        yield _line("calls:", work.to_read, words.to_read_first(work.to_read), _("Treffer"))
    yield from (Row(f"call:{call.id}", ("", words.call_to_read(call), words.last_day(call))) for call in work.best)


def _line(key: str, count: int, said: str, where: str) -> Row:
    return Row(key, (number(count), said, where), bold=True)


def date_rows(
    agenda: "Sequence[AgendaEntry]", unit: str, thresholds: Mapping[str, tuple[int, ...]], most: int
) -> list[Row]:
    """The next dates, what is overdue first, then the unit's own, then the others; a line each."""
    dated = [entry for entry in agenda if entry.due is not None]
    own = {entry.uid for entry in dated if any(is_own(name, unit) for name in entry.units)}
    ordered = sorted(dated, key=lambda entry: (_ahead(entry), entry.uid not in own))
    return [_date_row(entry, thresholds, own=entry.uid in own) for entry in ordered[:most]]


def _date_row(entry: "AgendaEntry", thresholds: Mapping[str, tuple[int, ...]], *, own: bool) -> Row:
    left, when = time_left(entry, thresholds), f"{OWN if own else ' '} {day(entry.due)}"
    sign = left.partition(" ")[0] if left.startswith("!") else ""
    return Row(entry.uid, (when, f"{when} {sign}", left, _named(entry)))


def _named(entry: "AgendaEntry") -> str:
    what = f"{CERTAINTY_SIGNS[entry.certainty]} {entry.measure.number} {entry_name(entry)}"
    return f"{what} · {one_line(entry.opportunity.title)}"


def _ahead(entry: "AgendaEntry") -> bool:
    return entry.days_left is None or entry.days_left >= 0
