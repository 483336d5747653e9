"""What is secured and missing, and how a sum is split: pure rules, by hand and for any sums."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.models.measure import FinancingItem
from grants_db.rules.financing import gap, needs, secured_by, secured_of, split
from grants_db.vocabulary import ApplicationStage, FinancingKind, FinancingState

cents = st.integers(0, 10**12).map(lambda number: Decimal(number) / 100)


def item(
    amount: int,
    kind: FinancingKind = FinancingKind.GRANT,
    state: FinancingState = FinancingState.SECURED,
    in_file: int = 0,
) -> FinancingItem:
    return FinancingItem(kind=kind, state=state, amount=Decimal(amount), in_file=Decimal(in_file))


def of_file(amount: int) -> FinancingItem:
    return item(amount, FinancingKind.UNSPECIFIED)


@given(amount=cents, weights=st.lists(cents, min_size=1, max_size=9).filter(any))
def test_shares_add_up_to_the_cent_and_none_is_a_cent_off(amount: Decimal, weights: list[Decimal]) -> None:
    shares = split(amount, weights)

    assert sum(shares) == amount
    cent = sum(weights) / 100
    pairs = zip(shares, weights, strict=True)
    assert all(abs(share * sum(weights) - amount * weight) < cent for share, weight in pairs)


@given(gaps=st.lists(cents, min_size=1, max_size=6), part=st.fractions(0, 1))
def test_no_measure_gets_more_than_its_gap_while_others_have_one(gaps: list[Decimal], part: float) -> None:
    amount = (sum(gaps, Decimal(0)) * int(part * 1000) / 1000).quantize(Decimal("0.01"))

    shares = split(amount, needs(gaps, [None] * len(gaps)))

    assert not any(gaps) or all(share <= missing for share, missing in zip(shares, gaps, strict=True))


@pytest.mark.parametrize(
    ("costs", "secured", "weights"),
    [
        ((72000, 10000), (None, 4000), (72000, 6000)),
        ((72000, None), (0, 0), (1, 1)),  # a gap nobody knows
        ((500, 500), (500, 900), (1, 1)),  # nothing missing anywhere
    ],
)
def test_a_sum_is_split_by_the_gaps_and_evenly_where_they_say_nothing(
    costs: tuple[int | None, ...], secured: tuple[int | None, ...], weights: tuple[int, ...]
) -> None:
    def sums(numbers: tuple[int | None, ...]) -> list[Decimal | None]:
        return [None if number is None else Decimal(number) for number in numbers]

    assert needs(sums(costs), sums(secured)) == sums(weights)


@pytest.mark.parametrize(
    ("items", "secured"),
    [
        ([], None),
        ([item(60000)], 60000),
        ([of_file(12000), item(60000)], 72000),
        ([of_file(60000), item(60000, in_file=60000)], 60000),  # the file knew of it: it counts once
        ([of_file(60000), item(55000, in_file=60000)], 55000),  # and was corrected since
        ([of_file(60000), item(0, in_file=60000)], 0),  # and was withdrawn since
        ([item(5000, FinancingKind.DONATION, state=FinancingState.PLANNED)], None),
    ],
)
def test_the_same_money_counts_once(items: list[FinancingItem], secured: int | None) -> None:
    assert secured_of(items) == (None if secured is None else Decimal(secured))


@pytest.mark.parametrize(
    ("stage", "secured"),
    [
        (ApplicationStage.SUBMITTED, 0),
        (ApplicationStage.AWARDED, 60000),
        (ApplicationStage.RETENTION, 60000),
        (ApplicationStage.REJECTED, 0),
        (ApplicationStage.WITHDRAWN, 0),
        (ApplicationStage.LAPSED, 20000),  # what was paid stays
    ],
)
def test_an_award_secures_what_its_stage_lets_it(stage: ApplicationStage, secured: int) -> None:
    assert secured_by(Decimal(60000), stage, paid=Decimal(20000)) == Decimal(secured)


def test_the_gap_is_never_below_nothing_and_unknown_where_the_cost_is() -> None:
    assert gap(Decimal(30000), Decimal(40000)) == 0
    assert gap(None, Decimal(40000)) is None
