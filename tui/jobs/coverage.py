"""The coverage of the stored measures by the stored calls."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Engine

from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.settings import City
from grants_db.vocabulary import CarrierKind, DecisionKind, Eligibility, Level
from matching.coverage import Coverage, MeasureCandidates, candidates, coverage
from matching.eligibility import Carrier, judge
from matching.matcher import Matcher
from tui.jobs.matching_input import call_facts, fit, measure_text, opportunity_text, read_stock

#: what makes a call close to integration work as a whole, whatever the measure
CLOSENESS = ("integration_compounds", "integration_letters", "integration_themes", "civic")


@dataclass(frozen=True)
class CoverageView:
    """The coverage, with the measures (by id) and calls (by id) it speaks of."""

    coverage: Coverage
    measures: dict[str, Measure]
    calls: dict[str, Opportunity]


def stored_coverage(engine: Engine, city: City, today: date) -> CoverageView:
    """Work out the coverage of every unfunded measure."""
    stock = read_stock(engine)
    fitted = fit(stock, city, today)
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
    served = []
    for measure in measures:
        text = measure_text(measure)
        row = fitted.matcher.total_scores([text])[0]
        scores = {call.id: float(score) for call, score in zip(fitted.matcher.index_.opportunities_, row, strict=True)}
        dismissed = {
            str(call_id)
            for (owner, call_id), decision in stock.decisions.items()
            if owner == measure.id and decision.kind is DecisionKind.DISMISSED
        }
        own = candidates(scores, usable[stock.carrier_of(measure)], dismissed)
        served.append(MeasureCandidates(text.id, text.action_field, own))
    found = coverage(
        served,
        [opportunity_text(calls[key], today) for key in sorted(of_anyone)],
        closeness_of(fitted.matcher),
        levels=[level.value for level in Level],
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
