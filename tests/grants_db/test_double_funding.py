"""The same cost in the plans of two grants: shares of it go together, more than it costs is told."""

from decimal import Decimal

import pytest

from grants_db.financing_plan.combined import check
from grants_db.financing_plan.cumulation import MeasureMoney
from grants_db.financing_plan.double_funding import shared_costs
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.vocabulary import Combination, FinancingType, PlanKind


def a_plan(grant: int, **costs: int) -> list[PlanLine]:
    """A plan of 2027: its grant and its costs by name."""
    lines = [PlanLine(PlanKind.COST, name.replace("_", " "), 2027, Decimal(cost)) for name, cost in costs.items()]
    return [*lines, PlanLine(PlanKind.GRANT, "Zuwendung", 2027, Decimal(grant), type=FinancingType.SHARE)]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (a_plan(90, Personal=100), a_plan(50, Personal=100), [("90.00", "50.00", "40.00")]),
        (a_plan(60, Personal=100), a_plan(40, Personal=100), [("60.00", "40.00", "0")]),  # two shares of one cost
        (a_plan(90, Personal=100), a_plan(50, Honorare=100), []),  # different costs
        (a_plan(90, Personal=100), a_plan(0, Personal=100), []),  # one of them pays nothing
        (a_plan(100, Personal=80, Miete=20), a_plan(30, personal=30), [("80.00", "30.00", "30.00")]),
        (a_plan(10, Honorare_für_Dozierende=30), a_plan(30, honorare_für_dozierende=30), [("10.00", "30.00", "10.00")]),
        (a_plan(10, A=30), a_plan(20, A=30), [("10.00", "20.00", "0")]),
    ],
)
def test_a_cost_in_two_plans_is_found_with_what_each_pays_and_what_is_too_much(
    first: list[PlanLine], second: list[PlanLine], found: list[tuple[str, ...]]
) -> None:
    shared = shared_costs({"application:1": first, "application:2": second})
    assert [(*map(str, each.paid.values()), str(each.over)) for each in shared] == found
    doubtful = any(each.over for each in shared)
    verdict = check([], MeasureMoney(), {}, shared).verdict
    assert verdict is (Combination.UNCLEAR if doubtful else Combination.ALLOWED)


def test_thirds_of_a_cost_are_no_cent_too_much() -> None:
    plans = {f"application:{number}": a_plan(10, A=10, B=10, C=10) for number in (1, 2, 3)}
    assert [each.over for each in shared_costs(plans)] == [0, 0, 0]


def test_a_cost_of_another_year_is_another_cost() -> None:
    later = [PlanLine(line.kind, line.name, 2028, line.planned, type=line.type) for line in a_plan(90, Personal=100)]
    assert shared_costs({"application:1": a_plan(90, Personal=100), "application:2": later}) == []


def test_a_flat_rate_counts_with_the_cost_it_follows() -> None:
    flat = PlanLine(PlanKind.COST, "Restkosten", 2027, Decimal(0), rate=Decimal(40), of="Personal")
    first = [flat, *a_plan(140, Personal=100)]
    (shared,) = shared_costs({"application:1": first, "application:2": a_plan(20, Restkosten=20)})
    assert (shared.name, shared.cost, shared.over) == ("Restkosten", Decimal(40), Decimal(20))
