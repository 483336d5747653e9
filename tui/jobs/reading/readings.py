"""Has the best calls of each measure read: what is still to be read and what it costs first, then one by one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from time import monotonic
from typing import Any

from sqlalchemy import Engine
from sqlalchemy import select as select_columns
from sqlmodel import col

from grants_db.errors import InputError
from grants_db.measures.store import get_measure, list_measures
from grants_db.messages import Message
from grants_db.models.match import StoredReading
from grants_db.models.opportunity import Opportunity
from grants_db.review.readings import mean_seconds, readings_by_key, store_reading
from grants_db.settings import Settings
from grants_db.storage.database import reading as reading_session
from grants_db.storage.database import writing
from grants_db.vocabulary import Eligibility
from matching.incremental.ranking import CachedRanking, program_digest
from matching.incremental.ranking_file import read_ranking
from matching.index.known_measures import sign_of
from matching.reader import DEPTH, Reader, ReaderQuestion, question, reading_of
from matching.text.documents import MeasureText, OpportunityText
from tui.jobs.call_heads import portions, read_texts
from tui.jobs.matching_input import encoder_of, fit, measure_text, ranking_file, read_stock

#: signs that a token has, and tokens of an answer, as an estimate
SIGNS, ANSWERED = 3.0, 120
#: seconds an answer takes where none was measured
SECONDS = 4.0
#: answers that may fail one after the other before it is given up
FAILURES = 3


@dataclass(frozen=True)
class ReadingPair:
    """A measure beside a call, and what would be asked."""

    measure: MeasureText
    opportunity: OpportunityText
    version: int
    asked: ReaderQuestion


@dataclass(frozen=True)
class ReadingPlan:
    """What is still to be read, what is known already, and what it costs.

    Attributes:
        pairs: to be read, best first measure by measure.
        known: how many of the best were read before and say the same.
        seconds: how long one answer takes.
    """

    pairs: Sequence[ReadingPair]
    known: int
    seconds: float

    def tokens(self) -> int:
        """How many tokens will go there and back, as an estimate."""
        return ceil(sum(pair.asked.length / SIGNS + ANSWERED for pair in self.pairs))

    def cost(self, price: float) -> float:
        """In EUR, by a price in EUR for a million tokens."""
        return self.tokens() * price / 1e6

    def minutes(self) -> int:
        """How long it will take."""
        return ceil(len(self.pairs) * self.seconds / 60)


@dataclass(frozen=True)
class ReadingRun:
    """What came of it: answers kept, how many of them can't be used, and why it ended early, if so."""

    answered: int
    unusable: int
    given_up: Message | None = None


def plan_reading(engine: Engine, settings: Settings, today: date, numbers: Sequence[str] = ()) -> ReadingPlan:
    """What of the best `DEPTH` calls of the measures with these numbers, or of all that need money, is not read yet.

    Raises:
        InputError: no such measure.
    """
    with reading_session(engine) as session:
        wanted = {get_measure(session, number).id for number in numbers}
        measures = {str(one.id): measure_text(one) for one in list_measures(session) if not wanted or one.id in wanted}
        seconds = mean_seconds(session) or SECONDS
    best = {key: ids for key, ids in _best(engine, settings, today).items() if key in measures}
    wanted_calls = sorted({key for ids in best.values() for key in ids})
    calls = {int(one.id): one for one in read_texts(engine, wanted_calls, today)}
    versions = _versions(engine, wanted_calls)
    pairs = [
        ReadingPair(
            measures[measure],
            calls[call],
            versions[call],
            question(settings.reader.model, measures[measure], calls[call]),
        )
        for measure, ids in best.items()
        for call in ids
        if call in calls
    ]
    with reading_session(engine) as session:
        known = readings_by_key(session, [pair.asked.key for pair in pairs]).keys()
    return ReadingPlan([pair for pair in pairs if pair.asked.key not in known], len(known), seconds)


def read_pairs(
    engine: Engine, reader: Reader, plan: ReadingPlan, now: datetime, told: Callable[[int], None] = lambda _: None
) -> ReadingRun:
    """Have the pairs read, one after the other; each answer is kept at once, so that nothing is lost or paid twice.

    Args:
        engine: the database.
        reader: who reads.
        plan: what is to be read.
        now: this instant.
        told: hears after each answer how many there are.
    """
    answered = unusable = failed = 0
    for pair in plan.pairs:
        began = monotonic()
        try:
            said = reading_of(reader.answer(pair.asked.task, pair.asked.texts), pair.opportunity)
        except InputError as error:
            failed += 1
            if failed == FAILURES:
                return ReadingRun(answered, unusable, error.sentence)
            continue
        failed = 0
        stored = StoredReading(
            measure_id=int(pair.measure.id),
            opportunity_id=int(pair.opportunity.id),
            key=pair.asked.key,
            measure_sign=sign_of(pair.measure),
            opportunity_version=pair.version,
            reader=reader.name[:200],
            grade=said.grade,
            sentence=said.sentence,
            quotation=said.quotation,
            seconds=monotonic() - began,
            read_at=now,
        )
        with writing(engine) as session:
            store_reading(session, stored)
        answered, unusable = answered + 1, unusable + (said.grade is None)
        told(answered)
    return ReadingRun(answered, unusable)


def _best(engine: Engine, settings: Settings, today: date) -> dict[str, list[int]]:
    """Measure id → its best calls that it may use: by the last night, without it by ranking now."""
    path = ranking_file(engine.url)
    kept = None if path is None or settings.encoder else read_ranking(path)
    if kept is not None and kept.program == program_digest():
        return dict(_of_kept(kept))
    fitted = fit(read_stock(engine), settings.city, today, encoder=encoder_of(settings, engine.url))
    asked = fitted.unfunded()
    usable = {
        str(one.id): {
            key for key, each in fitted.verdicts_of(one).items() if each.value is not Eligibility.NOT_ELIGIBLE
        }
        for one in asked
    }
    ranked = fitted.matcher.rank([measure_text(one) for one in asked], DEPTH, usable, explained=False)
    return {key: [int(each.opportunity_id) for each in found] for key, found in ranked.items()}


def _of_kept(kept: CachedRanking) -> Iterator[tuple[str, list[int]]]:
    for key, pairs in kept.ranked.items():
        yield key, [int(call) for call, _score in pairs[:DEPTH]]


def _versions(engine: Engine, ids: Sequence[int]) -> dict[int, int]:
    """Call id → its version."""
    columns: list[Any] = [col(Opportunity.id), col(Opportunity.version)]
    found: dict[int, int] = {}
    with reading_session(engine) as session:
        for some in portions(ids):
            statement = select_columns(*columns).where(col(Opportunity.id).in_(some))
            found |= {key: version for key, version in session.connection().execute(statement)}  # noqa: C416 - a row is no pair to mypy
    return found
