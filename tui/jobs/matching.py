"""Matches stored measures and calls: eligibility first, then rank, then keep what people decided."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from grants_db.messages import Message
from grants_db.models.match import StoredReading
from grants_db.models.measure import Measure
from grants_db.opportunities.duplicates import leading_calls
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.readings import reading_sentence, standing_readings
from grants_db.review.umbrellas import Carried
from grants_db.settings import City
from grants_db.storage.database import reading, writing
from matching.chance import LEAST_CHANCE
from matching.eligibility import Verdict, judge
from matching.encoder import Encoder
from matching.evaluation.feedback_check import LessonCheck, check_lessons
from matching.feedback import Feedback
from matching.incremental.chosen import ShownChoice
from matching.incremental.explained import ExplainedMatch
from matching.incremental.lessons import base_scores, examined_anew, lessons_changed
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import CachedRanking, rank_in_full
from matching.incremental.ranking_file import read_ranking, write_ranking
from matching.incremental.update import update
from matching.index.known_measures import sign_of
from matching.index.profiles import profiles_of
from matching.index.vector_index import OpportunityIndex
from matching.matcher import Matcher
from matching.reader import ADDS, READER
from matching.text.documents import MeasureText, OpportunityText
from matching.umbrellas import LOOKED_AT
from tui.jobs.call_heads import MatchedCall, read_calls, read_heads, read_texts
from tui.jobs.matching_input import (
    Stock,
    call_facts,
    keep_encoded,
    lessons,
    measure_text,
    ranking_file,
    read_measures,
    taught_pairs,
)

#: calls whose texts are in memory at a time while all are read
READ_AT_ONCE = 1000
#: matches kept for each measure
KEPT = LOOKED_AT


@dataclass(frozen=True)
class _Night:
    """What is ranked: measures and decisions, and calls without their texts."""

    stock: Stock
    inputs: RankingInput

    def decided_pairs(self) -> list[tuple[MeasureText, str]]:
        """The measures and calls of the decisions that teach."""
        texts = {int(measure.id): measure for measure in self.inputs.measures}
        return [(texts[measure_id], str(call_id)) for measure_id, call_id in taught_pairs(self.stock.decisions)]


def run_matching(
    engine: Engine,
    city: City,
    today: date,
    now: datetime,
    tell: Callable[[Message], None] = lambda _: None,
    *,
    full: bool = False,
    least_chance: float = LEAST_CHANCE,
    encoder: Encoder | None = None,
    reads: bool = False,
) -> int:
    """Rank the calls for every unfunded measure and store the best; gives how many matches were stored.

    The last ranking is kept in files; where it can be gone on with, only what changed is worked out. `full` ranks
    everything anew. `tell` hears why something was not learned from decisions. What is worth reading more rarely than
    `least_chance` is not proposed. With an encoder everything is ranked in full, and nothing is kept of it. With
    `reads` the grades that a reader gave count.
    """
    path = ranking_file(engine.url)
    night = _read_night(engine, city, today, least_chance, path)
    adds, readings = _grades_that_stand(engine, night.inputs.asked) if reads else ({}, {})
    night = replace(night, inputs=replace(night.inputs, read=adds))
    if encoder is not None:
        path, night = None, replace(night, inputs=replace(night.inputs, encoded=True))
    kept = None if full or path is None else read_ranking(path)
    found = None if kept is None else _gone_on(kept, night, today)
    if found is None:
        found = _in_full(night, today, encoder)
        keep_encoded(encoder)
    if path is not None and found != kept:
        with suppress(OSError):  # without the file the next run ranks in full, nothing else is lost
            path.parent.mkdir(parents=True, exist_ok=True)
            write_ranking(path, found)
    for refusal in found.refusals:
        tell(Message.from_json(refusal))
    proposals = _proposals(engine, found, night, city, today, readings)
    with writing(engine) as session:
        return replace_undecided(session, proposals, now)


def _grades_that_stand(
    engine: Engine, measures: Sequence[MeasureText]
) -> tuple[dict[str, dict[str, float]], dict[tuple[str, str], StoredReading]]:
    """What grades add to scores (measure → call → what), and the readings by measure and call; both by ids as texts."""
    signs = {int(measure.id): sign_of(measure) for measure in measures}
    with reading(engine) as session:
        found = standing_readings(session, signs)
    adds: dict[str, dict[str, float]] = {}
    for (measure, call), one in found.items():
        adds.setdefault(str(measure), {})[str(call)] = ADDS[one.grade or 0]
    return adds, {(str(measure), str(call)): one for (measure, call), one in found.items()}


def _read_night(engine: Engine, city: City, today: date, least_chance: float, path: Path | None) -> _Night:
    """What is ranked; a call that its carrier certainly may not use is not proposed.

    Left out are calls that another source states more officially, unless they were decided on.
    """
    stock = read_measures(engine)
    with reading(engine) as session:
        said_better = leading_calls(session, today).keys()
    decided = {call_id for _measure_id, call_id in stock.decisions}
    beside = None if path is None else path.with_name(f"{path.name}.heads")
    every = read_heads(engine, city, today, decided, beside)
    heads = [head for head in every if head.id in decided or head.id not in said_better]
    asked = stock.unfunded()
    settled: dict[str, set[str]] = {}
    for measure_id, call_id in stock.decisions:
        settled.setdefault(str(measure_id), set()).add(str(call_id))
    inputs = RankingInput(
        opportunities=[head.without_text(today) for head in heads],
        signs=[head.sign for head in heads],
        texts=lambda ids: read_texts(engine, [int(key) for key in ids], today),
        measures=[measure_text(measure) for measure in stock.measures],
        asked=[measure_text(measure) for measure in asked],
        allowed=_usable(stock, asked, heads, today),
        decided=lessons(stock),
        settled=settled,
        least_chance=least_chance,
        concept=stock.concept,
    )
    return _Night(stock, inputs)


def _usable(
    stock: Stock, asked: Sequence[Measure], heads: Sequence[MatchedCall], today: date
) -> Mapping[str, frozenset[str]]:
    """For each measure the calls it may use, or might; measures whose carriers are alike share them."""
    sets: dict[tuple[str, bool], frozenset[str]] = {}
    found = {}
    for measure in asked:
        carrier = stock.carrier_of(measure)
        alike = carrier.kind.value, carrier.contract_on is not None and carrier.contract_on <= today
        if alike not in sets:
            sets[alike] = frozenset(str(head.id) for head in heads if head.may_be_used(carrier, today))
        found[str(measure.id)] = sets[alike]
    return found


def _gone_on(kept: CachedRanking, night: _Night, today: date) -> CachedRanking | None:
    if not lessons_changed(kept, night.inputs):
        return update(kept, night.inputs, today, KEPT)
    examined = examined_anew(kept, night.inputs, night.decided_pairs())
    return None if examined is None else update(kept, night.inputs, today, KEPT, *_refused(examined))


def _in_full(night: _Night, today: date, encoder: Encoder | None) -> CachedRanking:
    inputs, pairs = night.inputs, night.decided_pairs()
    fitted = Matcher(encoder=encoder, concept=profiles_of(inputs.concept))
    matcher = fitted.fit(_read_in_portions(inputs), inputs.measures, texts_kept=encoder is not None)
    dropped: frozenset[int] = frozenset()
    refusals: tuple[dict[str, object], ...] = ()
    if pairs:
        plain, rows = {}, matcher.index_.rows_
        wanted: dict[str, list[str]] = {}
        for measure, key in pairs:
            wanted.setdefault(measure.id, []).append(key)
        for found in matcher.scored(list({measure.id: measure for measure, _key in pairs}.values())):
            for measure, scores in zip(found.query.measures, found.total, strict=True):
                known = {key: float(scores[rows[key]]) for key in wanted[measure.id] if key in rows}
                plain[measure.id] = known, float(scores.max())
        examined = _examined(matcher, inputs, base_scores(plain, pairs))
        dropped, refusals = _refused(examined)
        matcher = matcher.with_decisions([each for each in inputs.decided if each.action_field not in dropped])
    return rank_in_full(matcher, inputs, today, KEPT, dropped, refusals)


def _read_in_portions(inputs: RankingInput) -> Iterator[OpportunityText]:
    """All calls with their texts, of which only some are in memory at a time."""
    ids = [each.id for each in inputs.opportunities]
    for start in range(0, len(ids), READ_AT_ONCE):
        yield from inputs.texts(ids[start : start + READ_AT_ONCE])


def _examined(matcher: Matcher, inputs: RankingInput, base: Mapping[tuple[int, str], float]) -> list[LessonCheck]:
    """The figures of each field's lesson; the texts of what was decided on are read again."""
    means = Feedback().fit(matcher.index_, inputs.decided).means_
    ids = sorted({each.opportunity_id for each in inputs.decided} & matcher.index_.rows_.keys())
    read = OpportunityIndex(matcher.learned({})).fit(inputs.texts(ids))
    return check_lessons(read, inputs.decided, base, means)


