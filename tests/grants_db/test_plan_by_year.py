"""A plan by year: the years add up to the whole, whoever pays; what lapses, what is committed, when to draw."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.financing_plan.by_year import PlanOverYears, over_years
from grants_db.financing_plan.draw_down import draw_plan, window_of
from grants_db.financing_plan.plan_lines import GRANTS, PlanLine
from grants_db.rules.obligation_rules import load_rules
from grants_db.vocabulary import FinancingType, PlanKind

RULES = load_rules()
COST, GRANT, OTHER, OWN = PlanKind.COST, PlanKind.GRANT, PlanKind.OTHER_GRANT, PlanKind.OWN


def line(kind: PlanKind, name: str, year: int, planned: object, actual: object = None, **more: object) -> PlanLine:
    sums = Decimal(str(planned)), None if actual is None else Decimal(str(actual))
    return PlanLine(kind, name, year, *sums, **more)  # type: ignore[arg-type]  # the builder's plain values fit


def share(name: str, year: int, planned: object, rate: int = 60, kind: PlanKind = GRANT) -> PlanLine:
    return line(kind, name, year, planned, type=FinancingType.SHARE, rate=Decimal(rate))


def own_by_year(plan: PlanOverYears) -> dict[int | None, Decimal | None]:
    return {year.year: year.own for year in plan.years}


def test_the_city_s_own_money_of_a_year_is_what_the_others_leave_of_its_costs() -> None:
    plan = over_years(
        [
            line(COST, "Personal", 2027, 70_000),
            line(COST, "Personal", 2028, 30_000),
            share("Land", 2027, 42_000),
            share("Land", 2028, 18_000),
            line(PlanKind.DONATION, "Sparkasse", 2028, 2_000),
        ]
    )
    assert own_by_year(plan) == {2027: Decimal(28_000), 2028: Decimal(10_000)}
    assert plan.own == Decimal(38_000)
    assert plan.changes() == []


def test_costs_that_fall_in_one_year_lower_the_grant_of_that_year() -> None:
    plan = over_years(
        [
            line(COST, "Personal", 2027, 50_000),
            line(COST, "Personal", 2028, 50_000, 40_000),
            share("Land", 2027, 30_000),
            share("Land", 2028, 30_000),
        ]
    )
    by_year = {year.year: (year.expected or {})[GRANT] for year in plan.years}
    assert by_year == {2027: Decimal(30_000), 2028: Decimal(24_000)}
    assert [(change.name, change.more) for change in plan.changes()] == [
        ("Land", Decimal(-6_000)),
        ("", Decimal(-4_000)),
    ]


def test_while_a_change_leaves_a_question_no_own_money_is_stated() -> None:
    plan = over_years([line(COST, "Personal", 2027, 50_000, 45_000), line(GRANT, "Land", 2027, 30_000)])
    assert plan.own is None
    assert [str(question) for question in plan.questions] == [
        "„Land“: Welche Finanzierungsart gilt (Anteil, Fehlbedarf, Festbetrag, voll)?"
    ]


def test_a_flat_rate_follows_the_cost_it_is_a_share_of() -> None:
    flat = line(COST, "Restkosten", 2027, 0, rate=Decimal(40), of="Personal")
    plan = over_years([line(COST, "Personal", 2027, 120_000, "111111.11"), flat])
    assert plan.planned_cost == Decimal("168000.00")
    assert plan.cost == Decimal("155555.55")


def test_later_years_are_committed_in_the_budget_of_the_first() -> None:
    plan = over_years(
        [
            line(COST, "Personal", 2027, 60_000),
            line(COST, "Personal", 2028, 60_000),
            line(COST, "Ehrenamt", 2028, 5_000),
            share("Land", 2027, 36_000),
            share("Land", 2028, 36_000),
            line(PlanKind.IN_KIND, "Ehrenamt der Nachbarn", 2028, 5_000),
        ]
    )
    needs = [(need.year, need.expenditure, need.income, need.own, need.committed_in) for need in plan.budget(2026)]
    assert needs == [
        (2027, Decimal(60_000), Decimal(36_000), Decimal(24_000), None),
        (2028, Decimal(60_000), Decimal(36_000), Decimal(24_000), 2027),
    ]


def test_what_of_a_year_was_not_used_lapses_unless_it_is_moved() -> None:
    """Row 13 of the rules worked by hand: 30,000 a year, 22,000 used in the first."""
    lines = [
        line(kind, name, year, 30_000) for year in (2026, 2027, 2028) for kind, name in ((COST, "P"), (GRANT, "L"))
    ]
    used = over_years(lines).use({2026: Decimal(22_000)}, {})
    assert (used[0].year, used[0].lapsing) == (2026, Decimal(8_000))

    moved = [line(GRANT, "L", 2026, 22_000), *lines[2:3], line(GRANT, "L", 2027, 38_000), *lines[4:], lines[0]]
    assert over_years(moved).use({2026: Decimal(22_000)}, {})[0].lapsing == 0


def test_money_that_came_after_the_year_it_was_used_in_is_taken_off_the_next() -> None:
    lines = [line(GRANT, "L", 2026, 30_000, 30_000), line(GRANT, "L", 2027, 30_000), line(COST, "P", 2026, 60_000)]
    used = over_years(lines).use({2026: Decimal(20_000), 2027: Decimal(25_000)}, {})
    assert [each.used for each in used] == [Decimal(30_000), Decimal(15_000)]


def test_money_on_request_is_asked_for_in_steps_as_long_as_it_may_lie() -> None:
    rule = window_of(["anbest_p_bund"], RULES)
    plan = draw_plan({2027: Decimal(100)}, (date(2027, 1, 15), date(2027, 4, 30)), rule, [], date(2026, 12, 1))
    assert [(each.on, str(each.amount), each.spend_by) for each in plan.draws] == [
        (date(2027, 1, 15), "33.34", date(2027, 2, 26)),
        (date(2027, 2, 26), "33.33", date(2027, 4, 9)),
        (date(2027, 4, 9), "33.33", date(2027, 5, 21)),
    ]


def test_a_step_that_has_passed_leaves_its_money_to_those_ahead() -> None:
    rule = window_of(["anbest_gk_st"], RULES)
    plan = draw_plan({2027: Decimal(90)}, (date(2027, 1, 1), date(2027, 6, 30)), rule, [], date(2027, 2, 1))
    assert [(each.on, each.amount) for each in plan.draws] == [
        (date(2027, 3, 1), Decimal(45)),
        (date(2027, 5, 1), Decimal(45)),
    ]


@pytest.mark.parametrize(
    ("modes", "said"),
    [
        (["reimbursement"], "Erstattet wird nach dem Nachweis: Bis dahin zahlt die Stadt vor."),
        ([], "Ob Mittel angefordert oder abgerufen werden, und bis wann sie zu verwenden sind, sagt der Bescheid;"),
    ],
)
def test_what_nobody_says_of_the_way_of_payment_is_asked(modes: list[str], said: str) -> None:
    plan = draw_plan({2027: Decimal(90)}, (date(2027, 1, 1), date(2027, 6, 30)), None, modes, date(2026, 2, 1))
    assert [(each.on, each.by, each.amount) for each in plan.draws] == [(None, date(2027, 6, 30), Decimal(90))]
    assert [str(note).startswith(said) for note in plan.notes] == [True]


CENTS = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
YEARS = (2026, 2027, 2028)


@st.composite
def plans(draw: st.DrawFn) -> list[PlanLine]:
    """Plans with costs that changed, several grants of every type and money of others."""
    lines = []
    for year in YEARS[: draw(st.integers(1, 3))]:
        lines += [line(COST, name, year, draw(CENTS), draw(st.none() | CENTS)) for name in ("Personal", "Miete")]
        lines.append(line(COST, "Verwaltung", year, 0, rate=Decimal(draw(st.integers(0, 40))), of="Personal"))
        lines.append(line(PlanKind.DONATION, "Sparkasse", year, draw(CENTS), draw(st.none() | CENTS)))
        lines.append(line(PlanKind.REVENUE, "Eintritt", year, draw(CENTS), draw(st.none() | CENTS)))
    for name, kind in (("Land", GRANT), ("Bund", OTHER), ("Stiftung", OTHER)):
        paying = draw(st.sampled_from(FinancingType))
        rate = Decimal(draw(st.integers(0, 100))) if paying is FinancingType.SHARE else None
        years = sorted({each.year or 0 for each in lines})
        lines += [line(kind, name, year, draw(CENTS), type=paying, rate=rate) for year in years]
    return lines


@given(plans())
def test_each_year_s_sources_and_own_money_add_up_to_its_costs(lines: list[PlanLine]) -> None:
    for year in over_years(lines).years:
        if year.expected is not None:
            assert sum(year.expected.values(), Decimal(0)) == year.cost
        assert sum(year.planned.values(), Decimal(0)) == year.planned_cost


@given(plans())
def test_the_years_of_each_grant_add_up_to_what_it_pays_as_a_whole(lines: list[PlanLine]) -> None:
    plan = over_years(lines)
    settled = {name: amount for name, amount in plan.grants.items() if amount is not None}
    if len(settled) == len(plan.grants):
        by_kind = sum((plan.of(kind) or Decimal(0) for kind in GRANTS), Decimal(0))
        assert by_kind == sum(settled.values(), Decimal(0))
        assert all(amount == amount.quantize(Decimal("0.01")) for amount in settled.values())


@given(plans(), st.randoms())
def test_the_order_of_lines_and_funders_changes_nothing(lines: list[PlanLine], random: object) -> None:
    mixed = list(lines)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    plan, again = over_years(lines), over_years(mixed)
    assert plan.grants == again.grants
    assert [(year.year, year.cost, year.expected) for year in plan.years] == [
        (year.year, year.cost, year.expected) for year in again.years
    ]


def test_a_year_s_cap_is_never_passed_by_what_another_year_leaves() -> None:
    """90 % with caps of 52,000 and 43,000; 2027 costs 50,000 instead of 66,000: 45,000 and 43,000, not 93,600."""
    lines = [
        PlanLine(PlanKind.COST, "K", 2027, Decimal(66_000), Decimal(50_000)),
        PlanLine(PlanKind.COST, "K", 2028, Decimal(54_000)),
        *(
            PlanLine(PlanKind.GRANT, "Land", year, Decimal(cap), None, FinancingType.SHARE, Decimal(90), Decimal(cap))
            for year, cap in ((2027, 52_000), (2028, 43_000))
        ),
    ]
    plan = over_years(lines)
    assert plan.grants == {"Land": Decimal(88_000)}
    assert [(year.expected or {})[PlanKind.GRANT] for year in plan.years] == [Decimal(45_000), Decimal(43_000)]
    assert plan.own == Decimal(16_000)
