"""What a person says of a measure, read from it and written to it; sums in EUR, unknown is None."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.errors import UsageError
from grants_db.measures.stated_money import state_secured
from grants_db.measures.store import seed_action_fields
from grants_db.measures.units import find_unit
from grants_db.models.measure import ActionField, Goal, Measure
from grants_db.vocabulary import MeasureState
from grants_db.vocabulary_facets import facet_of

LONGEST_GOAL, LONGEST_CARRIER, LONGEST_PERIOD = 500, 200, 100
#: more euros than any measure costs
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class MeasureValues:
    """All that people change of a measure; `units` leads with the one that is responsible."""

    title: str
    action_field: int
    goal: str = ""
    description: str = ""
    units: tuple[str, ...] = ()
    carrier: str = ""
    period: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Decimal | None = None
    secured: Decimal | None = None
    state: MeasureState = MeasureState.OPEN
    facets: tuple[str, ...] = ()  # what it wants, by codes (`vocabulary_facets.facet_code`); else it is read


def values_of(measure: Measure) -> MeasureValues:
    """What a stored measure says."""
    return MeasureValues(
        title=measure.title,
        action_field=measure.action_field_number,
        goal=measure.goal.title if measure.goal else "",
        description=measure.description,
        units=tuple(unit.name for unit in measure.units),
        carrier=measure.carrier,
        period=measure.period,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        cost=measure.cost,
        secured=measure.secured,
        state=measure.state,
        facets=tuple(measure.facets),
    )


def check_values(session: Session, values: MeasureValues) -> None:
    """Can a measure say this?

    Raises:
        UsageError: no title, no such field, texts that are too long, a negative sum.
    """
    seed_action_fields(session)
    if not values.title.strip():
        raise UsageError("Eine Maßnahme braucht einen Titel.")
    if session.get(ActionField, values.action_field) is None:
        known = ", ".join(str(number) for number in session.exec(select(ActionField.number)))
        raise UsageError(
            "Ein Handlungsfeld {number} gibt es nicht; bekannt sind {known}.", number=values.action_field, known=known
        )
    for text, most in ((values.goal, LONGEST_GOAL), (values.carrier, LONGEST_CARRIER), (values.period, LONGEST_PERIOD)):
        if len(text) > most:
            raise UsageError("„{text} …“ ist zu lang: höchstens {most} Zeichen.", text=text[:30], most=most)
    for code in values.facets:
        if facet_of(code) is None:
            raise UsageError(
                "„{code}“ ist kein Merkmal. Gebraucht wird ein Wort wie Sprache, Frauen, Beratung, oder Art und Wort: "
                "subject:language (auch activity, group, place).",
                code=code,
            )
    for amount in (values.cost, values.secured):
        if amount is not None and not 0 <= amount < LARGEST:
            raise UsageError("Eine Summe kann nicht negativ sein: {amount}.", amount=amount)


def with_own_names(session: Session, values: MeasureValues) -> MeasureValues:
    """The values with each unit by its own name, whichever of its names was given; InputError for an unknown one."""
    return replace(values, units=tuple(dict.fromkeys(find_unit(session, name).name for name in values.units)))


def apply_values(session: Session, measure: Measure, values: MeasureValues, names: Collection[str]) -> None:
    """Write these of the values into the measure.

    Raises:
        UsageError: less secured than awards and donations that are recorded here.
    """
    for name in ("title", "description", "carrier", "period", "starts_on", "ends_on", "cost", "state"):
        if name in names:
            setattr(measure, name, getattr(values, name))
    if "cost" in names:
        measure.cost_note = ""
    if "facets" in names:
        measure.facets = list(values.facets)
    if {"action_field", "goal"} & set(names):
        measure.action_field_number = values.action_field
        measure.goal = _goal(session, values.action_field, values.goal)
    if "units" in names:
        units = [find_unit(session, name) for name in dict.fromkeys(values.units)]
        measure.unit, measure.further_units = (units[0] if units else None), units[1:]
    session.add(measure)
    session.flush()
    session.refresh(measure)
    if "secured" in names:
        state_secured(measure, values.secured)
        session.add(measure)
        session.flush()
        if measure.secured != values.secured:
            raise UsageError(
                "„Gesichert“ {stated} € ist weniger, als hier als Bescheid oder Spende eingetragen ist; nicht "
                "übernommen. In das Feld gehört alles Gesicherte zusammen.",
                stated=values.secured if values.secured is not None else Decimal(0),
            )


def _goal(session: Session, action_field: int, title: str) -> Goal | None:
    """The goal of this field, a new one where there is none."""
    words = " ".join(title.split())
    if not words:
        return None
    statement = select(Goal).where(Goal.action_field_number == action_field, col(Goal.title) == words)
    return session.exec(statement).first() or Goal(action_field_number=action_field, title=words)
