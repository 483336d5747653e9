"""A financing plan is entered line by line or whole: what it can't say is refused, what is doubtful is asked back."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.applications.acts import take_back
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.history import history
from grants_db.applications.payments import record_payment
from grants_db.applications.plan.entry import (
    edit_line,
    enter_line,
    line_of,
    move_year,
    plan_findings,
    plan_items,
    remove_line,
    replace_plan,
)
from grants_db.applications.store import create_application
from grants_db.errors import DoubtError, InputError, UsageError
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.measures.store import get_measure
from grants_db.messages import Message
from grants_db.models.application import Application
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.plans.reading import ApplicationPlan, plan_of_measure, plans
from grants_db.review.decisions import decide
from grants_db.vocabulary import DecisionKind, Eligibility, FinancingType, PlanKind

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
COST, GRANT = PlanKind.COST, PlanKind.GRANT


@pytest.fixture
def applied(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> Application:
    """A request of 90,000 for a measure of 120,000 over two years."""
    measure = a_measure("2.1", cost=Decimal(120_000), secured=None)
    measure.starts_on, measure.ends_on = date(2027, 1, 1), date(2028, 12, 31)
    call = an_opportunity()
    return applying(session, measure, call, Decimal(90_000))


def applying(session: Session, measure: Measure, call: Opportunity, requested: Decimal | None = None) -> Application:
    proposed = Match(
        measure_id=measure.id or 0,
        opportunity_id=call.id or 0,
        rank=1,
        score=0.7,
        eligibility=Eligibility.ELIGIBLE,
        computed_at=NOW,
    )
    session.add(proposed)
    session.flush()
    decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
    return create_application(session, [measure], call, now=NOW, requested=requested)


def awarded(session: Session, application: Application, amount: int = 90_000) -> None:
    period = (date(2027, 1, 1), date(2028, 12, 31))
    terms = AwardTerms(date(2026, 11, 20), Decimal(amount), FinancingType.SHARE, *period, ("anbest_p_st",))
    record_award(session, application, terms, now=NOW, insist=True)


def line(kind: PlanKind, name: str, year: int, planned: object, **more: object) -> PlanLine:
    return PlanLine(kind, name, year, Decimal(str(planned)), **more)  # type: ignore[arg-type]  # plain values fit


def share(year: int, planned: object, rate: int = 75) -> PlanLine:
    return line(GRANT, "Land", year, planned, type=FinancingType.SHARE, rate=Decimal(rate))


TWO_YEARS = [
    line(COST, "Personal", 2027, 80_000),
    line(COST, "Personal", 2028, 40_000),
    share(2027, 60_000),
    share(2028, 30_000),
]
REST = line(COST, "Restkosten", 2027, 0, rate=Decimal(40), of="Personal")


def plan(session: Session, application: Application) -> ApplicationPlan:
    (found,) = plans(session, [application.id or 0])
    return found


def told(session: Session, application: Application) -> str:
    return str(Message.from_json(history(session, application)[-1].sentence))


def test_what_is_entered_is_the_plan_and_stands_in_the_history(session: Session, applied: Application) -> None:
    for each in TWO_YEARS:
        enter_line(session, applied, each, now=NOW)
    found = plan(session, applied)
    assert found.is_stored
    assert {year.year: year.own for year in found.plan.years} == {2027: Decimal(20_000), 2028: Decimal(10_000)}
    assert told(session, applied) == "Finanzierungsplan: diese Zuwendung „Land“ 2028: 30.000 €."


def test_a_line_entered_again_is_put_right_and_the_same_again_changes_nothing(
    session: Session, applied: Application
) -> None:
    enter_line(session, applied, TWO_YEARS[0], now=NOW)
    enter_line(session, applied, line(COST, "Personal", 2027, 81_000), now=NOW)
    lines = len(history(session, applied))
    enter_line(session, applied, line(COST, " Personal ", 2027, 81_000), now=NOW)
    assert [row.amount for row in plan_items(session, applied)] == [Decimal(81_000)]
    assert len(history(session, applied)) == lines
    assert told(session, applied) == "Finanzierungsplan: Ausgabe „Personal“ 2027: 81.000 €, vorher 80.000,00 €."


def test_what_was_entered_is_taken_back_as_any_act(session: Session, applied: Application) -> None:
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    enter_line(session, applied, line(COST, "Personal", 2028, 40_000, actual=Decimal(30_000)), now=NOW)
    assert plan(session, applied).plan.cost == Decimal(110_000)
    take_back(session, applied, now=NOW)
    assert plan(session, applied).plan.cost == Decimal(120_000)
    take_back(session, applied, now=NOW)
    assert not plan(session, applied).is_stored


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (line(COST, "Miete", 2027, -1), "„Miete“: -1 € ist keine Summe ab 0; bitte prüfen."),
        (share(2027, 10, rate=101), "„Land“: 101 ist kein Satz zwischen 0 und 100 Prozent."),
        (
            line(GRANT, "Land", 2027, 10, type=FinancingType.FIXED, cap=Decimal(9)),
            "„Land“: Der Höchstbetrag von 9 € liegt unter den geplanten 10 €; bitte einen davon berichtigen.",
        ),
        (line(COST, "Miete", 27, 1), "„Miete“: Bitte ein Jahr wie 2027 nennen."),
        (line(COST, " ", 2027, 1), "Wie heißt die Zeile des Finanzierungsplans? Höchstens 200 Zeichen."),
        (
            line(PlanKind.OWN, "Stadt", 2027, 1, type=FinancingType.FIXED),
            "„Stadt“: Finanzierungsart und Höchstbetrag gehören nur zu einer Zuwendung.",
        ),
        (
            line(COST, "Miete", 2027, 1, rate=Decimal(5)),
            "„Miete“: Ein Satz gehört zu einer Anteilfinanzierung oder zu einer Pauschale.",
        ),
        (
            line(COST, "Rest", 2027, 0, rate=Decimal(5), of="Löhne"),
            "Die Pauschale „Rest“ bezieht sich auf „Löhne“; 2027 gibt es keine Ausgabe dieses Namens mit eigenen",
        ),
        (
            line(PlanKind.DONATION, "Personal", 2027, 5),
            "Im Finanzierungsplan heißt schon eine andere Zeile „Personal“; bitte einen eigenen Namen nehmen.",
        ),
    ],
)
def test_what_a_plan_cannot_say_is_refused_in_one_sentence(
    session: Session, applied: Application, wrong: PlanLine, said: str
) -> None:
    enter_line(session, applied, TWO_YEARS[0], now=NOW)
    with pytest.raises(UsageError) as refused:
        enter_line(session, applied, wrong, now=NOW, insist=True)
    assert str(refused.value).startswith(said)
    assert len(plan_items(session, applied)) == 1


def test_a_year_outside_of_the_award_s_period_is_refused(session: Session, applied: Application) -> None:
    awarded(session, applied)
    with pytest.raises(UsageError, match=r"2029 liegt außerhalb des Bewilligungszeitraums, 01\.01\.2027 bis"):
        enter_line(session, applied, line(COST, "Personal", 2029, 1), now=NOW, insist=True)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([*TWO_YEARS[:3], share(2028, 30_001)], "Als diese Zuwendung stehen dann 90.001,00 € im Plan, beantragt sind"),
        ([line(COST, "Personal", 2027, 10), share(2027, 9)], "„Land“: geplant sind 9,00 €, 75 % der Ausgaben sind nur"),
        (
            [*TWO_YEARS, line(PlanKind.OWN, "Stadt", 2027, 5)],
            "Die Ausgaben ergeben 120.000,00 €, die Einnahmen und Eigenmittel 90.005,00 €; sie sollten gleich sein.",
        ),
        (
            [*TWO_YEARS, REST, line(COST, "Fahrten", 2027, 5_000)],
            "Die Pauschale „Restkosten“ von 40 % deckt alle übrigen Ausgaben ab; daneben steht noch Fahrten.",
        ),
        ([line(COST, "Personal", 2030, 5)], "2030 liegt außerhalb des Zeitraums der Maßnahme, 2027 bis 2028."),
    ],
)
def test_a_plan_that_does_not_add_up_is_asked_back_and_entered_when_insisted_on(
    session: Session, applied: Application, lines: list[PlanLine], said: str
) -> None:
    with pytest.raises(DoubtError) as doubted:
        replace_plan(session, applied, lines, now=NOW)
    assert said in str(doubted.value)
    assert not plan_items(session, applied)
    assert replace_plan(session, applied, lines, now=NOW, insist=True)
    assert [said in str(finding) for finding in plan_findings(session, applied)].count(True) == 1


def test_beside_a_flat_rate_of_other_costs_there_may_be_others(session: Session, applied: Application) -> None:
    overheads = REST._replace(name="Gemeinkosten", rate=Decimal(15))
    lines = [*TWO_YEARS, overheads, line(COST, "Fahrten", 2027, 5_000)]
    replace_plan(session, applied, lines, now=NOW, insist=True)
    assert "deckt alle übrigen Ausgaben" not in str([str(each) for each in plan_findings(session, applied)])


def test_a_whole_plan_takes_the_place_of_the_one_before(session: Session, applied: Application) -> None:
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    assert not replace_plan(session, applied, list(reversed(TWO_YEARS)), now=NOW)
    replace_plan(session, applied, [TWO_YEARS[0], share(2027, 60_000)], now=NOW)
    assert [line_of(row).name for row in plan_items(session, applied)] == ["Personal", "Land"]


def test_a_line_is_put_right_or_removed_by_its_number(session: Session, applied: Application) -> None:
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    first, second, *_grants = plan_items(session, applied)
    edit_line(session, applied, first.id or 0, line(COST, "Löhne", 2027, 81_000), now=NOW)
    assert (first.name, first.amount) == ("Löhne", Decimal(81_000))
    with pytest.raises(UsageError, match="steht für 2027 schon"):
        edit_line(session, applied, second.id or 0, line(COST, "Löhne", 2027, 1), now=NOW)
    remove_line(session, applied, second.id or 0, now=NOW)
    with pytest.raises(InputError):
        remove_line(session, applied, 999, now=NOW)


def test_a_second_year_is_moved_whole_once_the_award_reaches_there(session: Session, applied: Application) -> None:
    awarded(session, applied)
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    with pytest.raises(UsageError, match="Wurde er verlängert, bitte zuerst den geänderten Bescheid eintragen"):
        move_year(session, applied, 2028, 2029, now=NOW)
    longer = AwardTerms(
        date(2026, 11, 25), Decimal(90_000), FinancingType.SHARE, date(2027, 1, 1), date(2029, 12, 31), ("anbest_p_st",)
    )
    record_award(session, applied, longer, now=NOW)
    move_year(session, applied, 2028, 2029, now=NOW)
    assert {year.year: year.own for year in plan(session, applied).plan.years} == {
        2027: Decimal(20_000),
        2029: Decimal(10_000),
    }
    assert told(session, applied) == "Finanzierungsplan: alles von 2028 nach 2029 verschoben."


def test_what_lapses_is_moved_by_a_sum_of_the_grant(session: Session, applied: Application) -> None:
    awarded(session, applied)
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    record_payment(session, applied, date(2027, 3, 1), Decimal(52_000), now=NOW, insist=True)
    assert [(each.year, each.lapsing) for each in plan(session, applied).lapsing(date(2027, 12, 1))] == [
        (2027, Decimal(8_000))
    ]
    with pytest.raises(UsageError, match=r"nur Summen bis 60\.000,00 €"):
        move_year(session, applied, 2027, 2028, Decimal(60_001), now=NOW)
    move_year(session, applied, 2027, 2028, Decimal(8_000), now=NOW)
    assert plan(session, applied).lapsing(date(2027, 12, 1)) == []
    assert plan(session, applied).plan.of(GRANT) == Decimal(90_000)


def test_a_plan_nobody_entered_is_derived_and_says_what_is_missing(session: Session, applied: Application) -> None:
    found = plan(session, applied)
    assert not found.is_stored
    assert [(each.kind, each.year, each.planned) for each in found.plan.lines] == [
        (COST, None, Decimal(120_000)),
        (GRANT, None, Decimal(90_000)),
    ]
    assert found.plan.own == Decimal(30_000)
    assert [str(said) for said in found.missing] == ["Die Kosten der Maßnahme 2.1 nach Jahren."]
    assert [str(said) for said in found.notes] == ["Die Zuwendung ist beantragt, nicht bewilligt."]


def test_without_the_costs_there_is_no_plan_to_derive(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> None:
    measure, call = a_measure("9.1", cost=None, secured=None), an_opportunity()
    found = plan(session, applying(session, measure, call))
    assert found.plan.lines == ()
    assert [str(said) for said in found.missing] == ["Die Kosten der Maßnahme 9.1."]


def test_the_plan_of_a_measure_is_that_of_the_application_for_it_alone(session: Session, applied: Application) -> None:
    (measure,) = (one.measure for one in [plan_of_measure(session, _measure(session))])
    assert measure.number == "2.1"
    assert plan_of_measure(session, _measure(session)).source is None
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    found = plan_of_measure(session, _measure(session))
    assert (found.source, found.plan.own) == (applied.id, Decimal(30_000))


def _measure(session: Session) -> Measure:
    return get_measure(session, "2.1")


def test_a_measure_that_costs_otherwise_than_its_plan_is_shown_and_not_asked_back(
    session: Session, applied: Application
) -> None:
    replace_plan(session, applied, TWO_YEARS, now=NOW)
    assert plan_findings(session, applied) == []
    _measure(session).cost = Decimal(130_000)
    assert [str(said) for said in plan_findings(session, applied)] == [
        "Die Ausgaben des Plans sind 120.000,00 €, die Kosten der Maßnahmen 130.000 €."
    ]
    enter_line(session, applied, line(COST, "Personal", 2028, 40_000, actual=Decimal(39_000)), now=NOW)
