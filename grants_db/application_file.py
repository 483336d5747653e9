"""Everything of one application at a glance: for its screen and its command. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from grants_db.agenda import AgendaEntry, agenda
from grants_db.applications import list_applications, measures_of
from grants_db.awards import current_award, fulfilled, obligations_of
from grants_db.casework import documents_of, tasks_of
from grants_db.early_start import contract_warning
from grants_db.history import history
from grants_db.models.application import Application, Award, Document, HistoryEntry, Task
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.obligations import Obligation, Rule
from grants_db.opportunities import get_opportunity
from grants_db.planning import Meeting
from grants_db.sentence import Sentence
from grants_db.stages import next_stages
from grants_db.vocabulary import ApplicationStage, ObligationKind


@dataclass(frozen=True)
class ApplicationFile:
    """One application with all that belongs to it.

    Attributes:
        application: the row.
        opportunity: the call as it holds, corrections leading.
        measures: what it is for.
        units: unit id → name.
        award: the one that counts.
        dates: its entries of the agenda, next first.
        obligations: what follows from the award, done ones included.
        done: which of these are done, as (kind, occurrence).
        tasks: open and done.
        documents: by link.
        history: the oldest first.
        warning: what its contract endangers.
        following: the stages that may come next.
    """

    application: Application
    opportunity: Opportunity
    measures: Sequence[Measure]
    units: dict[int | None, str]
    award: Award | None
    dates: Sequence[AgendaEntry]
    obligations: Sequence[Obligation]
    done: set[tuple[ObligationKind, str]]
    tasks: Sequence[Task]
    documents: Sequence[Document]
    history: Sequence[HistoryEntry]
    warning: Sentence | None
    following: Sequence[ApplicationStage]

    @property
    def unit(self) -> str:
        """The responsible unit's name, or an empty text."""
        return self.units.get(self.application.unit_id, "")

    @property
    def next_entry(self) -> AgendaEntry | None:
        """Its next date."""
        return next((entry for entry in self.dates if entry.due is not None and entry.leads), None)


def read_files(
    session: Session,
    today: date,
    rules: Sequence[Rule],
    meetings: Sequence[Meeting] = (),
    only: Application | None = None,
) -> list[ApplicationFile]:
    """Every application, or one, with all that belongs to it."""
    entries = agenda(session, today, rules, meetings)
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    wanted = list_applications(session) if only is None else [only]
    return [
        ApplicationFile(
            application=application,
            opportunity=get_opportunity(session, application.opportunity_id),
            measures=measures_of(session, application),
            units=units,
            award=current_award(session, application),
            dates=[entry for entry in entries if entry.application_id == application.id],
            obligations=obligations_of(session, application, rules),
            done=fulfilled(session, application),
            tasks=tasks_of(session, application),
            documents=documents_of(session, application),
            history=history(session, application),
            warning=contract_warning(session, application),
            following=next_stages(application.stage, two_stage=application.two_stage),
        )
        for application in wanted
    ]
