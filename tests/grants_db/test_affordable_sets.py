"""Which sets of a measure's grants are listed: none that is left out beats one that is, whatever bars what."""

import itertools
import random
from decimal import Decimal

import pytest

from grants_db.financing_plan import affordable_program
from grants_db.financing_plan.affordable import choose
from grants_db.financing_plan.affordable_program import Means, OpenGap, PossibleGrant
from grants_db.financing_plan.affordable_sets import GrantInCents, undominated_sets


def some_grants(seed: int) -> tuple[list[GrantInCents], int, int]:
    """Eight grants, some of which bar others, some one; a gap and what is secured of own money."""
    dice = random.Random(seed)  # the same each time
    grants = []
    for place in range(8):
        bars = frozenset(other for other in range(8) if other != place and dice.random() < 0.15)
        least = dice.choice([0, dice.randrange(2_000)])
        grants.append(GrantInCents(place, dice.randrange(1, 8_000), least, dice.randrange(6), bars))
    return grants, dice.randrange(5_000, 20_000), dice.choice([0, 500])


@pytest.mark.parametrize("seed", range(40))
def test_every_set_that_may_be_is_beaten_or_equalled_by_a_listed_one_and_no_listed_one_by_another(seed: int) -> None:
    grants, gap, secured = some_grants(seed)
    listed = undominated_sets(grants, gap, secured)
    assert listed is not None
    for count in range(1, 9):
        for chosen in itertools.combinations(grants, count):
            places = {each.place for each in chosen}
            if any(each.bars & places for each in chosen):
                continue
            least = max(max(each.least for each in chosen) - secured, 0)
            closed = min(sum(each.amount for each in chosen), gap - least)
            days = sum(each.days for each in chosen)
            assert closed <= 0 or any(one.closed >= closed and one.days <= days for one in listed)
    assert [one.days for one in listed] == sorted({one.days for one in listed})
    assert [one.closed for one in listed] == sorted({one.closed for one in listed})
    for one in listed:
        assert not any(grants[place].bars & set(one.places) for place in one.places)


def test_a_grant_that_bars_all_others_stands_alone() -> None:
    grants = [GrantInCents(0, 900, 0, 1, frozenset(range(1, 30)))]
    grants += [GrantInCents(place, 100, 0, 1, frozenset()) for place in range(1, 30)]
    listed = undominated_sets(grants, 2_000, 0)
    assert listed is not None
    assert [(one.closed, one.days) for one in listed][:2] == [(900, 1), (1_000, 10)]
    assert all(one.places == (0,) or 0 not in one.places for one in listed)


def test_of_too_many_sets_none_is_listed() -> None:
    dice = random.Random(1)  # the same each time
    grants = [
        GrantInCents(place, dice.randrange(1, 10**6), dice.randrange(10**6), dice.randrange(99), frozenset())
        for place in range(60)
    ]
    assert undominated_sets(grants, 10**9, 0) is None


def a_measure(count: int) -> tuple[list[PossibleGrant], dict[str, OpenGap], Means]:
    grants = [PossibleGrant(f"{n:03}", "M", Decimal(1_000 + n), days=1) for n in range(count)]
    return grants, {"M": OpenGap("M", Decimal(500_000))}, Means({2027: Decimal(500_000)}, 5)


def test_a_measure_with_more_grants_than_are_looked_at_gets_the_best_and_an_honest_bound() -> None:
    grants, gaps, means = a_measure(200)
    choice = choose(grants, gaps, means)
    assert [each.key for each in choice.chosen] == ["195", "196", "197", "198", "199"]
    assert choice.outcome.total == choice.bound == Decimal(5 * 1_197)


@pytest.mark.parametrize("most", [1, 3])
def test_the_bound_holds_also_where_grants_are_left_out(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(affordable_program, "MOST_GRANTS", most)
    grants, gaps, means = a_measure(6)
    choice = choose(grants, gaps, means)
    assert len(choice.chosen) == most
    assert choice.bound >= sum((grant.amount for grant in grants[1:]), Decimal(0))


def test_grants_of_two_measures_that_bar_each_other_are_not_both_chosen() -> None:
    gaps = {name: OpenGap(name, Decimal(1_000)) for name in "AB"}
    grants = [
        PossibleGrant("a", "A", Decimal(900), days=1, bars=frozenset({"b"})),
        PossibleGrant("b", "B", Decimal(800), days=1),
    ]
    choice = choose(grants, gaps, Means({2027: Decimal(5_000)}, 5))
    assert [each.key for each in choice.chosen] == ["a"]
    ((left, why),) = choice.rejected
    assert (left.key, str(why[0])) == ("b", "schließt sich mit „a“ aus")


def test_the_choice_writes_nothing_to_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    choose(*a_measure(20))
    assert capfd.readouterr().out == ""
