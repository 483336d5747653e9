"""Which applications a city can afford: as good as trying every set, to the cent, and what the others would need."""

import itertools
import random
from decimal import Decimal

import pytest

from grants_db.financing_plan.affordable import choose, outcome_of
from grants_db.financing_plan.affordable_program import Means, OpenGap, PossibleGrant


def a_city(seed: int) -> tuple[list[PossibleGrant], dict[str, OpenGap], Means]:
    """A small city with sums to the cent, years, own shares, days and grants that bar each other."""
    dice = random.Random(seed)  # the same city each time

    def euros(most: int) -> Decimal:
        return Decimal(dice.randrange(most * 100)) / 100

    gaps = {
        name: OpenGap(name, euros(100_000), {2027: Decimal(dice.randrange(3)), 2028: Decimal(dice.randrange(3))})
        for name in "ABC"
    }
    found = []
    for place, name in itertools.product(range(3), "ABC"):
        bars = frozenset(f"{other}{name}" for other in range(3) if other != place and dice.random() < 0.2)
        least = dice.choice([Decimal(0), euros(2_000)])
        found.append(PossibleGrant(f"{place}{name}", name, euros(80_000), least, dice.randrange(1, 15), bars))
    return found, gaps, Means({2027: euros(60_000), 2028: euros(40_000)}, dice.randrange(5, 50))


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_as_good_as_the_best_of_all_sets(seed: int) -> None:
    candidates, gaps, means = a_city(seed)
    sets = (chosen for count in range(10) for chosen in itertools.combinations(candidates, count))
    best = max(done.total for chosen in sets if not (done := outcome_of(chosen, gaps, means)).broken)

    choice = choose(candidates, gaps, means)

    assert choice.outcome.broken == ()
    assert best * Decimal("0.999") <= choice.outcome.total <= choice.bound + Decimal("0.01")
    assert {each.key for each in (*choice.chosen, *(one for one, _why in choice.rejected))} == {
        each.key for each in candidates
    }


GAPS = {"2.1": OpenGap("2.1", Decimal(100_000), {2027: Decimal(1), 2028: Decimal(1)})}


def test_what_a_grant_leaves_open_is_the_city_s_own_money_year_by_year() -> None:
    grant = PossibleGrant("a", "2.1", Decimal("60000.01"))

    assert outcome_of([grant], GAPS, Means({2027: Decimal(20_000), 2028: Decimal(20_000)}, 0)).own == {
        2027: Decimal("20000.00"),
        2028: Decimal("19999.99"),
    }


def test_a_grant_that_was_not_chosen_says_what_it_would_have_needed() -> None:
    poor = Means({2027: Decimal(15_000), 2028: Decimal(20_000)}, 10)
    choice = choose([PossibleGrant("a", "2.1", Decimal(60_000), days=12)], GAPS, poor)

    ((_one, needs),) = choice.rejected
    assert [str(need) for need in needs] == ["5.000,00 € mehr Eigenmittel in 2027", "2 Arbeitstage mehr"]


def test_own_money_that_a_grant_demands_is_kept_out_of_what_it_closes() -> None:
    grants = [PossibleGrant("a", "2.1", Decimal(100_000), own_least=Decimal(10_000))]
    rich = Means({2027: Decimal(50_000), 2028: Decimal(50_000)}, 0)

    assert choose(grants, GAPS, rich).outcome.closed == {"2.1": Decimal(90_000)}


def test_of_two_that_bar_each_other_the_better_is_chosen_and_named() -> None:
    rich = Means({2027: Decimal(50_000), 2028: Decimal(50_000)}, 9)
    small = PossibleGrant("klein", "2.1", Decimal(30_000))
    large = PossibleGrant("groß", "2.1", Decimal(70_000), bars=frozenset(["klein"]))
    choice = choose([small, large], GAPS, rich)

    assert [each.key for each in choice.chosen] == ["groß"]
    assert "schließt sich mit „groß“ aus" in [str(why) for _one, needs in choice.rejected for why in needs]


def test_nothing_to_choose_from_is_nothing_chosen() -> None:
    assert choose([], {}, Means({2027: Decimal(1)}, 1)).chosen == ()
