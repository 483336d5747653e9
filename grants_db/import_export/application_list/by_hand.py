"""One application entered by hand, read and taken over as a row of a list is: whatever the matcher knows of it.

It may be for a call that was never proposed, is closed or stands in no source, and for a measure that is covered.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from grants_db.applications.doubts import ask_back, asked_beyond_the_gap, awarded_beyond
from grants_db.applications.history import known_id
from grants_db.clock import local_day
from grants_db.errors import InputError
from grants_db.import_export.application_list.calls import call_for
from grants_db.import_export.application_list.columns import COLUMNS, LIST
from grants_db.import_export.application_list.record import ListedApplication
from grants_db.import_export.application_list.rows import read_row
from grants_db.import_export.application_list.take_over import BY_HAND, TakeOver, measures_named
from grants_db.import_export.layout.list_columns import ListTable
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.import_export.layout.sheet import TableRow
from grants_db.messages import Aside, Quote
from grants_db.models.application import Application
from grants_db.models.opportunity import Opportunity
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.rules.stages import PENDING
from grants_db.rules.working_days import HOME


def enter_application(
    session: Session,
    said: Mapping[str, str],
    *,
    now: datetime,
    place: str = HOME,
    by: str = "",
    own_rules: Path | None = None,
    insist: bool = False,
) -> Application:
    """Enter an application with all that happened to it, each at its day; all of it or nothing.

    Args:
        session: to store in; on an error the caller rolls it back.
        said: texts by the names of `COLUMNS`, as a person types them; a programme may be the number of a call.
        now: this instant.
        place: the Land whose holidays count for the dates of an award.
        by: who does it, for the history.
        own_rules: the city's own file of rules, whose conditions an award may name.
        insist: what contradicts itself is right all the same.

    Raises:
        DoubtError: more is asked for than is missing, or more awarded than asked for, and nobody insists.
        InputError: something is missing, not readable or not possible, or the application is there already.
        UsageError: a rule of applications refuses it.
    """
    record = _read(said, now, own_rules)
    take_over = TakeOver(session, now, place, by, said=BY_HAND)
    measures = measures_named(session, record)
    call = _call(session, record, now)
    record = record.model_copy(update={"programme": call.title, "funder": record.funder or call.funder or None})
    known = take_over.listed(record) or take_over.made_here(record, call)
    if known is not None:
        raise InputError(
            "Diesen Antrag gibt es schon, er hat die Nummer {application}. Sind es zwei, bitte jedem sein "
            "Aktenzeichen geben.",
            application=known_id(known.id),
        )
    doubts = (
        asked_beyond_the_gap(measures, record.requested) if record.state in PENDING else None,
        awarded_beyond(measures, record.requested, record.awarded) if record.awarded is not None else None,
    )
    ask_back(doubts, insist=insist)
    application = take_over.create(measures, call, record)
    take_over.bring(application, record)
    return application


def _read(said: Mapping[str, str], now: datetime, own_rules: Path | None) -> ListedApplication:
    """What was typed, as a row of the list; the first thing that can't be read is told."""
    names = [name for name in COLUMNS if said.get(name, "").strip()]
    table = ListTable(
        place="",
        row=0,
        headings={at: COLUMNS[name][0] for at, name in enumerate(names)},
        columns=dict(enumerate(names)),
        german=LIST.german,
        scales={},
        unit="",
        rows=[TableRow(1, [said[name].strip() for name in names])],
    )
    reading = read_row(RowCells.of(table, table.rows[0], local_day(now)), regimes_of(load_rules(own_rules)))
    unclear = (finding for finding in reading.unknown if finding.value)  # what was left empty may stay unknown
    for finding in (*reading.refused, *unclear):
        value = Aside(Quote(finding.value) if finding.value else None)
        why = finding.reason.values["why"]
        raise InputError("{column}{value}: {why}", column=finding.column, value=value, why=why)
    if reading.record is None:
        raise ValueError("a row without a record says why")
    return reading.record


def _call(session: Session, record: ListedApplication, now: datetime) -> Opportunity:
    if record.programme.isdecimal():
        call = session.get(Opportunity, int(record.programme))
        if call is None:
            raise InputError("Ein Förderangebot {number} gibt es nicht.", number=record.programme)
        return call
    return call_for(session, record, now)
