"""Applications as a list shows them, and everything of one of them at a glance. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.applications.award_money import award_item, current_award, measures_of
from grants_db.applications.checklist import CheckedDocument, checklist_of
from grants_db.applications.early_start import contract_warning
from grants_db.applications.history import history, stages_in
from grants_db.applications.notes_documents_tasks import documents_of, tasks_of
from grants_db.applications.obligations import fulfilled, obligations_of
from grants_db.clock import local_day
from grants_db.dashboard.financing_plan import PlanFile, plan_file
from grants_db.measures.stated_money import file_rest
from grants_db.messages import Message
from grants_db.models.application import (
    Application,
    ApplicationMeasure,
    Award,
    Document,
    HistoryEntry,
    Payment,
    Repayment,
    Task,
)
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import get_opportunity
from grants_db.plans.reading import ApplicationPlan
from grants_db.rules.financing import gap, planned_of
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.obligations import Obligation
from grants_db.rules.planning import Meeting
from grants_db.rules.stages import ENDED, next_stages
from grants_db.vocabulary import ApplicationStage, FinancingKind, FinancingState, ObligationKind


@dataclass(frozen=True)
class ApplicationFile:
    """One application with all that belongs to it.

    Attributes:
        application: the row.
        opportunity: the call as it holds, corrections leading.
        measures: what it is for.
        units: unit id → name.
        award: the one that counts.
        money: what it costs, who pays what.
        dates: its entries of the agenda, next first.
        obligations: what follows from the award, done ones included.
        done: which of these are done, as (kind, occurrence).
        tasks: open and done.
        documents: by link.
        checklist: what is to be handed in, ticked off or open.
        history: the oldest first.
        warning: what its contract endangers.
        following: the stages that may come next.
        plan: the financing plan, entered or derived.
    """

    application: Application
    opportunity: Opportunity
    measures: Sequence[Measure]
    units: dict[int | None, str]
    award: Award | None
    money: "Money"
    dates: Sequence[AgendaEntry]
    obligations: Sequence[Obligation]
    done: set[tuple[ObligationKind, str]]
    tasks: Sequence[Task]
    documents: Sequence[Document]
    checklist: Sequence[CheckedDocument]
    history: Sequence[HistoryEntry]
    warning: Message | None
    following: Sequence[ApplicationStage]
    plan: PlanFile

    @property
    def unit(self) -> str:
        """The responsible unit's name, or an empty text."""
        return self.units.get(self.application.unit_id, "")

    @property
    def was_submitted(self) -> bool:
        """Has it been submitted, so that an award can answer it?"""
        return ApplicationStage.SUBMITTED in stages_in(self.history) | {self.application.stage}

    @property
    def happened(self) -> list[HistoryEntry]:
        """The history by the days on which things happened; what was entered later of an earlier day stands there."""
        return sorted(self.history, key=lambda line: (local_day(line.at), line.id or 0))

    @property
    def has_ended(self) -> bool:
        """Is there nothing more to do for it?"""
        return self.application.stage in ENDED

    @property
    def next_entry(self) -> AgendaEntry | None:
        """Its next date."""
        return _next(self.dates)


@dataclass(frozen=True)
class Money:
    """The money of an application in EUR; None: not known, or not recorded.

    Attributes:
        cost: of its measures together; None when the cost of one of them is unknown.
        secured: what pays for them already, without this application.
        own: how much of that is the city's own.
        requested: what was applied for.
        awarded: what the newest award says.
        brings: what the award secures: all of it, or what is left of it once it was withdrawn, lapsed or paid back.
        planned: what it is planned to bring while nobody has decided.
        stated: what the measures file calls secured, besides what is recorded here.
        missing: what nobody pays: the gaps of the measures, less what this application is planned to bring.
        payments: what came, each with the day by which it is to be spent.
        repayments: what went back.
    """

    cost: Decimal | None
    secured: Decimal | None
    own: Decimal | None
    requested: Decimal | None
    awarded: Decimal | None
    brings: Decimal
    planned: Decimal
    stated: Decimal
    missing: Decimal | None
    payments: Sequence[tuple[Payment, date | None]]
    repayments: Sequence[Repayment] = ()

    @property
    def paid(self) -> Decimal:
        """What came so far."""
        return sum((payment.amount for payment, _spend_by in self.payments), Decimal(0))

    @property
    def repaid(self) -> Decimal:
        """What went back so far, without interest."""
        return sum((repayment.amount for repayment in self.repayments), Decimal(0))

    @property
    def to_call(self) -> Decimal | None:
        """What the award still holds, below 0 where more came; None without one."""
        return None if self.awarded is None else self.brings - self.paid + self.repaid


@dataclass(frozen=True)
class ApplicationRow:
    """An application as a list shows it.

    Attributes:
        application: the row.
        title: of its call.
        url: of its call.
        unit: the responsible unit's name, or an empty text.
        measures: what it is for.
        dates: its entries of the agenda, next first.
        warned: does its contract endanger it?
        changed_at: when its history got its last line, whatever day that line stands at.
    """

    application: Application
    title: str
    url: str
    unit: str
    measures: Sequence[Measure]
    dates: Sequence[AgendaEntry]
    warned: bool
    changed_at: datetime | None = None

    @property
    def next_entry(self) -> AgendaEntry | None:
        """Its next date."""
        return _next(self.dates)


