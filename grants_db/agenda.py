"""The agenda: the dates of everything accepted and applied for, next first, each with where it comes from.

Confirmed dates are stated by a call, an award or a person; derived ones follow from a rule; forecasts are
expectations from a call's history. A date is shown once, however many rules lead to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from grants_db.applications import applications_of, list_applications, measures_of
from grants_db.awards import fulfilled, obligations_of
from grants_db.deadline import Deadline, next_date, upcoming_dates
from grants_db.decisions import current_decisions
from grants_db.durations import earlier
from grants_db.models.application import Application, Task
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.obligations import GERMAN_NAMES, Obligation, Rule
from grants_db.opportunities import deadline_of, get_opportunity, status_of, versions
from grants_db.planning import Meeting, plan_backwards
from grants_db.sentence import Sentence
from grants_db.stages import BEFORE_SUBMISSION, ENDED
from grants_db.vocabulary import (
    AgendaKind,
    ApplicationStage,
    Certainty,
    DeadlineKind,
    DeadlineStage,
    DecisionKind,
    ObligationKind,
    OpportunityStatus,
)

#: a call seen with this many yearly rounds has a forecast for the next
ROUNDS_FOR_FORECAST = 2


@dataclass(frozen=True)
class AgendaEntry:
    """One date of one measure's way to money.

    `due` is None where no day is stated (rolling calls, obligations whose day only the award can say). `uid` stays the
    same when the date moves. `rule` names the rule of a derived date, `source` says where it stands.
    """

    uid: str
    what: AgendaKind
    certainty: Certainty
    due: date | None
    days_left: int | None
    kind: DeadlineKind
    status: OpportunityStatus
    measure: Measure
    opportunity: Opportunity
    title: Sentence
    source: str = ""
    rule: str = ""
    application_id: int | None = None
    unit: str = ""
    leads: bool = True

    @property
    def german_title(self) -> str:
        """The title as calendars and digests say it."""
        kind = self.title.values.get("obligation")
        return f"Pflicht: {GERMAN_NAMES[ObligationKind(kind)]}" if kind else str(self.title)


def agenda(
    session: Session, today: date, rules: Sequence[Rule] = (), meetings: Sequence[Meeting] = ()
) -> list[AgendaEntry]:
    """Every date, the dated ones first by day; those without a day follow."""
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    found = [
        entry
        for measure, opportunity in _accepted(session)
        if not any(
            application.opportunity_id == opportunity.id for application in applications_of(session, measure.id or 0)
        )
        for entry in _of_call(session, measure, opportunity, None, today, meetings)
    ]
    for application in list_applications(session):
        if application.stage in ENDED:
            continue
        opportunity = get_opportunity(session, application.opportunity_id)
        measure, *_ = measures_of(session, application)
        of_application = _of_application(session, application, measure, opportunity, today, rules, meetings)
        unit = units.get(application.unit_id, "")
        found += [replace(entry, unit=entry.unit or unit) for entry in of_application]
    named = [entry if entry.unit else replace(entry, unit=units.get(entry.measure.unit_id, "")) for entry in found]
    return sorted(_once(named), key=lambda entry: (entry.due or date.max, entry.measure.number, entry.uid))


def _accepted(session: Session) -> Iterator[tuple[Measure, Opportunity]]:
    for (measure_id, opportunity_id), decision in current_decisions(session).items():
        if decision.kind is DecisionKind.ACCEPTED:
            yield session.get_one(Measure, measure_id), get_opportunity(session, opportunity_id)


def _of_application(
    session: Session,
    application: Application,
    measure: Measure,
    opportunity: Opportunity,
    today: date,
    rules: Sequence[Rule],
    meetings: Sequence[Meeting],
) -> Iterator[AgendaEntry]:
    if application.stage in BEFORE_SUBMISSION:
        yield from _of_call(session, measure, opportunity, application, today, meetings)
    statement = select(Task).where(Task.application_id == application.id, col(Task.done_on).is_(None))
    for task in session.exec(statement.order_by(col(Task.id))):
        unit = session.get(Unit, task.unit_id) if task.unit_id else None
        yield _entry(
            f"task-{task.id}",
            AgendaKind.TASK,
            Certainty.CONFIRMED,
            task.due,
            today,
            measure,
            opportunity,
            Sentence.of("{task}", task=task.title),
            application_id=application.id,
            unit=unit.name if unit else "",
        )
    done = fulfilled(session, application)
    for obligation in obligations_of(session, application, rules):
        if (obligation.kind, obligation.occurrence) not in done:
            yield _of_obligation(obligation, application, measure, opportunity, today)


def _of_call(
    session: Session,
    measure: Measure,
    opportunity: Opportunity,
    application: Application | None,
    today: date,
    meetings: Sequence[Meeting],
) -> Iterator[AgendaEntry]:
    deadline = deadline_of(opportunity)
    application_id = application.id if application else None
    stem = f"call-{measure.id}-{opportunity.id}"
    handed_in = application is not None and application.stage is ApplicationStage.SKETCH
    days = [
        (position, day, stage, certainty)
        for position, day, stage, certainty in _call_days(deadline, measure, today)
        if not (handed_in and stage is DeadlineStage.SKETCH)
    ]
    for position, day, stage, certainty in days:
        yield _entry(
            f"{stem}-{position}",
            AgendaKind.CALL_DEADLINE,
            certainty,
            day,
            today,
            measure,
            opportunity,
            Sentence.of("Skizze einreichen") if stage is DeadlineStage.SKETCH else Sentence.of("Antrag einreichen"),
            source=deadline.evidence,
            rule="before_measure_start" if certainty is Certainty.DERIVED else "",
            application_id=application_id,
        )
    if first := min((day for _, day, _, _ in days), default=None):
        for planned in plan_backwards(first, meetings, today) if application is not None or meetings else []:
            yield _entry(
                f"{stem}-{planned.step}-{planned.sentence.values.get('body', '')}",
                AgendaKind.INTERNAL,
                Certainty.DERIVED,
                planned.day,
                today,
                measure,
                opportunity,
                planned.sentence,
                rule="backward_planning",
                application_id=application_id,
            )
    else:
        yield _undated(session, stem, deadline, measure, opportunity, today, application_id)


def _call_days(deadline: Deadline, measure: Measure, today: date) -> list[tuple[int, date, DeadlineStage, Certainty]]:
    """The call's dates that lie ahead, each with its place among all and its stage; relative ones from the start.

    The place stays the same when the dates before it pass, so that a date keeps its identity.
    """
    stages = deadline.stages or (DeadlineStage.APPLICATION,) * len(deadline.dates)
    if deadline.kind is DeadlineKind.RELATIVE and measure.starts_on is not None:
        start = measure.starts_on
        days = [earlier(start, text) if text.startswith("P") else None for text in deadline.dates]
        certainty = Certainty.DERIVED
    else:
        days, certainty = upcoming_dates(deadline, today), Certainty.CONFIRMED
    return [
        (position, day, stage, certainty)
        for position, (day, stage) in enumerate(zip(days, stages, strict=False))
        if day is not None and day >= today
    ]


def _undated(
    session: Session,
    stem: str,
    deadline: Deadline,
    measure: Measure,
    opportunity: Opportunity,
    today: date,
    application_id: int | None,
) -> AgendaEntry:
    """An accepted call without a day ahead: its expected next round, or an entry without a day."""
    expected = forecast(session, opportunity, today)
    return _entry(
        f"{stem}-0",
        AgendaKind.CALL_DEADLINE,
        Certainty.FORECAST if expected else Certainty.CONFIRMED,
        expected,
        today,
        measure,
        opportunity,
        Sentence.of("Erwartete nächste Runde") if expected else Sentence.of("Antrag einreichen, kein Tag genannt"),
        source=deadline.evidence,
        rule="history" if expected else "",
        application_id=application_id,
    )


def forecast(session: Session, opportunity: Opportunity, today: date) -> date | None:
    """When the next round of a recurring call is to be expected: a year after its last, from two rounds on."""
    days = sorted(
        {
            day
            for version in versions(session, opportunity.id or 0)
            for day in _fixed_days(Deadline.from_json(version.content["deadline"]))
        }
    )
    years = {day.year for day in days}
    if len(years) < ROUNDS_FOR_FORECAST or days[-1] >= today:
        return None
    last = days[-1]
    return next_date(Deadline(DeadlineKind.ANNUAL, (f"{last.month:02}-{last.day:02}",)), today)


def _fixed_days(deadline: Deadline) -> list[date]:
    if deadline.kind is not DeadlineKind.FIXED:
        return []
    return [date.fromisoformat(text) for text in deadline.dates]


def _of_obligation(
    obligation: Obligation, application: Application, measure: Measure, opportunity: Opportunity, today: date
) -> AgendaEntry:
    confirmed = obligation.origin != "general"
    return _entry(
        f"application-{application.id}-{obligation.kind}-{obligation.rule}-{obligation.occurrence}",
        AgendaKind.OBLIGATION,
        Certainty.CONFIRMED if confirmed else Certainty.DERIVED,
        obligation.due,
        today,
        measure,
        opportunity,
        Sentence.of("Pflicht: {obligation}", obligation=obligation.kind.value),
        source=obligation.provision,
        rule=obligation.rule,
        application_id=application.id,
        leads=obligation.leads,
    )


def _once(entries: Sequence[AgendaEntry]) -> list[AgendaEntry]:
    """One entry for each date: where two rules lead to the same day, the first stays and names both."""
    kept: dict[tuple[object, ...], AgendaEntry] = {}
    for entry in entries:
        key = (entry.measure.id, entry.application_id, entry.opportunity.id, entry.what, str(entry.title), entry.due)
        if entry.due is None or entry.what is AgendaKind.TASK:
            kept[entry.uid,] = entry
        elif key not in kept:
            kept[key] = entry
        elif entry.rule != kept[key].rule:
            first = kept[key]
            kept[key] = replace(
                first,
                rule=f"{first.rule}, {entry.rule}",
                source=f"{first.source}; {entry.source}",
                leads=first.leads or entry.leads,
            )
    return list(kept.values())


def _entry(
    uid: str,
    what: AgendaKind,
    certainty: Certainty,
    due: date | None,
    today: date,
    measure: Measure,
    opportunity: Opportunity,
    title: Sentence,
    *,
    source: str = "",
    rule: str = "",
    application_id: int | None = None,
    unit: str = "",
    leads: bool = True,
) -> AgendaEntry:
    return AgendaEntry(
        uid=uid,
        what=what,
        certainty=certainty,
        due=due,
        days_left=(due - today).days if due else None,
        kind=deadline_of(opportunity).kind,
        status=status_of(opportunity, today),
        measure=measure,
        opportunity=opportunity,
        title=title,
        source=source,
        rule=rule,
        application_id=application_id,
        unit=unit,
        leads=leads,
    )
