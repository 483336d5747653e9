"""A kept ranking: going on with it gives what a full ranking with its yardstick gives, or it says that it can't."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import matching
from matching.feedback import TopicDecision
from matching.incremental.ranking import CachedRanking, RankingInput, program_digest, rank_in_full, update
from matching.incremental.ranking_file import read_ranking, write_ranking
from matching.matcher import Matcher, RankedOpportunity
from matching.text.documents import MeasureText, OpportunityText

TODAY = date(2026, 3, 2)
TOP = 5
WORDS = (
    "Sprachkurse Zugewanderte Nachbarschaft Quartier Ehrenamt Jugend Frauen Schule Ausbildung Beratung Familie Sport "
    "Kultur Begegnung Solaranlagen Straßenbau Forschung Digitalisierung Gesundheit Dolmetschen Arbeit Wohnen Theater"
).split()
MEASURES = (
    MeasureText("m1", "Sprachkurse für Frauen", "Deutschkurse mit Kinderbetreuung im Quartier", 2),
    MeasureText("m2", "Begegnung im Stadtteil", "Nachbarschaft und Ehrenamt zusammenbringen", 5),
    MeasureText("m3", "Ausbildung finden", "Beratung für Jugendliche auf dem Weg in Arbeit", 3),
)
DECIDED = (TopicDecision(2, "3", True), TopicDecision(2, "4", False))


def opportunity(number: int, seed: int = 1) -> OpportunityText:
    generator = np.random.default_rng([seed, number])
    title = " ".join(generator.choice(WORDS, 3))
    return OpportunityText(str(number), title, "", " ".join(generator.choice(WORDS, 20)), "de", "land", days_left=90)


CALLS = [opportunity(number) for number in range(60)]
EVERYTHING = frozenset(each.id for each in CALLS) | {"new"}


def night(opportunities: list[OpportunityText], allowed: frozenset[str] = EVERYTHING, **other: object) -> RankingInput:
    made = RankingInput(opportunities, MEASURES, MEASURES, {measure.id: allowed for measure in MEASURES}, DECIDED)
    return replace(made, **other)  # type: ignore[arg-type]  # the tests name real fields


def fitted(asked: RankingInput, kept: CachedRanking | None = None) -> Matcher:
    return Matcher(state=kept.state if kept else None).fit(asked.opportunities, asked.measures, asked.decided)


def same(left: Mapping[str, list[RankedOpportunity]], right: Mapping[str, list[RankedOpportunity]]) -> None:
    assert left.keys() == right.keys()
    for key, matches in left.items():
        assert [match.opportunity_id for match in matches] == [match.opportunity_id for match in right[key]]
        for one, other in zip(matches, right[key], strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-5)
            assert one.parts == pytest.approx(other.parts, abs=1e-5)
            assert (one.terms, one.reasons) == (other.terms, other.reasons)


@pytest.fixture(scope="module")
def kept() -> CachedRanking:
    asked = night(CALLS)
    return rank_in_full(fitted(asked), asked, TODAY, TOP)


def rewritten(*numbers: int) -> list[OpportunityText]:
    return [opportunity(number, seed=2) if number in numbers else each for number, each in enumerate(CALLS)]


NEXT_NIGHTS = {
    "nothing changed": night(CALLS),
    "some calls were rewritten": night(rewritten(7, 20, 41)),
    "a call is new": night(
        [*CALLS, replace(opportunity(99, seed=3), id="new", title="Sprachkurse für Frauen im Quartier")]
    ),
    "calls are gone": night([each for each in CALLS if each.id not in {"8", "9"}]),
    "calls may no longer be used": night(CALLS, EVERYTHING - {"5", "6", "7"}),
    "time runs short": night([replace(each, days_left=10) if each.id == "12" else each for each in CALLS]),
    "all of it at once": night(
        [*rewritten(21, 22)[10:], replace(CALLS[2], days_left=3), *CALLS[3:9]], EVERYTHING - {"40"}
    ),
}


@pytest.mark.parametrize("name", NEXT_NIGHTS)
def test_going_on_gives_what_a_full_ranking_with_the_same_yardstick_gives(kept: CachedRanking, name: str) -> None:
    asked = NEXT_NIGHTS[name]
    went_on = update(kept, asked, TODAY + timedelta(days=1), TOP)
    assert went_on is not None
    same(went_on.best(TOP), fitted(asked, kept).rank(asked.asked, TOP, asked.allowed))


def test_a_call_that_may_be_used_at_last_takes_its_place(kept: CachedRanking) -> None:
    first = kept.ranked["m1"][0].opportunity_id
    closed = night(CALLS, EVERYTHING - {first})
    before = update(kept, closed, TODAY, TOP)
    assert before is not None
    assert first not in [match.opportunity_id for match in before.ranked["m1"]]
    after = update(before, night(CALLS), TODAY, TOP)
    assert after is not None
    same(after.best(TOP), kept.best(TOP))


def test_several_nights_in_a_row_give_what_a_full_ranking_gives(kept: CachedRanking) -> None:
    state, opportunities = kept, list(CALLS)
    for day in range(1, 5):
        opportunities = [
            opportunity(number, seed=10 + day) if number == day * 11 else each
            for number, each in enumerate(opportunities)
        ]
        went_on = update(state, night(opportunities), TODAY + timedelta(days=day), TOP)
        assert went_on is not None
        state = went_on
    same(state.best(TOP), fitted(night(opportunities), kept).rank(MEASURES, TOP))


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        (night(CALLS, measures=(*MEASURES[:2], replace(MEASURES[2], text="Anders"))), TODAY),
        (night(CALLS, asked=MEASURES[:2]), TODAY),
        (night(CALLS, decided=DECIDED[:1]), TODAY),
        (night(rewritten(*range(10, 20))), TODAY),
        (night(rewritten(3)), TODAY),
        (night(CALLS), TODAY + timedelta(days=8)),
        (night(CALLS), TODAY - timedelta(days=1)),
        (night(CALLS, frozenset({"1", "2", "3"})), TODAY),
    ],
    ids=[
        "a measure was rewritten",
        "a measure is funded now",
        "a decision was taken back",
        "many calls changed",
        "a decided call changed",
        "learned long ago",
        "learned in the future",
        "too few of the kept are left",
    ],
)
def test_where_it_cannot_go_on_a_full_ranking_is_due(kept: CachedRanking, asked: RankingInput, today: date) -> None:
    assert update(kept, asked, today, TOP) is None


def test_a_change_anywhere_in_the_matcher_makes_a_full_ranking_due(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[Path] = set()
    plain = Path.read_bytes

    def noted(file: Path) -> bytes:
        read.add(file)
        return plain(file)

    monkeypatch.setattr(Path, "read_bytes", noted)
    program_digest.cache_clear()
    assert night(CALLS).key() == night(CALLS).key()
    folder = Path(matching.__file__).parent
    assert read == {*folder.rglob("*.py"), *folder.rglob("*.yml")}


def test_a_stored_ranking_comes_back_whole(kept: CachedRanking, tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    write_ranking(path, kept)
    back = read_ranking(path)
    assert back is not None
    asked = NEXT_NIGHTS["all of it at once"]
    went_on, other = update(back, asked, TODAY, TOP), update(kept, asked, TODAY, TOP)
    assert went_on is not None
    assert other is not None
    same(went_on.best(TOP), other.best(TOP))
    assert [each.name for each in tmp_path.iterdir()] == ["kept.npz"]


def test_a_missing_or_damaged_file_holds_nothing(kept: CachedRanking, tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    assert read_ranking(path) is None
    write_ranking(path, kept)
    whole = path.read_bytes()
    for damaged in (b"", b"no archive", whole[: len(whole) // 2], whole[:200] + b"\0" * 400 + whole[600:]):
        path.write_bytes(damaged)
        assert read_ranking(path) is None


def test_a_file_with_pickled_objects_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    np.savez(path, said=np.array([{"key": "x"}], dtype=object))
    assert read_ranking(path) is None