def _refused(examined: Sequence[LessonCheck]) -> tuple[frozenset[int], tuple[dict[str, object], ...]]:
    """The fields whose lessons do harm, and why, as stored sentences."""
    refused = [(each.action_field, each.refused) for each in examined if each.refused is not None]
    return frozenset(field for field, _why in refused), tuple(why.as_json() for _field, why in refused)


def _proposals(
    engine: Engine,
    found: CachedRanking,
    night: _Night,
    city: City,
    today: date,
    readings: Mapping[tuple[str, str], StoredReading],
) -> dict[int, list[Proposal]]:
    """What is shown of each unfunded measure (by id), with who may apply."""
    calls = read_calls(engine, {int(match.opportunity_id) for shown in found.shown.values() for match in shown})
    facts = {key: call_facts(call, city, today) for key, call in calls.items()}
    carriers = {str(measure.id): night.stock.carrier_of(measure) for measure in night.stock.unfunded()}
    verdicts: dict[tuple[str, str], Verdict] = {}

    def verdict(measure_id: str, call_id: str) -> Verdict:
        pair = measure_id, call_id
        if pair not in verdicts:
            verdicts[pair] = judge(facts[int(call_id)], carriers[measure_id], today)
        return verdicts[pair]

    choice = ShownChoice(night.inputs, found.ranked, found.crowds, found.closeness, KEPT)
    carries = _carries(choice, verdict)
    proposals: dict[int, list[Proposal]] = {}
    for key, shown in found.shown.items():
        proposals[int(key)] = []
        for match in shown:
            pair = key, match.opportunity_id
            proposal = _proposal(match, verdict(*pair), carries.get(pair, []))
            if pair in readings:
                proposal = _as_read(proposal, readings[pair], choice)
            proposals[int(key)].append(proposal)
    return proposals


