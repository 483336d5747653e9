"""The agenda: the dates of everything accepted and applied for, next first, each with where it comes from.

Confirmed dates are stated by a call, an award or a person; derived ones follow from a rule; forecasts are
expectations from a call's history. A date is shown once, however many rules lead to it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlmodel import Session

from grants_db.applications.agenda_queries import (
    Basis,
    CallHead,
    CallOnADay,
    MeasureHead,
    next_round,
    read_basis,
    stated_deadlines,
)
from grants_db.applications.date_marks import as_marked, each_once, standing_marks
from grants_db.messages import DayOfYear, Message
from grants_db.models.application import Application
from grants_db.rules.deadline import all_passed, days_without_a_year, hour_at, upcoming_dates
from grants_db.rules.durations import earlier
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.obligations import Obligation, derive
from grants_db.rules.planning import Meeting, plan_backwards
from grants_db.rules.stages import BEFORE_SUBMISSION
from grants_db.vocabulary import (
    AgendaKind,
    ApplicationStage,
    Certainty,
    DeadlineKind,
    DeadlineStage,
    ObligationKind,
    OpportunityStatus,
)


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
    measure: MeasureHead
    opportunity: CallHead
    title: Message
    source: str = ""
    rule: str = ""
    application_id: int | None = None
    unit: str = ""
    leads: bool = True
    safe_until: date | None = None
    also: tuple[str, ...] = ()  # further units that answer for the measure
    occurrence: str = ""  # which of an award's duties of one kind

    @property
    def units(self) -> tuple[str, ...]:
        """All that answer for it, the leading one first."""
        return (*([self.unit] if self.unit else []), *(name for name in self.also if name != self.unit))


@dataclass(frozen=True)
class DateOrigin:
    """One measure's way to one call's money: what all its dates have in common."""

    measure: MeasureHead
    call: CallOnADay
    today: date
    unit: str
    application: Application | None = None
    also: tuple[str, ...] = ()

    @cached_property
    def days(self) -> list[tuple[int, date, DeadlineStage, Certainty]]:
        """The call's dates that lie ahead, each with its place among all and its stage; relative ones from the start.

        The place stays the same when the dates before it pass, so that a date keeps its identity.
        """
        deadline, start = self.call.deadline, self.measure.starts_on
        stages = deadline.stages or (DeadlineStage.APPLICATION,) * len(deadline.dates)
        if deadline.kind is DeadlineKind.RELATIVE and start is not None:
            days = [earlier(start, text) if text.startswith("P") else None for text in deadline.dates]
            certainty = Certainty.DERIVED
        else:
            days, certainty = upcoming_dates(replace(deadline, check=False), self.today), Certainty.CONFIRMED
        if deadline.is_proposal:
            certainty = Certainty.CHECK
        return [
            (position, day, stage, certainty)
            for position, (day, stage) in enumerate(zip(days, stages, strict=False))
            if day is not None and day >= self.today
        ]

    @property
    def handed_in(self) -> bool:
        """Has the sketch been handed in?"""
        return self.application is not None and self.application.stage is ApplicationStage.SKETCH

    @property
    def may_apply(self) -> bool:
        """Is the call's own date still ahead of what was done?"""
        return self.application is None or self.application.stage in BEFORE_SUBMISSION

    def entry(
        self,
        uid: str,
        what: AgendaKind,
        certainty: Certainty,
        due: date | None,
        title: Message,
        *,
        source: str = "",
        rule: str = "",
        unit: str = "",
        leads: bool = True,
        safe_until: date | None = None,
        occurrence: str = "",
    ) -> AgendaEntry:
        """One date on this way."""
        return AgendaEntry(
            uid=uid,
            what=what,
            certainty=certainty,
            due=due,
            days_left=(due - self.today).days if due else None,
            kind=self.call.deadline.kind,
            status=self.call.status,
            measure=self.measure,
            opportunity=self.call.head,
            title=title,
            source=source,
            rule=rule,
            application_id=self.application.id if self.application else None,
            unit=unit or self.unit,
            leads=leads,
            safe_until=safe_until,
            also=() if unit else self.also,
            occurrence=occurrence,
        )


def agenda(
    session: Session,
    today: date,
    rules: Sequence[Rule] = (),
    meetings: Sequence[Meeting] = (),
    only: Collection[int] | None = None,
) -> list[AgendaEntry]:
    """Every date, or those of these applications only: the dated ones first by day; those without a day follow."""
    basis = read_basis(session, today, rules, only)
    ways = [
        DateOrigin(measure, call, today, basis.units.get(measure.unit_id, ""), also=basis.further.get(measure.id, ()))
        for measure, call in basis.accepted
    ]
    for application, measure, call in basis.applications:
        unit = basis.units.get(application.unit_id) or basis.units.get(measure.unit_id, "")
        ways.append(DateOrigin(measure, call, today, unit, application, basis.further.get(measure.id, ())))
    expected = _expected(session, ways)
    found = [entry for way in ways for entry in _of_way(way, basis, expected, rules, meetings)]
    return sorted(
        each_once(as_marked(found, standing_marks(session), today)),
        key=lambda entry: (entry.due or date.max, entry.measure.number, entry.uid),
    )


def _expected(session: Session, ways: Sequence[DateOrigin]) -> dict[int, date | None]:
    """For each call that states no day ahead, when its next round is to be expected."""
    calls = {way.call.head.id: way.call for way in ways if way.may_apply and not way.days}
    stated = stated_deadlines(session, calls)
    return {key: next_round(stated.get(key, ()), call.today) for key, call in calls.items()}


