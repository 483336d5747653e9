"""Umbrella calls: proposed once in a field, with the measures that they may carry besides; these can be decided on too.

A match names them in `carries`. A measure that is only carried has no match of its own, so that one call is counted
and shown once a field; it gets one when somebody wants to see or decide the call there.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.messages import Message
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.vocabulary import Eligibility

REASON = Message("Dachangebot des Handlungsfelds, vorgeschlagen bei Maßnahme {number}: {title}")


@dataclass(frozen=True)
class Carried:
    """A measure that an umbrella call may carry.

    Attributes:
        measure: its id.
        score: of the pair, in [0, 1].
        chance: how many of ten such matches are worth reading, as a share.
        eligibility: may its carrier use the call?
        eligibility_reasons: why, as stored sentences.
    """

    measure: int
    score: float
    chance: float
    eligibility: Eligibility
    eligibility_reasons: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """As `Match.carries` holds it."""
        return asdict(self) | {"eligibility": self.eligibility.value}


@dataclass(frozen=True)
class CarriedMeasure:
    """The same with the measure's number and title, for people."""

    number: str
    title: str
    score: float
    chance: float


@dataclass(frozen=True)
class UmbrellaElsewhere:
    """An umbrella call that may carry a measure and is proposed beside another one."""

    opportunity_id: int
    title: str
    number: str  # of the measure that it is proposed beside
    score: float  # for the measure that is asked about


def carried_measures(session: Session, matches: list[Match]) -> dict[int, list[CarriedMeasure]]:
    """For each of the matches (by id) the measures that its call may carry besides, without those that have a match."""
    wanted = {entry["measure"] for match in matches for entry in match.carries}
    if not wanted:
        return {}
    columns: list[Any] = [col(Measure.id), col(Measure.number), col(Measure.title)]
    statement = select_columns(*columns).where(col(Measure.id).in_(sorted(wanted)))
    names = {key: (number, title) for key, number, title in session.connection().execute(statement)}
    calls = {match.opportunity_id for match in matches}
    pairs: list[Any] = [col(Match.measure_id), col(Match.opportunity_id)]
    of_calls = select_columns(*pairs).where(col(Match.opportunity_id).in_(sorted(calls)))
    own = {(measure, call) for measure, call in session.connection().execute(of_calls)}
    return {
        match.id or 0: [
            CarriedMeasure(*names[entry["measure"]], entry["score"], entry["chance"])
            for entry in match.carries
            if entry["measure"] in names and (entry["measure"], match.opportunity_id) not in own
        ]
        for match in matches
        if match.carries
    }


def umbrellas_elsewhere(session: Session, measure_id: int) -> list[UmbrellaElsewhere]:
    """The umbrella calls that may carry a measure, likeliest first; without those that it has a match with."""
    found = []
    own = set(session.exec(select(Match.opportunity_id).where(Match.measure_id == measure_id)))
    for match, title, number in session.exec(
        select(Match, Opportunity.title, Measure.number)
        .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
        .join(Measure, col(Match.measure_id) == col(Measure.id))
        .where(_carries_any())
    ):
        found += [
            UmbrellaElsewhere(match.opportunity_id, title, number, entry["score"])
            for entry in match.carries
            if entry["measure"] == measure_id and match.opportunity_id not in own
        ]
    return sorted(found, key=lambda each: (-each.score, each.opportunity_id))


def match_where_carried(session: Session, measure_id: int, opportunity_id: int, now: datetime) -> Match | None:
    """Give a measure a match of its own with a call that may carry it; None where no umbrella of it is proposed."""
    statement = select(Match).where(Match.opportunity_id == opportunity_id, _carries_any())
    for match in session.exec(statement):
        entry = next((each for each in match.carries if each["measure"] == measure_id), None)
        if entry is None:
            continue
        leader = session.get_one(Measure, match.measure_id)
        made = Match(
            measure_id=measure_id,
            opportunity_id=opportunity_id,
            rank=0,
            score=entry["score"],
            chance=entry["chance"],
            eligibility=Eligibility(entry["eligibility"]),
            eligibility_reasons=entry["eligibility_reasons"],
            reasons=[Message.of(REASON.template, number=leader.number, title=leader.title).as_json()],
            computed_at=now,
        )
        session.add(made)
        session.flush()
        return made
    return None


def _carries_any() -> Any:
    return cast(Match.carries, String) != "[]"
