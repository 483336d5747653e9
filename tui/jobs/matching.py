"""Matches stored measures and calls: eligibility first, then rank, then keep what people decided."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import URL, Engine

from grants_db.messages import Message
from grants_db.opportunities.duplicates import leading_calls
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.settings import City
from grants_db.storage.database import reading, writing
from grants_db.user_folders import user_folder
from grants_db.vocabulary import Eligibility
from matching.chance import LEAST_CHANCE, proposed
from matching.eligibility import Verdict
from matching.incremental.ranking import CachedRanking, RankingInput, rank_in_full, update
from matching.incremental.ranking_file import read_ranking, write_ranking
from matching.matcher import RankedOpportunity
from tui.jobs.matching_input import (
    Stock,
    Verdicts,
    fit,
    judged,
    lessons,
    measure_text,
    opportunity_text,
    read_stock,
)

#: matches kept for each measure
KEPT = 20


def run_matching(
    engine: Engine,
    city: City,
    today: date,
    now: datetime,
    tell: Callable[[Message], None] = lambda _: None,
    *,
    full: bool = False,
    least_chance: float = LEAST_CHANCE,
) -> int:
    """Rank the calls for every unfunded measure and store the best; gives how many matches were stored.

    The last ranking is kept in a file; where it can be gone on with, only calls that changed are scored. `full` ranks
    everything anew. `tell` hears why something was not learned from decisions. What is worth reading more rarely than
    `least_chance` is not proposed.
    """
    stock = _each_programme_once(engine, read_stock(engine), today)
    verdicts = judged(stock, city, today)
    night = _night(stock, verdicts, today)
    path = ranking_file(engine.url)
    kept = None if full or path is None else _gone_on(path, night, today)
    if kept is None:
        fitted = fit(stock, city, today, verdicts)
        dropped = frozenset(each.action_field for each in fitted.examined if each.refused is not None)
        refusals = tuple(refusal.as_json() for refusal in fitted.refusals())
        kept = rank_in_full(fitted.matcher, night, today, KEPT, dropped, refusals)
    if path is not None:
        with suppress(OSError):  # without the file the next run ranks in full, nothing else is lost
            path.parent.mkdir(parents=True, exist_ok=True)
            write_ranking(path, kept)
    for refusal in kept.refusals:
        tell(Message.from_json(refusal))
    proposals = _proposals(kept, stock, verdicts, least_chance)
    with writing(engine) as session:
        return replace_undecided(session, proposals, now)


def _each_programme_once(engine: Engine, stock: Stock, today: date) -> Stock:
    """Without the calls that another source states more officially, unless they were decided on."""
    with reading(engine) as session:
        said_better = leading_calls(session, today).keys()
    decided = {call_id for _, call_id in stock.decisions}
    return replace(stock, calls=[call for call in stock.calls if call.id in decided or call.id not in said_better])


def ranking_file(url: URL) -> Path | None:
    """Where the last ranking is kept: beside the SQLite file, else in the user's data folder; None in memory."""
    if url.get_backend_name() != "sqlite":
        return user_folder("data") / "ranking.npz"
    return Path(f"{url.database}.ranking.npz") if url.database and url.database != ":memory:" else None


def _night(stock: Stock, verdicts: Verdicts, today: date) -> RankingInput:
    """What is ranked: a call that its carrier certainly may not use is not proposed."""
    usable = {
        carrier: frozenset(key for key, verdict in found.items() if verdict.value is not Eligibility.NOT_ELIGIBLE)
        for carrier, found in verdicts.items()
    }
    asked = stock.unfunded()
    return RankingInput(
        opportunities=[opportunity_text(call, today) for call in stock.calls],
        measures=[measure_text(measure) for measure in stock.measures],
        asked=[measure_text(measure) for measure in asked],
        allowed={str(measure.id): usable[stock.carrier_of(measure)] for measure in asked},
        decided=lessons(stock),
    )


def _gone_on(path: Path, night: RankingInput, today: date) -> CachedRanking | None:
    kept = read_ranking(path)
    if kept is None:
        return None
    return update(kept, night, today, KEPT)


def _proposals(kept: CachedRanking, stock: Stock, verdicts: Verdicts, least_chance: float) -> dict[int, list[Proposal]]:
    """The few ranked calls of each unfunded measure (by id) that are likely enough worth reading."""
    found: dict[int, list[Proposal]] = {}
    of_measure = {str(measure.id): verdicts[stock.carrier_of(measure)] for measure in stock.unfunded()}
    for key, matches in kept.best(KEPT).items():
        decided = {str(call_id) for measure_id, call_id in stock.decisions if measure_id == int(key)}
        likely = proposed(matches, decided, least_chance)
        found[int(key)] = [_proposal(match, of_measure[key][match.opportunity_id]) for match in likely]
    return found


def _proposal(match: RankedOpportunity, verdict: Verdict) -> Proposal:
    return Proposal(
        opportunity_id=int(match.opportunity_id),
        score=match.score,
        parts=match.parts,
        chance=match.chance,
        eligibility=verdict.value,
        eligibility_reasons=[reason.as_json() for reason in verdict.reasons],
        reasons=[reason.as_json() for reason in match.reasons],
        terms=[term.as_json() for term in match.terms],
    )
