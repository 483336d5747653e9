"""What grants leave when costs or other money change: worked by hand, and laws that hold for every plan."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.errors import InputError
from grants_db.financing_plan.exchange import as_record, read_plan
from grants_db.financing_plan.over_the_years import (
    DatedSum,
    LateUse,
    YearOfAward,
    YearShare,
    late_uses,
    smallest_total,
    used_by_year,
)
from grants_db.financing_plan.plan import FinancingPlan, PlanSource, SourceKind
from grants_db.financing_plan.regime_values import values_for
from grants_db.financing_plan.settle import limit_of, settle
from grants_db.vocabulary import FinancingType

CENTS = st.integers(0, 30_000_000).map(lambda cents: Decimal(cents) / 100)


def computed(costs: str, *sources: dict[str, str], planned: str = "", regime: dict[str, str] | None = None) -> dict:  # type: ignore[type-arg]  # JSON
    plan = {"regime": regime or {}, "costs": {"planned": planned or costs, "actual": costs}, "sources": sources}
    return as_record(settle(read_plan(json.dumps(plan))), str)


def grant(kind: str, planned: str = "", **more: str) -> dict[str, str]:
    given = {"name": "Land", "kind": "grant", "type": kind, **more}
    return given | ({"planned": planned} if planned else {})


def other(kind: str, planned: str, actual: str = "") -> dict[str, str]:
    given = {"name": kind, "kind": kind, "planned": planned}
    return given | ({"actual": actual} if actual else {})


def settled(record: dict) -> list[str | None]:  # type: ignore[type-arg]  # JSON
    return [source["settled"] for source in record["sources"]]


SHARE = grant("share", "60000.00", rate="60", cap="60000.00", paid="60000.00")
GAP = (grant("gap", "40000.00"), other("own", "15000.00"), other("third_party", "25000.00"))
REVENUE = other("revenue", "0.00", "5000.00")


def test_a_share_falls_with_the_costs_and_what_was_paid_beyond_it_goes_back() -> None:
    record = computed("90000.00", SHARE, other("own", "40000.00"), planned="100000.00")

    assert record["sources"][0] == {"name": "Land", "settled": "54000.00", "change": "-6000.00", "refund": "6000.00"}
    assert (record["own"], record["uncovered"], record["questions"]) == ("36000.00", "0.00", [])


def test_a_share_does_not_grow_over_its_cap() -> None:
    record = computed("110000.00", SHARE, other("own", "40000.00"), planned="100000.00")

    assert (settled(record)[0], record["own"], record["uncovered"]) == ("60000.00", "50000.00", "10000.00")


def test_an_unplanned_donation_relieves_funder_and_city_by_their_shares() -> None:
    record = computed("100000.00", SHARE, other("own", "40000.00"), other("donation", "0.00", "5000.00"))

    assert (settled(record)[0], record["own"]) == ("57000.00", "38000.00")


def test_three_funders_share_to_the_cent() -> None:
    shares = [
        {"name": name, "kind": "grant", "type": "share", "rate": rate, "planned": planned}
        for name, rate, planned in (
            ("Bund", "50", "60000.00"),
            ("Land", "30", "36000.00"),
            ("Stiftung", "20", "24000.00"),
        )
    ]
    record = computed("111111.11", *shares, planned="120000.00")

    assert (settled(record), record["own"]) == (["55555.56", "33333.33", "22222.22"], "0.00")


@pytest.mark.parametrize(
    ("costs", "more", "left", "own", "uncovered"),
    [
        ("80000.00", (REVENUE,), "35000.00", "15000.00", "0.00"),
        ("70000.00", (), "30000.00", "15000.00", "0.00"),
        ("70000.00", (REVENUE,), "25000.00", "15000.00", "0.00"),
        ("85000.00", (), "40000.00", "20000.00", "5000.00"),
    ],
)
def test_a_gap_gives_way_in_full_and_never_grows(
    costs: str, more: tuple[dict[str, str], ...], left: str, own: str, uncovered: str
) -> None:
    record = computed(costs, *GAP, *more, planned="80000.00")

    assert (settled(record)[0], record["own"], record["uncovered"]) == (left, own, uncovered)


@pytest.mark.parametrize(("costs", "left"), [("30000.00", "20000.00"), ("18000.00", "18000.00")])
def test_a_fixed_sum_stays_until_the_costs_fall_below_it(costs: str, left: str) -> None:
    record = computed(costs, grant("fixed", "20000.00"), other("own", "30000.00"), planned="50000.00")

    assert settled(record)[0] == left


def test_more_money_than_costs_is_a_question_and_no_number() -> None:
    record = computed("30000.00", grant("fixed", "20000.00", paid="20000.00"), other("third_party", "15000.00"))

    assert record["sources"][0] == {"name": "Land", "settled": None, "change": None, "refund": None}
    assert record["questions"] == [
        "Die Einnahmen übersteigen die Kosten um 5.000,00 €: Welche Zuwendung geht in welcher Höhe zurück?"
    ]


def test_full_financing_pays_what_it_cost() -> None:
    record = computed("11999.99", grant("full", "12345.67"), planned="12345.67")

    assert (record["sources"][0]["settled"], record["sources"][0]["change"]) == ("11999.99", "-345.68")


@pytest.mark.parametrize(
    ("costs", "left", "own"), [("95000.00", "84280.00", "10720.00"), ("93000.00", "83700.00", "9300.00")]
)
def test_a_rate_counts_until_its_highest_sum(costs: str, left: str, own: str) -> None:
    record = computed(costs, grant("share", rate="90", cap="84280.00"), planned="95000.00")

    assert (settled(record)[0], record["own"]) == (left, own)


def test_a_flat_rate_follows_the_line_it_is_a_share_of() -> None:
    lines = [
        {"name": "Personal", "planned": "120000.00", "actual": "111111.11"},
        {"name": "Restkosten", "flat_rate": "40", "of": "Personal"},
    ]
    plan = read_plan(json.dumps({"costs": {"lines": lines}, "sources": [grant("full", "168000.00")]}))

    assert (plan.planned_cost, plan.cost) == (Decimal("168000.00"), Decimal("155555.55"))


def test_a_small_change_leaves_the_grants_where_the_regime_says_how_small() -> None:
    rest = (SHARE, other("own", "40000.00"))

    assert settled(computed("99600.00", *rest, planned="100000.00", regime={"threshold": "500.00"}))[0] == "60000.00"
    assert settled(computed("99400.00", *rest, planned="100000.00", regime={"threshold": "500.00"}))[0] == "59640.00"
    assert settled(computed("99600.00", *rest, planned="100000.00"))[0] == "59760.00"


def test_a_line_over_its_tolerance_is_asked_about() -> None:
    def plan(travel: str) -> FinancingPlan:
        lines = [
            {"name": "Personal", "planned": "90000.00", "actual": "88000.00"},
            {"name": "Reisen", "planned": "10000.00", "actual": travel},
        ]
        costs = {"regime": {"line_tolerance": "20"}, "costs": {"lines": lines}, "sources": [SHARE]}
        return read_plan(json.dumps(costs))

    assert settle(plan("12000.00")).questions == ()
    over = settle(plan("12000.01"))
    assert [each.amount for each in over.sources] == [None]
    assert "Reisen" in str(over.questions[0])


def test_what_a_year_does_not_use_lapses_unless_it_is_moved() -> None:
    used = YearOfAward(2026, Decimal(30000), Decimal(22000))

    assert used.lapsing == 8000
    assert YearOfAward(2026, Decimal(30000), Decimal(22000), moved=Decimal(8000)).lapsing == 0


def test_interest_on_money_that_was_used_late_runs_from_its_payment() -> None:
    spent = [DatedSum(date(2026, 2, 10), Decimal(10000)), DatedSum(date(2026, 3, 16), Decimal(20000))]
    (late,) = late_uses([DatedSum(date(2026, 1, 15), Decimal(30000))], spent, "P6W", date(2026, 12, 1))

    assert (late.amount, late.limit) == (Decimal(20000), date(2026, 2, 26))
    assert (late.paid_on, late.spent_on) == (date(2026, 1, 15), date(2026, 3, 16))
    assert late.interest(Decimal(0), date(2026, 12, 1)) == Decimal("164.38")  # 20,000 × 5 % × 60 / 365


@pytest.mark.parametrize(("days", "interest"), [(36, "0"), (37, "5.07")])
def test_little_interest_is_waived_where_the_conditions_say_so_and_only_there(days: int, interest: str) -> None:
    used = LateUse(Decimal(1000), date(2026, 1, 15), date(2026, 1, 20), date(2026, 1, 15) + timedelta(days=days))
    waived = {name: values_for([name]).waived_up_to for name in ("anbest_p_bund", "anbest_p_st")}

    assert used.interest(Decimal(0), date(2026, 12, 1), waived["anbest_p_bund"]) == Decimal(interest)
    assert used.interest(Decimal(0), date(2026, 12, 1), waived["anbest_p_st"]) in (Decimal("4.93"), Decimal("5.07"))


def test_money_that_is_not_spent_at_all_is_late_from_its_limit_on() -> None:
    paid = [DatedSum(date(2026, 1, 15), Decimal(1000))]

    assert late_uses(paid, [], "P6W", date(2026, 2, 26)) == []
    assert [each.spent_on for each in late_uses(paid, [], "P6W", date(2026, 2, 27))] == [None]


def test_the_smallest_project_that_reaches_a_yearly_minimum() -> None:
    assert smallest_total(Decimal(75), Decimal(100000), 24) == Decimal("266666.67")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("{", "kein JSON (Zeile 1)"),
        ('{"costs": {"planned": "-1"}, "sources": []}', "costs.planned"),
        ('{"costs": {"planned": "NaN"}, "sources": []}', "costs.planned"),
        (json.dumps({"costs": {"planned": "1"}, "sources": [grant("share", rate="120")]}), "sources.0.rate"),
        (json.dumps({"costs": {"planned": "1"}, "sources": [grant("share", "9.00", cap="8.00")]}), "Höchstbetrag"),
        (json.dumps({"costs": {"planned": "1"}, "sources": [{"name": "x", "kind": "grant"}]}), "type"),
        (json.dumps({"costs": {"planned": "1"}, "sources": [SHARE, SHARE]}), "denselben Namen"),
        (
            json.dumps({"costs": {"planned": "1"}, "sources": [SHARE | {"note": "x"}]}),
            "sources.0.note: ist nicht bekannt",
        ),
        (json.dumps({"costs": {"planned": "1"}}), "sources: fehlt"),
    ],
)
def test_a_plan_that_can_t_be_is_one_sentence(plan: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_plan(plan)
    assert said in str(error.value)


@st.composite
def plans(draw: st.DrawFn) -> FinancingPlan:
    """Plans of every kind, sensible or not."""
    sources = []
    for place in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(SourceKind))
        planned, actual = draw(CENTS), draw(st.none() | CENTS)
        if kind is SourceKind.GRANT:
            sources.append(
                PlanSource(
                    name=f"Quelle {place}",
                    kind=kind,
                    planned=draw(st.none() | st.just(planned)),
                    type=draw(st.sampled_from(FinancingType)),
                    rate=draw(st.none() | st.integers(0, 10_000).map(lambda value: Decimal(value) / 100)),
                    cap=draw(st.none() | CENTS),
                    paid=draw(st.none() | CENTS),
                )
            )
        else:
            sources.append(PlanSource(name=f"Quelle {place}", kind=kind, planned=planned, actual=actual))
    return FinancingPlan(draw(CENTS), draw(CENTS), tuple(sources), threshold=draw(st.none() | CENTS))


@given(plans())
def test_sources_and_the_city_add_up_to_the_cost_to_the_cent(plan: FinancingPlan) -> None:
    done = settle(plan)
    grants = [each.amount for each in done.sources if each.source.kind is SourceKind.GRANT]
    others = sum(
        each.source.came for each in done.sources if each.source.kind not in (SourceKind.GRANT, SourceKind.OWN)
    )
    if None in grants:
        assert done.questions
    if done.own is None:
        assert None in grants
        assert done.uncovered is None
        return
    if None not in grants and others <= plan.cost:
        assert sum((each for each in grants if each is not None), Decimal(0)) + others + done.own == plan.cost
    assert done.own >= 0
    assert done.own == done.own.quantize(Decimal("0.01"))


@given(plans())
def test_no_grant_pays_more_than_was_approved(plan: FinancingPlan) -> None:
    for each in settle(plan).sources:
        most = limit_of(each.source)
        if each.source.kind is SourceKind.GRANT and each.amount is not None and most is not None:
            assert 0 <= each.amount <= most


@given(plans())
def test_a_fixed_sum_is_untouched_while_the_costs_reach_it(plan: FinancingPlan) -> None:
    for each in settle(plan).sources:
        if each.source.type is FinancingType.FIXED and each.amount is not None:
            assert each.amount == min(limit_of(each.source) or Decimal(0), plan.cost)


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_sources_changes_nothing(plan: FinancingPlan, random: object) -> None:
    shuffled = list(plan.sources)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    other_way = FinancingPlan(plan.planned_cost, plan.cost, tuple(shuffled), threshold=plan.threshold)

    def by_name(of: FinancingPlan) -> dict[str, Decimal | None]:
        return {each.source.name: each.amount for each in settle(of).sources if each.source.kind is SourceKind.GRANT}

    assert by_name(plan) == by_name(other_way)
    assert settle(plan).own == settle(other_way).own


def test_what_came_beyond_the_need_of_a_finished_year_is_no_use_of_the_next() -> None:
    shares = [
        YearShare(2027, Decimal(45_000), None, is_over=True),
        YearShare(2028, Decimal(43_000), None, is_over=False),
    ]
    came = {2027: Decimal(52_000)}

    first, second = used_by_year(shares, came, {})
    assert (first.used, first.overpaid, first.lapsing) == (Decimal(45_000), Decimal(7_000), Decimal(0))
    assert (second.used, second.lapsing) == (Decimal(0), Decimal(43_000))

    first, second = used_by_year(shares, came | {2028: Decimal(43_000)}, {2028: Decimal(7_000)})
    assert (first.overpaid, second.used, second.lapsing) == (Decimal(0), Decimal(43_000), Decimal(0))


def test_while_a_year_s_costs_are_not_known_the_next_year_uses_what_came_early() -> None:
    shares = [YearShare(year, Decimal(45_000), None, is_over=False) for year in (2027, 2028)]
    first, second = used_by_year(shares, {2027: Decimal(52_000)}, {})
    assert (first.overpaid, second.used) == (Decimal(0), Decimal(7_000))