def _as_read(proposal: Proposal, reading: StoredReading, choice: ShownChoice) -> Proposal:
    """The proposal with what a reader's grade adds, and the chance that follows."""
    likely = choice.likely[str(reading.measure_id)]
    chance = next(each.chance for each in likely if each.opportunity_id == str(proposal.opportunity_id))
    score = min(max(proposal.score + ADDS[reading.grade or 0], 0.0), 1.0)
    parts = {**proposal.parts, READER: score - proposal.score}
    said = [reading_sentence(reading).as_json(), *proposal.reasons]
    return replace(proposal, score=score, parts=parts, chance=chance, reasons=said)


def _carries(choice: ShownChoice, verdict: Callable[[str, str], Verdict]) -> dict[tuple[str, str], list[Carried]]:
    """For each umbrella, by the measure it is proposed beside and the call, the measures that it may carry besides."""
    listed = {}
    for each in choice.umbrellas:
        if each.leader is None:
            continue
        likely = {
            key: next(match for match in choice.likely[key] if match.opportunity_id == each.opportunity_id)
            for key in each.carried
        }
        judged = {key: verdict(key, each.opportunity_id) for key in each.carried}
        listed[each.leader, each.opportunity_id] = [
            Carried(
                int(key),
                round(match.score, 6),
                round(match.chance, 4),
                judged[key].value,
                [reason.as_json() for reason in judged[key].reasons],
            )
            for key, match in likely.items()
        ]
    return listed


def _proposal(match: ExplainedMatch, verdict: Verdict, carries: Sequence[Carried]) -> Proposal:
    return Proposal(
        opportunity_id=int(match.opportunity_id),
        score=match.score,
        parts=dict(match.parts),
        chance=match.chance,
        eligibility=verdict.value,
        eligibility_reasons=[reason.as_json() for reason in verdict.reasons],
        reasons=list(match.reasons),
        terms=list(match.terms),
        carries=[each.as_json() for each in carries],
        facets={name: list(codes) for name, codes in match.facets.items()},
    )
