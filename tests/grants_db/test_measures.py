"""Measures: the gap, which are unfunded, and storing what a file says."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from grants_db.errors import InputError
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord, record_of
from grants_db.measures.store import get_measure, list_action_fields, list_measures, list_units, seed_action_fields
from grants_db.models.measure import FinancingItem, Goal, Measure, YearCost
from grants_db.rules.financing import gap, is_unfunded
from grants_db.vocabulary import FinancingKind, FinancingState, MeasureState

Record = Callable[..., MeasureRecord]


@pytest.mark.parametrize(
    ("cost", "secured", "missing", "unfunded"),
    [
        (100, 30, 70, True),
        (100, 100, 0, False),
        (100, 120, 0, False),
        (100, None, 100, True),
        (100, 0, 100, True),
        (0, None, 0, False),
        (None, None, None, True),
        (None, 0, None, True),
        (None, 50, None, False),
    ],
)
def test_the_gap_is_cost_less_what_is_secured(
    cost: int | None, secured: int | None, missing: int | None, unfunded: bool
) -> None:
    needed, there = (None if amount is None else Decimal(amount) for amount in (cost, secured))

    assert gap(needed, there) == missing
    assert is_unfunded(needed, there) is unfunded


@pytest.mark.parametrize("state", [MeasureState.DONE, MeasureState.GIVEN_UP, MeasureState.POSTPONED])
def test_a_measure_that_is_not_open_lacks_nothing(state: MeasureState) -> None:
    assert (gap(Decimal(9000), None, state), is_unfunded(None, None, state)) == (Decimal(0), False)


def test_action_fields_are_seeded_once(session: Session) -> None:
    seed_action_fields(session)
    seed_action_fields(session)

    fields = list_action_fields(session)
    assert [field.number for field in fields] == [1, 2, 3, 4, 5, 6]
    assert fields[1].title == "Spracherwerb"


def test_a_stored_measure_says_what_its_record_said(session: Session, record: Record) -> None:
    stated = record(goal="Ankommen", unit="Amt 50", year_costs={2026: Decimal(4000), 2027: Decimal(6000)})

    upsert_measures(session, [stated])
    session.expire_all()

    assert record_of(get_measure(session, stated.number)) == stated


def test_the_same_records_again_change_nothing(session: Session, record: Record) -> None:
    records = [record("1.1"), record("1.2", cost=None, secured=None)]
    upsert_measures(session, records)

    again = upsert_measures(session, records)

    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Neu"},
        {"action_field": 2},
        {"goal": "Ziel"},
        {"unit": "Amt 40"},
        {"cost": None},
        {"secured": None},
        {"secured": Decimal(0)},
        {"year_costs": {2027: Decimal(1)}},
        {"sample": True},
    ],
)
def test_each_statement_can_change(session: Session, record: Record, change: dict[str, object]) -> None:
    first = record(goal="Ankommen", unit="Amt 50", year_costs={2026: Decimal(4000)})
    changed = replace(first, **change)  # type: ignore[arg-type]  # the names are those of the record
    upsert_measures(session, [first])

    counts = upsert_measures(session, [changed])
    session.expire_all()

    assert (counts.changed, record_of(get_measure(session, first.number))) == (1, changed)


def test_two_measures_share_their_unit_and_goal(session: Session, record: Record) -> None:
    upsert_measures(session, [record(number, unit="Amt 50", goal="Ankommen") for number in ("1.1", "1.2")])

    assert [unit.name for unit in list_units(session)] == ["Amt 50"]
    assert len(session.exec(select(Goal)).all()) == 1


def test_the_same_goal_of_two_fields_is_two_goals(session: Session, record: Record) -> None:
    upsert_measures(session, [record("1.1", goal="Ankommen"), record("2.1", action_field=2, goal="Ankommen")])

    assert len(session.exec(select(Goal)).all()) == 2


def test_what_people_entered_as_secured_stays(
    session: Session, a_measure: Callable[..., Measure], record: Record
) -> None:
    measure = a_measure(secured=Decimal(2500))
    grant = FinancingItem(kind=FinancingKind.GRANT, state=FinancingState.SECURED, amount=Decimal(1000))
    measure.financing.append(grant)
    session.flush()

    upsert_measures(session, [record(secured=Decimal(4000))])

    assert [(item.kind, item.amount) for item in measure.financing] == [
        (FinancingKind.UNSPECIFIED, Decimal(4000)),  # everything together
        (FinancingKind.GRANT, Decimal(1000)),
    ]
    assert measure.secured == Decimal(4000)


def test_a_file_that_knows_less_than_was_entered_changes_nothing_twice(
    session: Session, a_measure: Callable[..., Measure], record: Record
) -> None:
    measure = a_measure(secured=None)
    measure.financing.append(
        FinancingItem(kind=FinancingKind.OWN_BUDGET, state=FinancingState.SECURED, amount=Decimal(5000))
    )
    session.flush()

    counts = upsert_measures(session, [record(secured=Decimal(2500))])

    assert (counts.changed, counts.unchanged) == (0, 1)
    assert measure.secured == Decimal(5000)


def test_planned_money_is_not_secured(a_measure: Callable[..., Measure]) -> None:
    measure = a_measure(secured=None)

    measure.financing.append(
        FinancingItem(kind=FinancingKind.GRANT, state=FinancingState.PLANNED, amount=Decimal(5000))
    )

    assert measure.secured is None


def test_years_that_a_file_no_longer_names_go(session: Session, record: Record) -> None:
    upsert_measures(session, [record(year_costs={2026: Decimal(1), 2027: Decimal(2)})])

    upsert_measures(session, [record(year_costs={2027: Decimal(3)})])

    assert [(cost.year, cost.amount) for cost in session.exec(select(YearCost))] == [(2027, Decimal(3))]


def test_measures_come_in_the_order_of_field_and_number(session: Session, record: Record) -> None:
    for number, field in (("1.10", 1), ("2.1", 2), ("1.9", 1), ("1.b", 1), ("1.²", 1)):
        upsert_measures(session, [record(number, action_field=field)])

    numbers = [measure.number for measure in list_measures(session)]
    assert numbers.index("1.9") < numbers.index("1.10") < numbers.index("2.1")


def test_a_measure_that_does_not_exist_is_named(session: Session) -> None:
    with pytest.raises(InputError, match=r"9\.9"):
        get_measure(session, "9.9")