def application_rows(
    session: Session, today: date, rules: Sequence[Rule], meetings: Sequence[Meeting] = ()
) -> list[ApplicationRow]:
    """Every application in the order they were made; as many statements however many there are."""
    dates: dict[int | None, list[AgendaEntry]] = defaultdict(list)
    for entry in agenda(session, today, rules, meetings):
        dates[entry.application_id].append(entry)
    measures: dict[int, list[Measure]] = defaultdict(list)
    links = select(ApplicationMeasure, Measure).where(col(Measure.id) == col(ApplicationMeasure.measure_id))
    for link, measure in session.exec(links.order_by(col(Measure.number))):
        measures[link.application_id].append(measure)
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    entered = func.coalesce(HistoryEntry.entered_at, HistoryEntry.at)
    last_line = select(HistoryEntry.application_id, func.max(entered)).group_by(col(HistoryEntry.application_id))
    changed: dict[int, datetime] = dict(session.exec(last_line).all())
    statement = (
        select(Application, Opportunity.title, Opportunity.url)
        .join(Opportunity, col(Opportunity.id) == col(Application.opportunity_id))
        .order_by(col(Application.id))
    )
    return [
        ApplicationRow(
            application=application,
            title=title,
            url=url,
            unit=units.get(application.unit_id, ""),
            measures=measures[application.id or 0],
            dates=dates[application.id],
            warned=application.contract_on is not None and contract_warning(session, application) is not None,
            changed_at=changed.get(application.id or 0),
        )
        for application, title, url in session.exec(statement)
    ]


def application_file(
    session: Session,
    application: Application,
    dates: Sequence[AgendaEntry],
    rules: Sequence[Rule],
    today: date,
    plan: ApplicationPlan | None = None,
) -> ApplicationFile:
    """One application with all that belongs to it; its dates are known from the agenda, its plan perhaps too."""
    measures = measures_of(session, application)
    award = current_award(session, application)
    obligations = obligations_of(session, application, rules)
    return ApplicationFile(
        application=application,
        opportunity=get_opportunity(session, application.opportunity_id),
        measures=measures,
        units={unit.id: unit.name for unit in session.exec(select(Unit))},
        award=award,
        money=_money(session, application, measures, award, obligations),
        dates=dates,
        obligations=obligations,
        done=fulfilled(session, application),
        tasks=tasks_of(session, application),
        documents=documents_of(session, application),
        checklist=checklist_of(session, application),
        history=history(session, application),
        warning=contract_warning(session, application),
        following=next_stages(application.stage, two_stage=application.two_stage),
        plan=plan_file(session, application, today, rules, plan),
    )


def read_file(
    session: Session, application: Application, today: date, rules: Sequence[Rule], meetings: Sequence[Meeting] = ()
) -> ApplicationFile:
    """One application with all that belongs to it, its dates included."""
    dates = [entry for entry in agenda(session, today, rules, meetings) if entry.application_id == application.id]
    return application_file(session, application, dates, rules, today)


def _next(dates: Sequence[AgendaEntry]) -> AgendaEntry | None:
    return next((entry for entry in dates if entry.due is not None and entry.leads), None)


def _money(
    session: Session,
    application: Application,
    measures: Sequence[Measure],
    award: Award | None,
    obligations: Sequence[Obligation],
) -> Money:
    others = [measure.secured_without(application.id or 0) for measure in measures]
    known = [secured for secured in others if secured is not None]
    items = [item for one in measures for item in one.financing if item.state is FinancingState.SECURED]
    own = [item.amount for item in items if item.kind is FinancingKind.OWN_BUDGET]
    statement = select(Payment).where(Payment.application_id == application.id)
    payments = session.exec(statement.order_by(col(Payment.received_on), col(Payment.id))).all()
    spend_by = {
        item.occurrence: item.due for item in obligations if item.kind is ObligationKind.SPEND_BY and item.leads
    }
    awarded = award.amount if award else None
    repayments = select(Repayment).where(Repayment.application_id == application.id)
    brought = [item for one in measures if (item := award_item(one, application))]
    planned = planned_of(brought)
    return Money(
        cost=_together([measure.cost for measure in measures]),
        secured=sum(known, Decimal(0)) if known else None,
        own=sum(own, Decimal(0)) if own else None,
        requested=application.requested,
        awarded=awarded,
        brings=sum((item.amount for item in brought if item.state is FinancingState.SECURED), Decimal(0)),
        planned=planned,
        stated=sum((file_rest(measure) for measure in measures), Decimal(0)),
        missing=gap(_together([measure.gap for measure in measures]), planned),
        payments=[
            (payment, spend_by.get(f"{payment.received_on.isoformat()} ({number})"))
            for number, payment in enumerate(payments, start=1)
        ],
        repayments=session.exec(repayments.order_by(col(Repayment.repaid_on), col(Repayment.id))).all(),
    )


def _together(sums: Sequence[Decimal | None]) -> Decimal | None:
    """All sums; None where one is unknown."""
    known = [each for each in sums if each is not None]
    return sum(known, Decimal(0)) if len(known) == len(sums) else None
