"""The dates of a financing plan: the next money to ask for and what lapses, in the agenda and in calendars."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.payments import record_payment
from grants_db.applications.plan.entry import replace_plan
from grants_db.applications.store import change_stage, create_application
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.import_export.icalendar import refresh_events, write_calendar
from grants_db.models.application import Application
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.rules.obligation_rules import load_rules
from grants_db.vocabulary import AgendaKind, ApplicationStage, DecisionKind, Eligibility, FinancingType, PlanKind
from tui.formatting.calendar_text import event_in_words

RULES = load_rules()
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
PERIOD = (date(2027, 1, 1), date(2028, 12, 31))


@pytest.fixture
def awarded(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> Application:
    """60,000 for 2027 and 30,000 for 2028, to be spent within two months of each payment."""
    measure, call = a_measure("2.1", cost=Decimal(120_000), secured=None), an_opportunity()
    match = Match(
        measure_id=measure.id or 0,
        opportunity_id=call.id or 0,
        rank=1,
        score=0.7,
        eligibility=Eligibility.ELIGIBLE,
        computed_at=NOW,
    )
    session.add(match)
    session.flush()
    decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
    application = create_application(session, [measure], call, now=NOW, requested=Decimal(90_000))
    terms = AwardTerms(date(2026, 11, 20), Decimal(90_000), FinancingType.SHARE, *PERIOD, ("anbest_gk_st",))
    record_award(session, application, terms, now=NOW, insist=True)
    lines = [
        PlanLine(PlanKind.COST, "Personal", 2027, Decimal(80_000)),
        PlanLine(PlanKind.COST, "Personal", 2028, Decimal(40_000)),
        *(
            PlanLine(PlanKind.GRANT, "Land", year, Decimal(amount), type=FinancingType.SHARE, rate=Decimal(75))
            for year, amount in ((2027, 60_000), (2028, 30_000))
        ),
    ]
    replace_plan(session, application, lines, now=NOW)
    return application


def funds(session: Session, today: date) -> list[AgendaEntry]:
    return [entry for entry in agenda(session, today, RULES) if entry.what is AgendaKind.FUNDS]


def told(session: Session, today: date) -> list[tuple[str, date | None]]:
    return [(str(entry.title), entry.due) for entry in funds(session, today)]


def test_the_steps_of_the_next_budget_year_and_what_lapses_stand_in_the_agenda(
    session: Session, awarded: Application
) -> None:
    months = [date(2027, month, 1) for month in (1, 3, 5, 7, 9, 11)]
    spent = ["01.03.2027", "01.05.2027", "01.07.2027", "01.09.2027", "01.11.2027", "01.01.2028"]
    assert told(session, date(2026, 12, 1)) == [
        (f"Mittel anfordern: 10.000,00 €, verwenden bis {by}", on) for on, by in zip(months, spent, strict=True)
    ]
    assert told(session, date(2027, 2, 1)) == [
        *(
            (f"Mittel anfordern: 12.000,00 €, verwenden bis {by}", on)
            for on, by in zip(months[1:], spent[1:], strict=True)
        ),
        ("Mittelverfall: 60.000,00 €", date(2027, 12, 31)),
    ]
    entry = funds(session, date(2027, 2, 1))[0]
    assert (entry.rule, entry.source) == ("draw_down", "ANBest-Gk Sachsen-Anhalt, Verwendung nach Auszahlung")
    assert entry.application_id == awarded.id


def test_what_came_is_neither_asked_for_nor_lapsing(session: Session, awarded: Application) -> None:
    record_payment(session, awarded, date(2027, 1, 5), Decimal(60_000), now=NOW, insist=True)
    found = told(session, date(2027, 2, 1))
    assert found[0] == ("Mittel anfordern: 5.000,00 €, verwenden bis 01.03.2028", date(2028, 1, 1))
    assert [on.year for _said, on in found if on] == [2028] * 6


def test_a_step_that_is_done_leaves_the_others_and_keeps_its_name_when_the_sum_changes(
    session: Session, awarded: Application
) -> None:
    before = [entry.uid for entry in funds(session, date(2027, 2, 1))]
    record_payment(session, awarded, date(2027, 2, 2), Decimal(12_000), now=NOW, insist=True)
    after = [entry.uid for entry in funds(session, date(2027, 3, 2))]
    assert (len(before), before[1:]) == (6, after)


def test_an_application_that_has_ended_asks_for_nothing(session: Session, awarded: Application) -> None:
    change_stage(session, awarded, ApplicationStage.LAPSED, now=NOW)
    assert told(session, date(2027, 2, 1)) == []


def test_calendars_get_the_dates_and_follow_when_the_sum_changes(
    session: Session, awarded: Application, tmp_path: Path
) -> None:
    changes = [refresh_events(session, funds(session, date(2027, 2, 1)), NOW, event_in_words)]
    record_payment(session, awarded, date(2027, 2, 2), Decimal(12_000), now=NOW, insist=True)
    changes.append(refresh_events(session, funds(session, date(2027, 2, 3)), NOW, event_in_words))
    write_calendar(session, tmp_path / "a.ics", date(2027, 2, 3), "Fristen")
    text = (tmp_path / "a.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert [(each.new, each.moved, each.cancelled) for each in changes] == [(6, 0, 0), (0, 6, 0)]
    assert "Mittelverfall: 48.000\\,00 €" in text
    assert "SEQUENCE:1" in text
