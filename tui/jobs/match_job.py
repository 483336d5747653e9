"""Matches stored measures and calls: eligibility first, then rank, then keep what people decided."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Engine

from grants_db.database import writing
from grants_db.matches import Proposal, replace_undecided
from grants_db.sentence import Sentence
from grants_db.settings import City
from grants_db.vocabulary import Eligibility
from matching.eligibility import Verdict
from matching.matcher import Match
from tui.jobs.fitted import Fitted, fit, measure_text, read_stock

#: matches kept for each measure
KEPT = 20
#: below this score a call is not worth an officer's time: among the calls of the recorded portals under it, reading
#: found next to nothing that fits, and above it the handful per measure that does
WORTH_READING = 0.45


def run_matching(
    engine: Engine, city: City, today: date, now: datetime, tell: Callable[[Sentence], None] = lambda _: None
) -> int:
    """Rank the calls for every unfunded measure and store the best; gives how many matches were stored.

    `tell` hears why something was not learned from decisions.
    """
    fitted = fit(read_stock(engine), city, today)
    for refusal in fitted.refusals():
        tell(refusal)
    proposals = propose(fitted)
    with writing(engine) as session:
        return replace_undecided(session, proposals, now)


def propose(fitted: Fitted) -> dict[int, list[Proposal]]:
    """The ranked calls of each unfunded measure (by id) that its carrier may use or might use."""
    measures = fitted.unfunded()
    usable = {
        carrier: {key for key, verdict in judged.items() if verdict.value is not Eligibility.NOT_ELIGIBLE}
        for carrier, judged in fitted.verdicts.items()
    }
    verdicts = {str(measure.id): fitted.verdicts_of(measure) for measure in measures}
    ranked = fitted.matcher.rank(
        [measure_text(measure) for measure in measures],
        top=KEPT,
        allowed={str(measure.id): usable[fitted.stock.carrier_of(measure)] for measure in measures},
    )
    return {
        int(key): [
            _proposal(match, verdicts[key][match.opportunity_id]) for match in matches if match.score >= WORTH_READING
        ]
        for key, matches in ranked.items()
    }


def _proposal(match: Match, verdict: Verdict) -> Proposal:
    return Proposal(
        opportunity_id=int(match.opportunity_id),
        score=match.score,
        parts=match.parts,
        eligibility=verdict.value,
        eligibility_reasons=[reason.as_json() for reason in verdict.reasons],
        reasons=[reason.as_json() for reason in match.reasons],
        terms=[term.as_json() for term in match.terms],
    )
