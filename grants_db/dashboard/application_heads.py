"""What applications are found by, and the files of those that were found: of many, only what is shown is read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.applications.store import get_application
from grants_db.dashboard.application import ApplicationFile, application_file
from grants_db.models.application import Application, ApplicationMeasure
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.plans.reading import plans
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.planning import Meeting


@dataclass(frozen=True)
class FoundApplication:
    """What an application is found by.

    Attributes:
        number: its own.
        title: of its call.
        unit: the responsible unit's name, or an empty text.
        measures: number, title and action field of each.
    """

    number: int
    title: str
    unit: str
    measures: Sequence[tuple[str, str, int | None]]


def application_heads(session: Session) -> list[FoundApplication]:
    """The heads of all applications in the order they were made, in two statements."""
    measures: dict[int, list[tuple[str, str, int | None]]] = defaultdict(list)
    links = (
        select(ApplicationMeasure.application_id, Measure.number, Measure.title, Measure.action_field_number)
        .join(Measure, col(Measure.id) == col(ApplicationMeasure.measure_id))
        .order_by(col(Measure.number))
    )
    for application_id, number, title, field in session.exec(links):
        measures[application_id].append((number, title, field))
    statement = (
        select(Application.id, Opportunity.title, Unit.name)
        .join(Opportunity, col(Opportunity.id) == col(Application.opportunity_id))
        .join(Unit, col(Unit.id) == col(Application.unit_id), isouter=True)
        .order_by(col(Application.id))
    )
    return [
        FoundApplication(key or 0, call, unit or "", measures[key or 0]) for key, call, unit in session.exec(statement)
    ]


def read_files(
    session: Session, today: date, rules: Sequence[Rule], meetings: Sequence[Meeting], numbers: Sequence[int]
) -> list[ApplicationFile]:
    """These applications with all that belongs to them: for a script; a screen reads rows, and a file at a time."""
    dates: dict[int | None, list[AgendaEntry]] = defaultdict(list)
    for entry in agenda(session, today, rules, meetings, numbers):
        dates[entry.application_id].append(entry)
    known = {each.application.id: each for each in plans(session, numbers, rules)}
    return [
        application_file(session, get_application(session, number), dates[number], rules, today, known.get(number))
        for number in numbers
    ]
