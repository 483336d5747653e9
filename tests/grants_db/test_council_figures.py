"""The figures of a council paper: the overview's sums, each traced to its applications, each on its day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.applications.history import SUBMITTED_ON, remember
from grants_db.applications.plan.entry import replace_plan
from grants_db.applications.store import get_application
from grants_db.clock import on_day
from grants_db.dashboard.overview import Total, overview
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.messages import Message
from grants_db.reports.council.cases import Case, CouncilBasis, read_council
from grants_db.reports.council.figures import CaseRow, CaseSum, CouncilFigures, TimeSpan, count
from grants_db.rules.obligation_rules import load_rules
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, Level, PlanKind, ReasonCode
from tests.years_of_work import TODAY, at_ten, store_years_of_work

YEAR = TimeSpan(date(2026, 1, 1), date(2026, 12, 31))
PARTS = ("applied", "won", "lost", "running")


@pytest.fixture
def basis(session: Session) -> CouncilBasis:
    store_years_of_work(session)
    return read_council(session, TODAY, load_rules())


@pytest.fixture
def figures(basis: CouncilBasis) -> CouncilFigures:
    return count(basis, TimeSpan())


def sums(figure: CaseSum) -> dict[int, Decimal | None]:
    return {row.case.number: row.amount for row in figure.rows}


def a_case(number: int, stage: Stage, **values: object) -> Case:
    plain = Case(number, "Aufruf", "", Level.LAND, 2, ("2.1",), "", stage)
    return replace(plain, **values)  # type: ignore[arg-type]  # each test names fields that are there


def test_the_sums_are_those_of_the_overview(session: Session, figures: CouncilFigures) -> None:
    fields = overview(session)

    assert figures.applied.total == sum((field.applied for field in fields), Total())
    assert figures.won.total == sum((field.won for field in fields), Total())
    groups = {group.key: group for group in figures.by(lambda row: row.case.action_field)}
    for field in fields:
        group = groups.get(field.number)
        assert (group.applied.total if group else Total()) == field.applied
        assert (group.won.total if group else Total()) == field.won


def test_what_was_applied_for_is_won_or_lost_or_lapsed_or_waits(figures: CouncilFigures) -> None:
    parts = (figures.won, figures.lost, figures.lapsed, figures.waiting)

    assert figures.applied.numbers == (1, 2, 3, 4, 5, 6)
    assert sorted(number for part in parts for number in part.numbers) == [1, 2, 3, 4, 5, 6]
    assert (figures.lost.numbers, figures.withdrawn.numbers) == ((2,), (8,))


def test_a_sum_that_nobody_entered_is_counted_and_never_nothing(figures: CouncilFigures) -> None:
    assert figures.applied.total == Total(6, Decimal(362_000), 1)
    (only_unknown,) = (group for group in figures.by(lambda row: row.day and row.day.year) if group.key == 2024)
    assert only_unknown.applied.known is None


def test_each_event_counts_in_the_year_of_its_own_day(basis: CouncilBasis) -> None:
    year = count(basis, YEAR)

    assert year.applied.numbers == (2, 3, 4, 6)
    assert year.won.numbers == (3, 6)  # the first was awarded in 2025
    assert sums(year.paid) == {1: Decimal(20_000), 3: Decimal(7_500)}
    assert year.running.numbers == (1, 6)  # as things stand today
    assert year.undated == ()


def test_the_years_add_up_to_everything(basis: CouncilBasis, figures: CouncilFigures) -> None:
    years = [count(basis, TimeSpan(date(year, 1, 1), date(year, 12, 31))) for year in (2024, 2025, 2026)]

    for name in ("applied", "won", "lost", "withdrawn", "lapsed", "paid", "unused", "own"):
        of_years: list[CaseRow] = [row for year in years for row in getattr(year, name).rows]
        assert sorted(of_years, key=repr) == sorted(getattr(figures, name).rows, key=repr)


@pytest.mark.parametrize(
    "key",
    [
        lambda row: row.case.action_field,
        lambda row: row.case.level,
        lambda row: row.case.funder,
        lambda row: row.case.unit,
        lambda row: row.day and row.day.year,
    ],
    ids=["field", "level", "funder", "unit", "year"],
)
def test_groups_add_up_to_the_whole_and_none_counts_twice(
    figures: CouncilFigures, key: Callable[[CaseRow], object]
) -> None:
    groups = figures.by(key)

    for part in PARTS:
        rows = [row for group in groups for row in getattr(group, part).rows]
        assert sorted(rows, key=repr) == sorted(getattr(figures, part).rows, key=repr)


def test_what_has_no_name_stands_last_and_levels_in_their_order(figures: CouncilFigures) -> None:
    levels = [group.key for group in figures.by(lambda row: row.case.level)]

    assert levels == [level for level in Level if level in levels]
    assert len(levels) == 4
    assert [group.key for group in figures.by(lambda row: row.case.unit)][-1] == ""


def test_a_measures_own_money_is_split_over_the_awards_that_pay_for_it(figures: CouncilFigures) -> None:
    own = sums(figures.own)

    assert own[3] == Decimal(2000)
    assert own[1] is not None
    assert own[6] is not None
    assert own[1] + own[6] == Decimal("13000.01")
    assert own[1] > own[6]
    assert figures.leverage == Decimal("6.67")  # 100,000 of third parties to 15,000.01


def test_without_own_money_on_record_there_is_no_leverage() -> None:
    case = a_case(1, Stage.RUNNING, awarded=Decimal(500), notified_on=TODAY)

    assert count(CouncilBasis(TODAY, [case], [], []), TimeSpan()).leverage is None


def test_what_was_not_called_is_unused_once_it_is_closed_and_at_risk_before(figures: CouncilFigures) -> None:
    assert sums(figures.unused) == {3: Decimal(500), 5: Decimal(30_000)}
    assert sums(figures.expiring) == {1: Decimal(30_000)}


def test_a_closed_award_without_any_payment_on_record_left_nobody_knows_what() -> None:
    case = a_case(1, Stage.CLOSED, awarded=Decimal(500), notified_on=TODAY, first_on={Stage.CLOSED: TODAY})

    assert sums(count(CouncilBasis(TODAY, [case], [], []), TimeSpan()).unused) == {1: None}


def test_the_success_rate_counts_decided_applications_and_those_that_lapsed_were_won(figures: CouncilFigures) -> None:
    assert figures.decided.numbers == (1, 2, 3, 5, 6)
    assert figures.success_rate == Decimal("80.0")


def test_a_decision_takes_the_days_from_handing_in_to_the_first_award_or_refusal(figures: CouncilFigures) -> None:
    assert [(days, case.number) for days, case in figures.decision_days] == [
        (40, 3),
        (45, 6),
        (91, 5),
        (99, 1),
        (106, 2),
    ]
    assert figures.usual_decision_days == 91


def test_the_median_of_two_decisions_lies_between_them_rounded_up() -> None:
    cases = [
        a_case(number, Stage.RUNNING, submitted_on=date(2026, 1, 1), notified_on=date(2026, 1, 1 + days))
        for number, days in ((1, 10), (2, 15))
    ]

    assert count(CouncilBasis(TODAY, cases, [], []), TimeSpan()).usual_decision_days == 13


def test_an_obligation_nobody_has_met_in_time_is_late(figures: CouncilFigures) -> None:
    assert [(entry.application_id, entry.due) for entry in figures.late] == [(1, date(2026, 4, 30))]


def test_calls_are_not_pursued_for_reasons_and_a_given_up_application_is_one_of_them(figures: CouncilFigures) -> None:
    assert [(code, len(some)) for code, some in figures.reasons()] == [
        (ReasonCode.STAFF_CAPACITY, 2),
        (ReasonCode.OUTSIDE_PURPOSE, 2),
        (ReasonCode.OWN_CONTRIBUTION, 1),
    ]
    assert [each.application for each in figures.not_pursued if each.application] == [7]


def test_a_corrected_day_of_handing_in_leads(session: Session, basis: CouncilBasis) -> None:
    corrected = date(2025, 12, 30)
    now = on_day(get_application(session, 6).created_at, corrected)
    said = Message.of(SUBMITTED_ON.template, day=corrected)
    remember(session, get_application(session, 6), "correction", said, now)

    assert count(basis, YEAR).applied.numbers == (2, 3, 4, 6)
    assert count(read_council(session, TODAY, load_rules()), YEAR).applied.numbers == (2, 3, 4)


def test_an_application_without_a_day_is_in_no_period_and_is_named() -> None:
    basis = CouncilBasis(TODAY, [a_case(7, Stage.SUBMITTED, requested=Decimal(1))], [], [])

    assert count(basis, TimeSpan()).applied.numbers == (7,)
    assert (count(basis, YEAR).applied.numbers, count(basis, YEAR).undated) == ((), (7,))


def test_nothing_is_nothing_to_report() -> None:
    assert count(CouncilBasis(TODAY, [a_case(1, Stage.IDEA)], [], []), TimeSpan()).is_empty


def test_the_own_money_of_an_award_is_that_of_its_plan_where_there_is_one(session: Session) -> None:
    store_years_of_work(session)
    application = get_application(session, 1)
    lines = [
        PlanLine(PlanKind.COST, "Personal", 2026, Decimal(100_000)),
        PlanLine(PlanKind.GRANT, "Land", 2026, Decimal(80_000), type=FinancingType.FIXED),
    ]
    replace_plan(session, application, lines, now=at_ten("2026-11-30"))

    own = sums(count(read_council(session, TODAY, load_rules()), TimeSpan()).own)

    assert own[1] == Decimal(20_000)
    assert own[6] is None, "the measure's own money stands in the plan, and no second time beside another award"
    assert own[3] == Decimal(2000)
