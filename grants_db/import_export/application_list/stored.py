"""Applications with their awards as files take them: read at once, in as many statements however many there are."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.applications.awards import stated_date
from grants_db.applications.history import stage_days
from grants_db.import_export.application_list.record import ListedApplication, ListedPayment
from grants_db.messages import Message
from grants_db.models.application import (
    Application,
    ApplicationMeasure,
    Award,
    HistoryEntry,
    Payment,
    StatedDateRow,
)
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.vocabulary import ApplicationStage, ObligationKind

LISTED = "listed"  # the kind of history line that keeps what a list said


@dataclass(frozen=True)
class StoredApplication:
    """One application; `record` is what a list would say of it, `call` the call with corrections leading.

    Attributes:
        number: its own.
        record: the row of a list.
        call: what it applies to.
        measures: number, title and action field of each.
        unit: the responsible unit's name, or an empty text.
        first_award: when it was first awarded.
    """

    number: int
    record: ListedApplication
    call: Opportunity
    measures: tuple[tuple[str, str, int], ...]
    unit: str
    first_award: date | None


def stored_applications(session: Session) -> Iterator[StoredApplication]:
    """All of them, in the order they were made."""
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    days, measures, files = stage_days(session), _measures(session), _file_numbers(session)
    awards: dict[int, list[Award]] = defaultdict(list)
    for award in session.exec(select(Award).order_by(col(Award.number))):
        awards[award.application_id].append(award)
    payments: dict[int, list[ListedPayment]] = defaultdict(list)
    for row in session.exec(select(Payment).order_by(col(Payment.received_on), col(Payment.id))):
        payments[row.application_id].append(ListedPayment(received_on=row.received_on, amount=row.amount))
    stated: dict[tuple[int, ObligationKind], list[date]] = defaultdict(list)
    for told in session.exec(select(StatedDateRow).order_by(col(StatedDateRow.id))):
        stated[told.award_id, told.obligation].append(stated_date(told).due)
    calls = _calls(session)
    for one in session.exec(select(Application).order_by(col(Application.id))):
        number, call, its_days = one.id or 0, calls[one.opportunity_id], days[one.id or 0]
        newest = awards[number][-1] if awards[number] else None
        refused = its_days.get(ApplicationStage.REJECTED) if one.stage is ApplicationStage.REJECTED else None
        award_id = newest.id or 0 if newest else 0
        interim = stated.get((award_id, ObligationKind.INTERIM_REPORT), ())
        record = ListedApplication(
            measures=tuple(measure for measure, _title, _field in measures[number]),
            programme=call.title,
            state=one.stage,
            funder=call.funder or call.authority or None,
            level=call.level,
            file_number=files.get(number),
            applied_on=its_days.get(ApplicationStage.SUBMITTED),
            since=its_days.get(one.stage),
            reason=one.exit_reason,
            requested=one.requested,
            awarded=newest.amount if newest else None,
            notified_on=newest.notified_on if newest else refused,
            period_start=newest.period_start if newest else None,
            period_end=newest.period_end if newest else None,
            regimes=tuple(newest.regimes) if newest else None,
            financing=newest.financing_type if newest else None,
            interim_reports=tuple(sorted(interim)) or None,
            final_report=next(iter(stated.get((award_id, ObligationKind.FINAL_REPORT), ())), None),
            payments=tuple(payments[number]) or None,
        )
        first = awards[number][0].notified_on if awards[number] else None
        yield StoredApplication(number, record, call, tuple(measures[number]), units.get(one.unit_id, ""), first)


def _measures(session: Session) -> dict[int, list[tuple[str, str, int]]]:
    found: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    statement = (
        select(ApplicationMeasure.application_id, Measure.number, Measure.title, Measure.action_field_number)
        .join(Measure, col(Measure.id) == col(ApplicationMeasure.measure_id))
        .order_by(col(ApplicationMeasure.application_id), col(Measure.number))
    )
    for number, measure, title, action_field in session.exec(statement):
        found[number].append((measure, title, action_field))
    return found


def _calls(session: Session) -> dict[int | None, Opportunity]:
    applied = select_columns(col(Application.opportunity_id))
    corrections = corrections_of(session)
    calls = session.exec(select(Opportunity).where(col(Opportunity.id).in_(applied)))
    return {call.id: corrected(call, corrections.get(call.id or 0, {})) for call in calls}


def _file_numbers(session: Session) -> dict[int, str]:
    """The file numbers under which lists brought applications in; the last word counts."""
    found = {}
    lines = select(HistoryEntry.application_id, HistoryEntry.sentence).where(HistoryEntry.what == LISTED)
    for number, sentence in session.exec(lines.order_by(col(HistoryEntry.id))):
        said = json.loads(str(Message.from_json(dict(sentence)).values["stated"]))
        if said.get("file_number"):
            found[number] = str(said["file_number"])
    return found
