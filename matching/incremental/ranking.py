"""A ranking that is kept from one night to the next, so that only opportunities that changed are scored anew.

`rank_in_full` remembers what a full ranking learned and found; `update` scores the opportunities that are new or
changed, may be used now, or whose time runs short, puts them between the kept ones, and gives what a full ranking with
the same state would. Where that can't be said for certain, it gives None, and a full ranking is due.
"""

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from matching.feedback import TopicDecision
from matching.index.fitted_state import FittedState
from matching.matcher import Matcher, RankedOpportunity
from matching.signals.deadline import work_days
from matching.text.documents import MeasureText, OpportunityText

#: matches remembered for each one shown, so that some may drop out
RESERVE = 2
#: what was learned is learned anew after this time, and when more than this share of the opportunities changed
FRESH = timedelta(days=7)
MOST_CHANGED = 0.1
#: the floor of a measure whose every opportunity is remembered
NO_FLOOR = -1.0


@dataclass(frozen=True)
class RankingInput:
    """What is ranked in one night.

    Attributes:
        opportunities: all opportunities.
        measures: all of the city's.
        asked: those to rank for.
        allowed: for each asked measure id the opportunity ids that may be proposed.
        decided: the decisions that teach.
    """

    opportunities: Sequence[OpportunityText]
    measures: Sequence[MeasureText]
    asked: Sequence[MeasureText]
    allowed: Mapping[str, Container[str]]
    decided: Sequence[TopicDecision] = ()

    def key(self) -> str:
        """Changes with the program, the measures and the decisions: a kept ranking of another key is of no use."""
        said = hashlib.sha256(program_digest().encode())
        for part in (self.measures, [measure.id for measure in self.asked], self.decided):
            said.update(repr(part).encode("utf-8", "surrogatepass"))
        said.update(repr(self._sharing()).encode())
        return said.hexdigest()

    def digests(self) -> dict[str, str]:
        """For each opportunity: its text, and after the colon who may use it and how short the time is."""
        groups = list({id(each): each for each in self.allowed.values()}.values())
        return {
            each.id: f"{_digest(each)}:{''.join('01'[each.id in group] for group in groups)}:{_short_of_time(each)}"
            for each in self.opportunities
        }

    def _sharing(self) -> list[int]:
        """Which measures share what they may use, as numbers in the order of arrival."""
        numbers: dict[int, int] = {}
        return [numbers.setdefault(id(self.allowed.get(measure.id)), len(numbers)) for measure in self.asked]


@dataclass(frozen=True)
class CachedRanking:
    """A ranking and what it was made with.

    Attributes:
        key: of the night it was made in.
        made_on: when the state was learned.
        state: what was learned of the opportunities.
        digests: of each opportunity.
        ranked: for each measure id its best opportunities, more than are shown.
        floors: for each measure id the score that no opportunity left out exceeds.
        dropped: the fields whose lessons do harm.
        refusals: why, as stored sentences.
    """

    key: str
    made_on: date
    state: FittedState
    digests: Mapping[str, str]
    ranked: Mapping[str, Sequence[RankedOpportunity]]
    floors: Mapping[str, float]
    dropped: frozenset[int] = frozenset()
    refusals: tuple[dict[str, object], ...] = ()

    def best(self, top: int) -> dict[str, list[RankedOpportunity]]:
        """The matches of each measure that are shown."""
        return {key: list(matches[:top]) for key, matches in self.ranked.items()}


def rank_in_full(
    matcher: Matcher,
    inputs: RankingInput,
    today: date,
    top: int,
    dropped: frozenset[int] = frozenset(),
    refusals: tuple[dict[str, object], ...] = (),
) -> CachedRanking:
    """Rank in full with a fitted matcher, and keep what it takes to go on from there."""
    depth = top * RESERVE
    rankings = list(matcher.rankings(inputs.asked, depth, inputs.allowed))
    ranked = {each.measure_id: each.opportunities for each in rankings}
    floors = {key: matches[-1].score if len(matches) == depth else NO_FLOOR for key, matches in ranked.items()}
    state = matcher.learned(rankings)
    return CachedRanking(inputs.key(), today, state, inputs.digests(), ranked, floors, dropped, refusals)


def update(cached: CachedRanking, inputs: RankingInput, today: date, top: int) -> CachedRanking | None:
    """The kept ranking with this night's changes, or None where only a full ranking will do."""
    if cached.key != inputs.key() or not timedelta(0) <= today - cached.made_on <= FRESH:
        return None
    digests = inputs.digests()
    texts = {key: digest.split(":")[0] for key, digest in cached.digests.items()}
    rewritten = {key for key, digest in digests.items() if texts.get(key) != digest.split(":")[0]}
    gone = cached.digests.keys() - digests.keys()
    taught = {each.opportunity_id for each in inputs.decided}
    if len(rewritten) + len(gone) > MOST_CHANGED * len(cached.digests) or taught & (rewritten | gone):
        return None
    touched = {key for key, digest in digests.items() if cached.digests.get(key) != digest}
    found = _scored(cached, inputs, touched, taught, top)
    places = {opportunity.id: place for place, opportunity in enumerate(inputs.opportunities)}
    ranked, floors = {}, {}
    for key, before in cached.ranked.items():
        stay = [match for match in before if match.opportunity_id in digests and match.opportunity_id not in touched]
        come = [match for match in found.get(key, []) if match.score >= cached.floors[key]]
        both = sorted(stay + come, key=lambda match: (-match.score, places[match.opportunity_id]))
        ranked[key] = both[: top * RESERVE]
        floors[key] = ranked[key][-1].score if len(both) > top * RESERVE else cached.floors[key]
        if len(both) < top and floors[key] > NO_FLOOR:
            return None  # an opportunity that was left out may be among the best now
    return replace(cached, digests=digests, ranked=ranked, floors=floors)


def _scored(
    cached: CachedRanking, inputs: RankingInput, touched: set[str], taught: set[str], top: int
) -> dict[str, list[RankedOpportunity]]:
    """The touched opportunities that come near enough, for each measure; decided opportunities are read with them."""
    if not touched:
        return {}
    few = [opportunity for opportunity in inputs.opportunities if opportunity.id in touched or opportunity.id in taught]
    decided = [decision for decision in inputs.decided if decision.action_field not in cached.dropped]
    matcher = Matcher(state=cached.state).fit(few, inputs.measures, decided)
    groups: dict[int, set[str]] = {}
    allowed = {}
    for measure in inputs.asked:
        group = inputs.allowed.get(measure.id, ())
        if id(group) not in groups:
            groups[id(group)] = {key for key in touched if key in group}
        allowed[measure.id] = groups[id(group)]
    return matcher.rank(inputs.asked, top * RESERVE, allowed, cached.floors)


def _digest(opportunity: OpportunityText) -> str:
    text = repr(replace(opportunity, days_left=None)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _short_of_time(opportunity: OpportunityText) -> str:
    """The days left, where they count at all."""
    if opportunity.days_left is None or opportunity.days_left >= work_days(opportunity.level):
        return "" if opportunity.days_left is not None else "-"
    return str(opportunity.days_left)


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A sign of the matching program: its code, weights, profiles and glossary."""
    said = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(each for pattern in ("*.py", "*.yml") for each in folder.rglob(pattern)):
        said.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return said.hexdigest()
