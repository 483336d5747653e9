"""The city's concept: its action fields with their goals, as a file brings them and as matching reads them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session, col, select

from grants_db.measures.store import seed_action_fields
from grants_db.models.measure import ActionField, Goal, Measure


class FieldTitles(NamedTuple):
    """What an action field is called."""

    title: str
    short_title: str


@dataclass(frozen=True)
class FieldChange:
    """An action field that an import added, renamed or removed."""

    number: int
    before: FieldTitles | None  # None: it is new
    after: FieldTitles | None  # None: nothing was in it, and the file lists others


@dataclass
class ConceptChanges:
    """What an import did to the concept."""

    fields: list[FieldChange] = field(default_factory=list)
    new_goals: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class StoredField:
    """An action field that is in use, with its goals and the titles of its measures, in order."""

    number: int
    title: str
    goals: tuple[str, ...]
    measures: tuple[str, ...]


def field_titles(session: Session) -> dict[int, FieldTitles]:
    """What each stored action field is called, by number."""
    statement = select(ActionField).order_by(col(ActionField.number))
    return {one.number: FieldTitles(one.title, one.short_title) for one in session.exec(statement)}


def store_concept(
    session: Session, fields: Mapping[int, FieldTitles], goals: Iterable[tuple[int, str]]
) -> ConceptChanges:
    """Store all action fields of a concept by their numbers, and goals that are not there yet.

    A field that the concept doesn't list goes, unless a goal or a measure is in it. The same again changes nothing.
    """
    seed_action_fields(session)
    done = ConceptChanges()
    for number, titles in fields.items():
        there = session.get(ActionField, number)
        before = FieldTitles(there.title, there.short_title) if there else None
        if before == titles:
            continue
        if there is None:
            session.add(ActionField(number=number, title=titles.title, short_title=titles.short_title))
        else:
            there.title, there.short_title = titles
            session.add(there)
        done.fields.append(FieldChange(number, before, titles))
    session.flush()
    used = {each.number for each in concept_in_use(session)}
    for number, titles in field_titles(session).items():
        if number not in fields and number not in used:
            session.delete(session.get_one(ActionField, number))
            done.fields.append(FieldChange(number, titles, None))
    session.flush()
    known = {(goal.action_field_number, goal.title) for goal in session.exec(select(Goal))}
    for number, title in dict.fromkeys(goals):
        if (number, title) not in known:
            goal = Goal(action_field_number=number, title=title)
            session.add(goal)
            session.flush()
            done.new_goals.append(goal.id or 0)
    return done


def concept_in_use(session: Session) -> list[StoredField]:
    """The action fields that have a goal or a measure, in order."""
    goals, measures = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for number, title in session.exec(select(Goal.action_field_number, Goal.title).order_by(col(Goal.id))):
        goals[number].append(title)
    listed = select(Measure.action_field_number, Measure.title).order_by(col(Measure.id))
    for number, title in session.exec(listed):
        measures[number].append(title)
    return [
        StoredField(number, titles.title, tuple(goals[number]), tuple(measures[number]))
        for number, titles in field_titles(session).items()
        if number in goals or number in measures
    ]
