"""A kept ranking: going on with it gives what a full ranking with its yardstick gives, or it says that it can't."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from matching.feedback import Decided, Feedback
from matching.incremental.ranking import Kept, Night, again, keep
from matching.incremental.ranking_file import read_kept, write_kept
from matching.matcher import Match, Matcher
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
DECIDED = (Decided(2, "3", True), Decided(2, "4", False))


def call(number: int, seed: int = 1) -> OpportunityText:
    generator = np.random.default_rng([seed, number])
    title = " ".join(generator.choice(WORDS, 3))
    return OpportunityText(str(number), title, "", " ".join(generator.choice(WORDS, 20)), "de", "land", days_left=90)


CALLS = [call(number) for number in range(60)]
EVERYTHING = frozenset(each.id for each in CALLS) | {"new"}


def night(calls: list[OpportunityText], allowed: frozenset[str] = EVERYTHING, **other: object) -> Night:
    made = Night(calls, MEASURES, MEASURES, {measure.id: allowed for measure in MEASURES}, DECIDED)
    return replace(made, **other)  # type: ignore[arg-type]  # the tests name real fields


def fitted(asked: Night, kept: Kept | None = None) -> Matcher:
    generation = kept.generation if kept else None
    feedback = Feedback(asked.decided, means=generation.means if generation else None)
    return Matcher().fit(asked.calls, asked.measures, {}, feedback, generation)


def same(left: Mapping[str, list[Match]], right: Mapping[str, list[Match]]) -> None:
    assert left.keys() == right.keys()
    for key, matches in left.items():
        assert [match.opportunity_id for match in matches] == [match.opportunity_id for match in right[key]]
        for one, other in zip(matches, right[key], strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-5)
            assert one.parts == pytest.approx(other.parts, abs=1e-5)
            assert (one.terms, one.reasons) == (other.terms, other.reasons)


@pytest.fixture(scope="module")
def kept() -> Kept:
    asked = night(CALLS)
    return keep(fitted(asked), asked, TODAY, TOP)


def rewritten(*numbers: int) -> list[OpportunityText]:
    return [call(number, seed=2) if number in numbers else each for number, each in enumerate(CALLS)]


NEXT_NIGHTS = {
    "nothing changed": night(CALLS),
    "some calls were rewritten": night(rewritten(7, 20, 41)),
    "a call is new": night([*CALLS, replace(call(99, seed=3), id="new", title="Sprachkurse für Frauen im Quartier")]),
    "calls are gone": night([each for each in CALLS if each.id not in {"8", "9"}]),
    "calls may no longer be used": night(CALLS, EVERYTHING - {"5", "6", "7"}),
    "time runs short": night([replace(each, days_left=10) if each.id == "12" else each for each in CALLS]),
    "all of it at once": night(
        [*rewritten(21, 22)[10:], replace(CALLS[2], days_left=3), *CALLS[3:9]], EVERYTHING - {"40"}
    ),
}


@pytest.mark.parametrize("name", NEXT_NIGHTS)
def test_going_on_gives_what_a_full_ranking_with_the_same_yardstick_gives(kept: Kept, name: str) -> None:
    asked = NEXT_NIGHTS[name]
    went_on = again(kept, asked, TODAY + timedelta(days=1), TOP, {})
    assert went_on is not None
    same(went_on.best(TOP), fitted(asked, kept).rank(asked.asked, TOP, asked.allowed))


def test_a_call_that_may_be_used_at_last_takes_its_place(kept: Kept) -> None:
    first = kept.ranked["m1"][0].opportunity_id
    closed = night(CALLS, EVERYTHING - {first})
    before = again(kept, closed, TODAY, TOP, {})
    assert before is not None
    assert first not in [match.opportunity_id for match in before.ranked["m1"]]
    after = again(before, night(CALLS), TODAY, TOP, {})
    assert after is not None
    same(after.best(TOP), kept.best(TOP))


def test_several_nights_in_a_row_give_what_a_full_ranking_gives(kept: Kept) -> None:
    state, calls = kept, list(CALLS)
    for day in range(1, 5):
        calls = [call(number, seed=10 + day) if number == day * 11 else each for number, each in enumerate(calls)]
        went_on = again(state, night(calls), TODAY + timedelta(days=day), TOP, {})
        assert went_on is not None
        state = went_on
    same(state.best(TOP), fitted(night(calls), kept).rank(MEASURES, TOP))


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
def test_where_it_cannot_go_on_a_full_ranking_is_due(kept: Kept, asked: Night, today: date) -> None:
    assert again(kept, asked, today, TOP, {}) is None


def test_a_stored_ranking_comes_back_whole(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    write_kept(path, kept)
    back = read_kept(path)
    assert back is not None
    asked = NEXT_NIGHTS["all of it at once"]
    went_on, other = again(back, asked, TODAY, TOP, {}), again(kept, asked, TODAY, TOP, {})
    assert went_on is not None
    assert other is not None
    same(went_on.best(TOP), other.best(TOP))
    assert [each.name for each in tmp_path.iterdir()] == ["kept.npz"]


def test_a_missing_or_damaged_file_holds_nothing(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    assert read_kept(path) is None
    write_kept(path, kept)
    whole = path.read_bytes()
    for damaged in (b"", b"no archive", whole[: len(whole) // 2], whole[:200] + b"\0" * 400 + whole[600:]):
        path.write_bytes(damaged)
        assert read_kept(path) is None


def test_a_file_with_pickled_objects_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    np.savez(path, said=np.array([{"key": "x"}], dtype=object))
    assert read_kept(path) is None
