"""Finds anything by what is typed of its name: calls, measures, applications, units, decisions; best first.

Measures, applications, units and decisions are a city's own and few. Calls may be a hundred thousand: those that the
word index knows come first, and only where it finds too few are their titles compared one by one for typing errors.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.fuzz import partial_token_set_ratio
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from grants_db.models.application import Application
from grants_db.models.match import Decision
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_listing import LISTING
from grants_db.search.likeness import comparable, likeness
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search

#: things of each kind, and decisions that are looked at: the newest
MOST, NEWEST_DECISIONS = 8, 2_000
#: calls by the word index under which their titles are compared one by one, and how many come to the second look
FEW, SECOND_LOOK, CUT_OFF = 3, 50, 70
#: what is left of how well a name fits that does not begin with what was typed
BESIDE = 0.9


class ThingKind(StrEnum):
    """What was found; in this order where they fit equally."""

    MEASURE = "measure"
    APPLICATION = "application"
    CALL = "call"
    UNIT = "unit"
    DECISION = "decision"


@dataclass(frozen=True)
class Thing:
    """Something found: its id in its table, its name, and how well it fits (0 to 1)."""

    kind: ThingKind
    id: int
    name: str
    fits: float

    @property
    def words(self) -> str:
        """What its list is searched for to show it: its words alone, without signs that mean something to a search."""
        name = self.name.partition(" · ")[0] if self.kind is ThingKind.DECISION else self.name
        return " ".join(word.lstrip("-") for word in name.replace('"', " ").split())


def find_things(session: Session, typed: str, today: date) -> list[Thing]:
    """What fits, the best first; at most `MOST` of each kind."""
    wanted = comparable(typed)
    if not wanted:
        return []
    order = list(ThingKind)
    found = [
        *_best(ThingKind.MEASURE, _measures(session), wanted),
        *_best(ThingKind.APPLICATION, _applications(session), wanted),
        *_best(ThingKind.CALL, _calls(session, typed, wanted, today), wanted),
        *_best(ThingKind.UNIT, session.execute(select_columns(col(Unit.id), col(Unit.name))).all(), wanted),
        *_best(ThingKind.DECISION, _decisions(session), wanted),
    ]
    return sorted(found, key=lambda thing: (-thing.fits, order.index(thing.kind)))


def _best(kind: ThingKind, named: Iterable[tuple[int | None, str]], wanted: list[str]) -> list[Thing]:
    scored = [Thing(kind, number or 0, name, _fits(wanted, comparable(name))) for number, name in named]
    return sorted((thing for thing in scored if thing.fits), key=lambda thing: -thing.fits)[:MOST]


def _fits(wanted: list[str], words: list[str]) -> float:
    """How well, from 0 to 1; a name that begins with what was typed fits best ("2.1" is no "1.2")."""
    return likeness(wanted, words) * (1 if words[: len(wanted)] == wanted else BESIDE)


def _measures(session: Session) -> Iterator[tuple[int, str]]:
    for number, code, title in session.execute(
        select_columns(col(Measure.id), col(Measure.number), col(Measure.title))
    ):
        yield number, f"{code} {title}"


def _applications(session: Session) -> Iterator[tuple[int, str]]:
    statement = select_columns(col(Application.id), col(Opportunity.title)).join(
        Opportunity, col(Application.opportunity_id) == col(Opportunity.id)
    )
    for number, title in session.execute(statement):
        yield number, f"{number} {title}"


def _decisions(session: Session) -> Iterator[tuple[int, str]]:
    """The newest first, each by its call and its measure's number."""
    statement = (
        select_columns(col(Decision.id), col(Measure.number), col(Opportunity.title))
        .join(Measure, col(Decision.measure_id) == col(Measure.id))
        .join(Opportunity, col(Decision.opportunity_id) == col(Opportunity.id))
        .where(col(Decision.undone_at).is_(None))
        .order_by(col(Decision.id).desc())
        .limit(NEWEST_DECISIONS)
    )
    for number, code, title in session.execute(statement):
        yield number, f"{title.replace(' · ', ' ')} · {code}"


def _calls(session: Session, typed: str, wanted: list[str], today: date) -> list[tuple[int, str]]:
    known = {
        row.id: row.title for row in search(session, OpportunityFilter(words=typed), today, limit=SECOND_LOOK).rows
    }
    in_title = [title for title in known.values() if likeness(wanted, comparable(title))]
    if len(in_title) < FEW:
        known |= dict(_misspelt(session, wanted))
    return list(known.items())


def _misspelt(session: Session, wanted: list[str]) -> Iterator[tuple[int, str]]:
    """The calls whose titles are likest to what was typed."""
    listed = session.execute(select_columns(LISTING.c.opportunity_id, LISTING.c.title_key))
    keys: dict[int, str] = {row.opportunity_id: row.title_key for row in listed}
    near = process.extract(
        " ".join(wanted), keys, scorer=partial_token_set_ratio, limit=SECOND_LOOK, score_cutoff=CUT_OFF
    )
    # a title's likest words may stand anywhere in it: the second look is at the whole title
    ids = [number for _key, _score, number in near]
    statement = select_columns(col(Opportunity.id), col(Opportunity.title)).where(col(Opportunity.id).in_(ids))
    yield from ((row.id, row.title) for row in session.execute(statement))
