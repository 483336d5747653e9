"""The coverage of the stored measures by the stored calls."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Engine

from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.settings import City
from grants_db.vocabulary import THIRD_PARTY_LEVELS, CarrierKind, DecisionKind, Eligibility
from matching.chance import LEAST_CHANCE, proposed
from matching.coverage import Coverage, MeasureCandidates, coverage
from matching.eligibility import Carrier, judge
from matching.encoder import Encoder
from matching.matcher import Matcher
from tui.jobs.matching import KEPT
from tui.jobs.matching_input import call_facts, fit, measure_text, opportunity_text, read_stock

#: what makes a call close to integration work as a whole, whatever the measure
CLOSENESS = ("integration_compounds", "integration_letters", "integration_themes", "civic")


@dataclass(frozen=True)
class CoverageView:
    """The coverage, with the measures (by id) and calls (by id) it speaks of."""

    coverage: Coverage
    measures: dict[str, Measure]
    calls: dict[str, Opportunity]


def stored_coverage(
    engine: Engine, city: City, today: date, least_chance: float = LEAST_CHANCE, encoder: Encoder | None = None
) -> CoverageView:
    """Work out the coverage of every unfunded measure by what a night would propose."""
    stock = read_stock(engine)
    fitted = fit(stock, city, today, encoder=encoder)
    measures = fitted.unfunded()
    calls = {str(call.id): call for call in stock.calls}
    facts = {key: call_facts(call, city, today) for key, call in calls.items()}
    usable = {
        carrier: {key for key, verdict in verdicts.items() if verdict.value is not Eligibility.NOT_ELIGIBLE}
        for carrier, verdicts in fitted.verdicts.items()
    }
    # what no measure's carrier may use, the city itself still might
    carriers = {*fitted.verdicts, Carrier(CarrierKind.CITY)}
    of_anyone = {
        key
        for key, call in facts.items()
        if any(judge(call, carrier, today).value is not Eligibility.NOT_ELIGIBLE for carrier in carriers)
    }
    allowed = {str(measure.id): usable[stock.carrier_of(measure)] for measure in measures}
    texts = [measure_text(measure) for measure in measures]
    ranked = fitted.matcher.rank(texts, KEPT, allowed, explained=False)
    served = []
    for measure in measures:
        standing = {str(call_id): each for (owner, call_id), each in stock.decisions.items() if owner == measure.id}
        likely = {match.opportunity_id for match in proposed(ranked[str(measure.id)], standing, least_chance)}
        dismissed = {key for key, each in standing.items() if each.kind is DecisionKind.DISMISSED}
        served.append(MeasureCandidates(str(measure.id), measure.action_field_number, frozenset(likely - dismissed)))
    found = coverage(
        served,
        [opportunity_text(calls[key], today) for key in sorted(of_anyone)],
        closeness_of(fitted.matcher),
        levels=[level.value for level in THIRD_PARTY_LEVELS],
    )
    return CoverageView(found, {str(measure.id): measure for measure in measures}, calls)


def closeness_of(matcher: Matcher) -> dict[str, float]:
    """Call id → closeness to integration work as a whole, against the closest call, in [0, 1]."""
    scores = matcher.signal_scores([])
    shares = matcher.weights_.shares
    count = len(matcher.index_.opportunities_)
    total = np.zeros(count)
    for name in CLOSENESS:
        if name in scores:
            total += shares.get(name, 0.0) * np.broadcast_to(scores[name], (1, count))[0]
    best = total.max(initial=0.0)
    return {
        call.id: float(value / best) if best > 0 else 0.0
        for call, value in zip(matcher.index_.opportunities_, total, strict=True)
    }
