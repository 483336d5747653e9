"""The coverage of the stored measures by what the last night proposed for them, which every screen counts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.measures.store import shipped_action_fields
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.opportunities.duplicates import leading_calls
from grants_db.settings import City
from grants_db.storage.database import reading
from grants_db.vocabulary import THIRD_PARTY_LEVELS, CarrierKind, DecisionKind
from matching.coverage import Coverage, MeasureCandidates, coverage
from matching.eligibility import Carrier
from matching.incremental.ranking import CachedRanking, program_digest
from matching.incremental.ranking_file import read_ranking
from matching.incremental.update import KeptLostError
from matching.index.profiles import profiles_of
from matching.matcher import Matcher
from matching.text.documents import OpportunityText
from tui.jobs.call_heads import portions, read_calls, read_heads, read_texts
from tui.jobs.matching_input import Stock, measure_text, ranking_file, read_measures

#: what makes a call close to the concept as a whole, whatever the measure
CLOSENESS = ("concept_compounds", "concept_letters", "concept_themes", "civic")


@dataclass(frozen=True)
class CoverageView:
    """The coverage, with the measures (by id) and the calls without a measure (by id) it speaks of."""

    coverage: Coverage
    measures: dict[str, Measure]
    calls: dict[str, Any]


def stored_coverage(engine: Engine, city: City, today: date) -> CoverageView:
    """The coverage of every unfunded measure by its stored matches, dismissed ones left out.

    A measure that an umbrella call may carry has that call for a candidate too.
    """
    stock = read_measures(engine)
    decided = {call_id for _measure_id, call_id in stock.decisions}
    path = ranking_file(engine.url)
    heads = read_heads(engine, city, today, decided, None if path is None else path.with_name(f"{path.name}.heads"))
    with reading(engine) as session:
        said_better = leading_calls(session, today).keys()
    measures = stock.unfunded()
    # what no measure's carrier may use, the city itself still might
    carriers = {*map(stock.carrier_of, stock.measures), Carrier(CarrierKind.CITY)}
    usable = [head for head in heads if any(head.may_be_used(carrier, today) for carrier in carriers)]
    proposed = _candidates(engine, stock)
    found = coverage(
        [
            MeasureCandidates(str(measure.id), measure.action_field_number, frozenset(proposed[measure.id or 0]))
            for measure in measures
        ],
        [head.without_text(today) for head in heads],
        _closeness(engine, stock, [head.id for head in usable if head.id not in said_better], today),
        levels=[level.value for level in THIRD_PARTY_LEVELS],
        fields=[each.number for each in stock.concept] or [each.number for each in shipped_action_fields()],
    )
    named = read_calls(engine, [int(key) for key, _value in found.without_measure])
    return CoverageView(
        found, {str(measure.id): measure for measure in measures}, {str(key): call for key, call in named.items()}
    )


def _candidates(engine: Engine, stock: Stock) -> defaultdict[int, set[str]]:
    """Measure id → the calls that are proposed for it or may carry it, without those dismissed there."""
    found = defaultdict[int, set[str]](set)
    with reading(engine) as session:
        for measure_id, call_id, carries in session.exec(
            select(Match.measure_id, Match.opportunity_id, Match.carries).order_by(col(Match.id))
        ):
            for each in (measure_id, *(carried["measure"] for carried in carries)):
                found[each].add(str(call_id))
    for (measure_id, call_id), decision in stock.decisions.items():
        if decision.kind is DecisionKind.DISMISSED:
            found[measure_id].discard(str(call_id))
    return found


def _closeness(engine: Engine, stock: Stock, ids: list[int], today: date) -> dict[str, float]:
    """Call id → closeness to the concept as a whole, against the closest of these, in [0, 1].

    By what the last night kept, only what came since is read; without it all texts are.
    """
    path = ranking_file(engine.url)
    kept = None if path is None else read_ranking(path)
    told: dict[str, float] = {}
    if kept is not None and kept.program == program_digest():
        try:
            told = _as_kept(kept)
            rest = [number for number in ids if str(number) not in told]
            told |= totals_of(Matcher(state=kept.parts.state).fit(read_texts(engine, rest, today)))
        except KeptLostError:
            told = {}
    if not told:
        measures = [measure_text(measure) for measure in stock.measures]
        fitted = Matcher(concept=profiles_of(stock.concept))
        told = totals_of(fitted.fit(_texts(engine, ids, today), measures, texts_kept=False))
    of_these = {str(number): told[str(number)] for number in ids}
    best = max(of_these.values(), default=0.0)
    return {key: value / best if best > 0 else 0.0 for key, value in of_these.items()}


def _as_kept(kept: CachedRanking) -> dict[str, float]:
    """The same, not set against the closest, of the calls that are as they were when the yardstick was made."""
    parts = kept.parts
    matcher = Matcher(state=parts.state).fit_read(parts.index, parts.state.measures, parts.neighbours)
    return {key: value for key, value in totals_of(matcher).items() if key not in kept.drifted}


def _texts(engine: Engine, ids: list[int], today: date) -> Iterator[OpportunityText]:
    for some in portions(ids):
        yield from read_texts(engine, some, today)


def totals_of(matcher: Matcher) -> dict[str, float]:
    """Call id → closeness to the concept as a whole, of the fitted calls."""
    scores = matcher.signal_scores([])
    shares = matcher.weights_.shares
    count = len(matcher.index_.opportunities_)
    total = np.zeros(count)
    for name in CLOSENESS:
        if name in scores:
            total += shares.get(name, 0.0) * np.broadcast_to(scores[name], (1, count))[0]
    return dict(zip(matcher.index_.rows_, total.tolist(), strict=True))
