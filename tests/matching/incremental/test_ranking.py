"""A kept ranking: going on with it gives what a full ranking with its yardstick gives, or it says that it can't."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import matching
from matching.feedback import TopicDecision
from matching.incremental.chosen import ShownChoice
from matching.incremental.explained import ExplainedMatch
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import (
    CachedRanking,
    program_digest,
    rank_in_full,
)
from matching.incremental.ranking_file import read_ranking, write_ranking
from matching.incremental.update import update
from matching.index.vector_index import OpportunityIndex
from matching.matcher import Matcher
from matching.ranked import RankedOpportunity
from matching.scores import ScoredMeasures
from matching.text.documents import MeasureText, OpportunityText

TODAY = date(2026, 3, 2)
TOP = 8
WORDS = (
    "Sprachkurse Zugewanderte Nachbarschaft Quartier Ehrenamt Jugend Frauen Schule Ausbildung Beratung Familie Sport "
    "Kultur Begegnung Solaranlagen Straßenbau Forschung Digitalisierung Gesundheit Dolmetschen Arbeit Wohnen Theater"
).split()
MEASURES = (
    MeasureText("m1", "Sprachkurse für Frauen", "Deutschkurse mit Kinderbetreuung im Quartier", 2, Decimal(9000)),
    MeasureText("m2", "Begegnung im Stadtteil", "Nachbarschaft und Ehrenamt zusammenbringen", 5),
    MeasureText("m3", "Ausbildung finden", "Beratung für Jugendliche auf dem Weg in Arbeit", 3),
    MeasureText("m4", "Deutsch im Verein", "Sport und Sprache für Jugendliche", 2),
)
NEW = MeasureText("m5", "Theater für Frauen", "Kultur und Begegnung im Quartier, auch zum Deutschlernen", 5)
DECIDED = (TopicDecision(2, "3", True), TopicDecision(2, "4", False))


def opportunity(number: int, seed: int = 1) -> OpportunityText:
    generator = np.random.default_rng([seed, number])
    title = " ".join(generator.choice(WORDS, 3))
    text = " ".join(generator.choice(WORDS, 20))
    most = Decimal(int(generator.integers(1, 40)) * 1000) if number % 3 else None
    return OpportunityText(str(number), title, "", text, "de", "land", f"Geber {number % 4}", None, most, 90)


CALLS = [opportunity(number) for number in range(60)]
EVERYTHING = frozenset(each.id for each in CALLS) | {"new", *map(str, range(60, 70))}


def night(
    opportunities: Sequence[OpportunityText], allowed: frozenset[str] = EVERYTHING, **other: object
) -> RankingInput:
    measures = other.pop("measures", MEASURES)
    asked = other.pop("asked", measures)
    decided = other.pop("decided", DECIDED)
    everyone = {measure.id: allowed for measure in (*MEASURES, NEW)}
    return RankingInput.of_texts(opportunities, measures, asked, everyone, decided, least_chance=0.0, **other)


def fitted(asked: RankingInput, kept: CachedRanking | None = None) -> Matcher:
    """The slow way: everything is read, with the yardstick of what is kept."""
    ids = [each.id for each in asked.opportunities]
    there = [each for each in asked.decided if each.opportunity_id in ids]
    if kept is None:
        return Matcher().fit(asked.texts(ids), asked.measures, there)
    scores = kept.parts.scores
    state = replace(kept.parts.state, best=scores.best, means=scores.means)
    return Matcher(state=state).fit(asked.texts(ids), asked.measures, there)


def slowly(asked: RankingInput, kept: CachedRanking) -> dict[str, list[ExplainedMatch]]:
    """What the slow way shows of each measure."""
    matcher = fitted(asked, kept)
    ranked = matcher.rank(asked.asked, TOP * 2, asked.allowed)
    closeness = dict(zip([each.id for each in asked.asked], matcher.closeness(asked.asked), strict=True))
    pairs = {key: [(match.opportunity_id, match.score) for match in found] for key, found in ranked.items()}
    choice = ShownChoice(asked, pairs, kept.crowds, closeness, TOP)
    shown = {}
    for key, found in ranked.items():
        chosen = choice.of(key)
        by_id = {match.opportunity_id: match for match in found}
        shown[key] = [ExplainedMatch.of(by_id[one], "") for one in chosen]
    return shown


def same(left: Mapping[str, Sequence[ExplainedMatch]], right: Mapping[str, Sequence[ExplainedMatch]]) -> None:
    assert left.keys() == right.keys()
    for key, matches in left.items():
        assert [match.opportunity_id for match in matches] == [match.opportunity_id for match in right[key]]
        for one, other in zip(matches, right[key], strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-5)
            assert one.parts == pytest.approx(other.parts, abs=1e-5)
            assert one.chance == pytest.approx(other.chance, abs=1e-4)
            assert one.reasons == other.reasons
            assert [term["opportunity"] for term in one.terms] == [term["opportunity"] for term in other.terms]


@pytest.fixture(scope="module")
def kept() -> CachedRanking:
    asked = night(CALLS)
    return rank_in_full(fitted(asked), asked, TODAY, TOP)


def rewritten(*numbers: int) -> list[OpportunityText]:
    return [opportunity(number, seed=2) if number in numbers else each for number, each in enumerate(CALLS)]


def other_text(number: int, text: str) -> tuple[MeasureText, ...]:
    return tuple(replace(each, text=text) if place == number else each for place, each in enumerate(MEASURES))


NEXT_NIGHTS = {
    "nothing changed": night(CALLS),
    "some calls were rewritten": night(rewritten(7, 20, 41)),
    "a call is new": night(
        [*CALLS, replace(opportunity(99, seed=3), id="new", title="Sprachkurse für Frauen im Quartier")]
    ),
    "calls are gone": night([each for each in CALLS if each.id not in {"8", "9"}]),
    "calls may no longer be used": night(CALLS, EVERYTHING - {"5", "6", "7"}),
    "hardly a call may be used": night(CALLS, frozenset({"1", "2", "3"})),
    "time runs short": night([replace(each, days_left=10) if each.id == "12" else each for each in CALLS]),
    "a measure was rewritten": night(CALLS, measures=other_text(2, "Theater spielen mit Familien")),
    "a measure is new": night(CALLS, measures=(*MEASURES, NEW)),
    "a measure is funded now": night(CALLS, asked=MEASURES[:2]),
    "a gap was edited": night(CALLS, measures=(replace(MEASURES[0], gap=Decimal(400)), *MEASURES[1:])),
    "a decision was taken back": night(CALLS, decided=DECIDED[:1]),
    "a decision more": night(CALLS, decided=(*DECIDED, TopicDecision(2, "17", True))),
    "the first decision of a field": night(CALLS, decided=(*DECIDED, TopicDecision(5, "17", True))),
    "a decided call was rewritten": night(rewritten(3)),
    "a decided call is gone": night([each for each in CALLS if each.id != "3"]),
    "all of it at once": night(
        [*rewritten(21, 22)[10:], replace(CALLS[2], days_left=3), *CALLS[3:9]],
        EVERYTHING - {"40"},
        measures=(replace(MEASURES[0], gap=Decimal(400)), *MEASURES[1:], NEW),
        decided=(*DECIDED, TopicDecision(3, "21", True), TopicDecision(5, "30", False)),
    ),
}


@pytest.mark.parametrize("name", NEXT_NIGHTS)
def test_going_on_gives_what_a_full_ranking_with_the_same_yardstick_gives(kept: CachedRanking, name: str) -> None:
    asked = NEXT_NIGHTS[name]
    went_on = update(replace(kept, gone=-9), asked, TODAY + timedelta(days=1), TOP)  # as if of many calls few were gone
    assert went_on is not None
    same(went_on.shown, slowly(asked, went_on))


EDITS = some.lists(
    some.one_of(
        some.tuples(some.just("call"), some.integers(0, 59), some.integers(2, 4)),
        some.tuples(some.just("gone"), some.integers(0, 59), some.just(0)),
        some.tuples(some.just("new"), some.integers(60, 69), some.just(5)),
        some.tuples(some.just("days"), some.integers(0, 59), some.integers(1, 60)),
        some.tuples(some.just("gap"), some.integers(0, 3), some.integers(1, 40)),
        some.tuples(some.just("measure"), some.integers(0, 3), some.integers(0, 20)),
        some.tuples(some.just("decide"), some.integers(0, 59), some.sampled_from([-5, -3, -2, 2, 3, 5])),
        some.tuples(some.just("close"), some.integers(0, 59), some.just(0)),
    ),
    max_size=3,
)


class City:
    """What a city has, edited night after night."""

    def __init__(self) -> None:
        self.calls = {each.id: each for each in CALLS}
        self.measures = list(MEASURES)
        self.decided = list(DECIDED)
        self.closed: set[str] = set()

    def edit(self, kind: str, number: int, value: int) -> None:
        """Change one thing."""
        key = str(number)
        if kind in ("call", "new"):
            self.calls[key] = opportunity(number, seed=value)
        elif kind == "gone":
            self.calls.pop(key, None)
        elif kind == "days" and key in self.calls:
            self.calls[key] = replace(self.calls[key], days_left=value)
        elif kind == "gap":
            self.measures[number] = replace(self.measures[number], gap=Decimal(value * 1000))
        elif kind == "measure":
            self.measures[number] = replace(self.measures[number], text=opportunity(value, seed=7).description)
        elif kind == "decide":
            self.decided.append(TopicDecision(abs(value), key, value > 0))
        elif kind == "close":
            self.closed.add(key)

    def night(self) -> RankingInput:
        """What is ranked."""
        return night(
            list(self.calls.values()), EVERYTHING - self.closed, measures=tuple(self.measures), decided=self.decided
        )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(nights=some.lists(EDITS, min_size=1, max_size=3))
def test_after_any_edits_going_on_gives_what_a_full_ranking_gives(
    kept: CachedRanking, tmp_path_factory: pytest.TempPathFactory, nights: list[list[tuple[str, int, int]]]
) -> None:
    city, state = City(), kept
    path = tmp_path_factory.mktemp("kept") / "ranking"
    for edits in nights:
        for edit in edits:
            city.edit(*edit)
        went_on = update(state, city.night(), TODAY + timedelta(days=1), TOP)
        if went_on is None:
            return  # too much has changed: ranked in full
        same(went_on.shown, slowly(city.night(), went_on))
        write_ranking(path, went_on)
        back = read_ranking(path)
        assert back is not None
        state = back


def test_a_full_ranking_needs_no_text_but_of_what_is_shown(kept: CachedRanking) -> None:
    asked = night(CALLS)
    read: list[str] = []

    def heard(ids: Sequence[str]) -> Sequence[OpportunityText]:
        read.extend(ids)
        return asked.texts(ids)

    matcher = Matcher().fit(iter(CALLS), MEASURES, DECIDED, texts_kept=False)
    assert not any(each.description for each in matcher.index_.opportunities_)
    assert not matcher.index_.word_numbers_
    found = rank_in_full(matcher, replace(asked, texts=heard), TODAY, TOP)
    same(found.shown, kept.shown)
    assert set(read) == {match.opportunity_id for matches in found.shown.values() for match in matches}


def test_a_matcher_that_read_the_calls_in_another_order_is_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        rank_in_full(fitted(night(CALLS[::-1])), night(CALLS), TODAY, TOP)


def test_a_call_that_may_be_used_at_last_takes_its_place(kept: CachedRanking) -> None:
    first = kept.shown["m1"][0].opportunity_id
    closed = night(CALLS, EVERYTHING - {first})
    before = update(kept, closed, TODAY, TOP)
    assert before is not None
    assert first not in [match.opportunity_id for match in before.shown["m1"]]
    after = update(before, night(CALLS), TODAY, TOP)
    assert after is not None
    same(after.shown, kept.shown)


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        (night(rewritten(*range(10, 20))), TODAY),
        (night(CALLS, measures=(*other_text(0, "Anders")[:1], *other_text(1, "Auch")[1:])), TODAY),
        (night(CALLS), TODAY + timedelta(days=8)),
        (night(CALLS), TODAY - timedelta(days=1)),
    ],
    ids=["many calls changed", "many measures changed", "learned long ago", "learned in the future"],
)
def test_where_it_cannot_go_on_a_full_ranking_is_due(kept: CachedRanking, asked: RankingInput, today: date) -> None:
    assert update(kept, asked, today, TOP) is None


@pytest.mark.parametrize(
    ("name", "texts", "explained"),
    [
        ("nothing changed", 0, 0),
        ("a gap was edited", 7, 7),
        ("a measure is new", 7, 7),
        ("a decision more", 14, 14),
        ("a call is new", 2, 4),
    ],
)
def test_a_night_reads_what_changed_and_explains_what_is_shown_anew(
    kept: CachedRanking, monkeypatch: pytest.MonkeyPatch, name: str, texts: int, explained: int
) -> None:
    read: list[str] = []
    told: list[int] = []
    asked = NEXT_NIGHTS[name]
    plain_texts, plain_explained, plain_fit = asked.texts, Matcher.explained, OpportunityIndex.fit

    def heard(ids: Sequence[str]) -> Sequence[OpportunityText]:
        read.extend(ids)
        return plain_texts(ids)

    def counted(self: Matcher, found: ScoredMeasures, row: int, columns: Sequence[int]) -> list[RankedOpportunity]:
        told.append(len(columns))
        return plain_explained(self, found, row, columns)

    def fit(
        self: OpportunityIndex, opportunities: Sequence[OpportunityText], *, texts_kept: bool = True
    ) -> OpportunityIndex:
        assert self.state is not None, "nothing is fitted anew"
        return plain_fit(self, opportunities, texts_kept=texts_kept)

    monkeypatch.setattr(Matcher, "explained", counted)
    monkeypatch.setattr(OpportunityIndex, "fit", fit)
    assert update(kept, replace(asked, texts=heard), TODAY, TOP) is not None
    assert len(read) <= texts
    assert sum(told) <= explained


def test_a_change_anywhere_in_the_matcher_makes_a_full_ranking_due(
    kept: CachedRanking, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[Path] = set()
    plain = Path.read_bytes

    def noted(file: Path) -> bytes:
        read.add(file)
        return plain(file)

    monkeypatch.setattr(Path, "read_bytes", noted)
    program_digest.cache_clear()
    assert program_digest() == kept.program
    folder = Path(matching.__file__).parent
    assert read == {*folder.rglob("*.py"), *folder.rglob("*.yml")}
    assert update(replace(kept, program="another"), night(CALLS), TODAY, TOP) is None


def test_a_stored_ranking_comes_back_whole(kept: CachedRanking, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    write_ranking(path, kept)
    back = read_ranking(path)
    assert back is not None
    asked = replace(NEXT_NIGHTS["all of it at once"])
    went_on, other = (update(replace(one, gone=-9), asked, TODAY, TOP) for one in (back, kept))
    assert went_on is not None
    assert other is not None
    same(went_on.shown, other.shown)
    write_ranking(path, went_on)
    assert len([each.name for each in tmp_path.iterdir()]) == 4  # nothing of the night before is left


def test_of_some_calls_no_more_is_read_than_they_are(kept: CachedRanking, tmp_path: Path) -> None:
    write_ranking(tmp_path / "ranking", kept)
    back = read_ranking(tmp_path / "ranking")
    assert back is not None
    for parts in (kept.parts, back.parts):
        few, every = parts.some({"7", "31", "unknown"}), parts.index
        assert [each.title for each in few.opportunities_] == [CALLS[7].title, CALLS[31].title]
        for key, row in few.rows_.items():
            for space, matrix in few.vectors_.sparse.items():
                assert (matrix[row] != every.vectors_.sparse[space][every.rows_[key]]).nnz == 0


def test_a_missing_or_damaged_file_holds_nothing(kept: CachedRanking, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    assert read_ranking(path) is None
    write_ranking(path, kept)
    whole = path.read_bytes()
    for damaged in (b"", b"no archive", whole[: len(whole) // 2], whole[:200] + b"\0" * 400 + whole[600:]):
        path.write_bytes(damaged)
        assert read_ranking(path) is None


@pytest.mark.parametrize("part", ["scores", "learned", "index"])
def test_where_a_large_part_is_lost_a_full_ranking_is_due(kept: CachedRanking, tmp_path: Path, part: str) -> None:
    write_ranking(tmp_path / "kept", kept)
    (file,) = tmp_path.glob(f"kept.{part}-*")
    file.write_bytes(file.read_bytes()[:100])
    back = read_ranking(tmp_path / "kept")
    assert back is not None
    assert update(back, night(CALLS), TODAY, TOP) is not None
    assert update(back, night(CALLS, measures=(*MEASURES, NEW)), TODAY, TOP) is None


def test_nothing_that_could_run_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    np.savez(path.with_suffix(".npz"), said=np.array([{"key": "x"}], dtype=object))
    assert read_ranking(path.with_suffix(".npz")) is None