def _of_way(
    way: DateOrigin,
    basis: Basis,
    expected: Mapping[int, date | None],
    rules: Sequence[Rule],
    meetings: Sequence[Meeting],
) -> Iterator[AgendaEntry]:
    application = way.application
    if way.may_apply:
        yield from _of_call(way, expected, meetings)
    if application is None or application.id is None:
        return
    for task in basis.tasks.get(application.id, ()):
        yield way.entry(
            f"task-{task.id}",
            AgendaKind.TASK,
            Certainty.CONFIRMED,
            task.due,
            Message.of("{task}", task=task.title),
            unit=basis.units.get(task.unit_id, "") if task.unit_id else "",
        )
    award, done = basis.awards.get(application.id), basis.done.get(application.id, set())
    for obligation in derive(award, rules) if award is not None else ():
        settled = (obligation.kind, obligation.occurrence) in done or _has_lapsed(obligation, way.today)
        if not settled and not obligation.waits:
            yield _of_obligation(obligation, way, application.id)
    if (plan := basis.plans.get(application.id)) is not None:
        for dated in plan.dates(way.call.head.payment, way.today, rules):
            yield way.entry(
                f"application-{application.id}-{dated.key}",
                AgendaKind.FUNDS,
                Certainty.DERIVED,
                dated.due,
                dated.title,
                source=dated.source,
                rule=dated.rule,
            )


def _of_call(
    way: DateOrigin, expected: Mapping[int, date | None], meetings: Sequence[Meeting]
) -> Iterator[AgendaEntry]:
    deadline, application = way.call.deadline, way.application
    stem = f"call-{way.measure.id}-{way.call.head.id}"
    days = [day for day in way.days if not (way.handed_in and day[2] is DeadlineStage.SKETCH)]
    for position, day, stage, certainty in days:
        yield way.entry(
            f"{stem}-{position}",
            AgendaKind.CALL_DEADLINE,
            certainty,
            day,
            _to_submit(stage, hour_at(deadline, position)),
            source=deadline.evidence,
            rule="before_measure_start" if certainty is Certainty.DERIVED else "",
        )
    if first := min((day for _, day, _, _ in days), default=None):
        is_planned = application is not None or meetings  # from a day somebody stated
        for planned in plan_backwards(first, meetings) if is_planned and not deadline.is_proposal else []:
            yield way.entry(
                f"{stem}-{planned.step}-{planned.sentence.values.get('body', '')}",
                AgendaKind.INTERNAL,
                Certainty.DERIVED,
                planned.day,
                planned.sentence,
                rule="backward_planning",
            )
    else:
        yield _undated(way, stem, expected.get(way.call.head.id))


def _undated(way: DateOrigin, stem: str, expected: date | None) -> AgendaEntry:
    """An accepted call without a day ahead: its expected next round, the day that was missed, or no day."""
    if not expected and (missed := _missed(way)) is not None:
        position, day, stage = missed
        return way.entry(
            f"{stem}-{position}",
            AgendaKind.CALL_DEADLINE,
            Certainty.CONFIRMED,
            day,
            _to_submit(stage, hour_at(way.call.deadline, position)),
            source=way.call.deadline.evidence,
        )
    days = [DayOfYear(day.month, day.day) for day in days_without_a_year(way.call.deadline)]
    if expected:
        title = Message.of("Erwartete nächste Runde")
    elif days:
        title = Message.of("Antrag einreichen bis {days}, ohne Jahr, bitte prüfen", days=days)
    else:
        title = Message.of("Antrag einreichen, kein Tag genannt")
    return way.entry(
        f"{stem}-0",
        AgendaKind.CALL_DEADLINE,
        Certainty.FORECAST if expected else Certainty.CONFIRMED,
        expected,
        title,
        source=way.call.deadline.evidence,
        rule="history" if expected else "",
    )


def _missed(way: DateOrigin) -> tuple[int, date, DeadlineStage] | None:
    """The last of the call's days, with its place and stage, if they have all passed and nothing was handed in."""
    deadline = way.call.deadline
    if deadline.kind not in (DeadlineKind.FIXED, DeadlineKind.ROLLING) or not all_passed(deadline, way.today):
        return None
    stages = deadline.stages or (DeadlineStage.APPLICATION,) * len(deadline.dates)
    found = [
        (position, date.fromisoformat(text), stage)
        for position, (text, stage) in enumerate(zip(deadline.dates, stages, strict=False))
        if not (way.handed_in and stage is DeadlineStage.SKETCH)
    ]
    return max(found, key=lambda one: one[1], default=None)


def _to_submit(stage: DeadlineStage, hour: str) -> Message:
    if hour:
        if stage is DeadlineStage.SKETCH:
            return Message.of("Skizze einreichen bis {hour} Uhr", hour=hour)
        return Message.of("Antrag einreichen bis {hour} Uhr", hour=hour)
    return Message.of("Skizze einreichen") if stage is DeadlineStage.SKETCH else Message.of("Antrag einreichen")


def _has_lapsed(obligation: Obligation, today: date) -> bool:
    """An objection is a right: once its day has passed there is nothing to do any more, and nothing is overdue."""
    passed = obligation.due is not None and obligation.due < today
    return passed and obligation.kind is ObligationKind.OBJECTION


def _of_obligation(obligation: Obligation, way: DateOrigin, application_id: int) -> AgendaEntry:
    confirmed = obligation.origin != "general"
    return way.entry(
        f"application-{application_id}-{obligation.kind}-{obligation.rule}-{obligation.occurrence}",
        AgendaKind.OBLIGATION,
        Certainty.CONFIRMED if confirmed else Certainty.DERIVED,
        obligation.due,
        Message.of("Pflicht: {obligation}", obligation=obligation.kind),
        source=obligation.provision,
        rule=obligation.rule,
        leads=obligation.leads,
        safe_until=obligation.safe_until,
        occurrence=obligation.occurrence,
    )
