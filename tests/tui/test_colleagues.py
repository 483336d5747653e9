"""Two work on one application: what a colleague did after one looked is told, with who and when, before it counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from textual.widgets import Input, OptionList

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.notes_documents_tasks import add_note
from grants_db.applications.payments import record_payment
from grants_db.applications.standing import set_funder_status
from grants_db.applications.store import change_stage, get_application
from grants_db.models.application import Application, Award, Payment
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, FunderStatus, ReasonCode
from tests.tui.driving import pressed, settled, told
from tests.tui.test_application_work import complaints, entering, typed
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen

AppOn = Callable[..., AkquiseApp]
SIZE = (100, 60)
LATER = datetime(2026, 11, 24, 9, 45, tzinfo=UTC)
TERMS = AwardTerms(
    notified_on=date(2026, 11, 24),
    amount=Decimal(7000),
    financing_type=FinancingType.SHARE,
    period_start=date(2026, 12, 1),
    period_end=date(2027, 6, 30),
)
Act = Callable[[Session, Application], object]


def colleague(engine: Engine, number: int, act: Act) -> None:
    """Somebody else's work on an application, meanwhile."""
    with writing(engine) as session:
        act(session, get_application(session, number))


def correcting(session: Session, application: Application) -> None:
    record_award(session, application, TERMS, now=LATER, by="Amt 99")


def paying(session: Session, application: Application) -> None:
    record_payment(session, application, date(2026, 11, 24), Decimal(2000), now=LATER, by="Amt 99")


def reviewing(session: Session, application: Application) -> None:
    change_stage(session, application, Stage.REVIEW, now=LATER, by="Amt 99")


def noting(session: Session, application: Application) -> None:
    add_note(session, application, "Rückruf am Freitag", now=LATER, by="Amt 99")


def amounts(engine: Engine, table: type[Award | Payment]) -> list[Decimal]:
    with reading(engine) as session:
        return list(session.exec(select(col(table.amount)).order_by(col(table.id))))


def stage_of(engine: Engine, number: int) -> Stage:
    with reading(engine) as session:
        return get_application(session, number).stage


def choose(app: AkquiseApp, words: str) -> None:
    """Put the cursor on the option of the form that holds these words."""
    options = app.screen.query(OptionList).first()
    options.highlighted = next(at for at, option in enumerate(options.options) if words in str(option.prompt))


async def test_a_second_award_is_not_entered_over_a_colleague_s_without_a_word(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=SIZE) as pilot:
        await entering(pilot, "award")
        colleague(applied_city, 2, correcting)
        await typed(pilot, "6500", "24.11.2026", "", "1.12.2026-1.12.2027", "")
        said = "An Antrag 2 hat inzwischen jemand gearbeitet (Amt 99): „Geänderter Bescheid Nr. 2 über 7.000 €.“, "
        assert said + "24.11.2026, 09:45 Uhr." in complaints(app)
        assert amounts(applied_city, Award) == [Decimal(8000), Decimal(7000)]
        assert app.screen.query(Input).first().value == "6500"
        await pressed(pilot, "ctrl+s")
        assert not isinstance(app.screen, FormScreen)
    assert amounts(applied_city, Award) == [Decimal(8000), Decimal(7000), Decimal(6500)]


async def test_a_payment_that_a_colleague_has_entered_is_not_entered_twice(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=SIZE) as pilot:
        await entering(pilot, "payment")
        colleague(applied_city, 2, paying)
        await typed(pilot, "2000", "24.11.2026")
        assert "(Amt 99): „Auszahlung von 2.000 €.“" in complaints(app)
        await pressed(pilot, "escape")
    assert amounts(applied_city, Payment) == [Decimal(2000)]


async def test_a_stage_that_a_colleague_has_changed_is_told_before_it_is_changed_again(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "end", "s")
        colleague(applied_city, 3, reviewing)
        choose(app, "zurückgestellt")
        await pressed(pilot, "ctrl+s")
        assert "(Amt 99): „Stand: Idee → Prüfung“, 24.11.2026, 09:45 Uhr." in complaints(app)
        assert stage_of(applied_city, 3) is Stage.REVIEW
        await pressed(pilot, "ctrl+s")
    assert stage_of(applied_city, 3) is Stage.DEFERRED


async def test_a_reason_not_to_pursue_is_kept_while_a_colleague_s_change_is_told(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "end", "s")
        choose(app, "nicht verfolgt")
        await pressed(pilot, "ctrl+s")
        colleague(applied_city, 3, reviewing)
        await pressed(pilot, "down", "down", "tab", *"kein Geld", "enter")
        assert "(Amt 99): „Stand: Idee → Prüfung“" in told(app)
        assert stage_of(applied_city, 3) is Stage.REVIEW
        assert app.screen.query_one(Input).value == "kein Geld"
        await pressed(pilot, "enter")
    with reading(applied_city) as session:
        assert get_application(session, 3).exit_reason is ReasonCode.OWN_CONTRIBUTION


async def test_a_colleague_s_note_is_in_nobody_s_way(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=SIZE) as pilot:
        await entering(pilot, "payment")
        colleague(applied_city, 2, noting)
        await typed(pilot, "2000", "24.11.2026")
        assert not isinstance(app.screen, FormScreen)
    assert amounts(applied_city, Payment) == [Decimal(2000)]


async def test_a_note_stands_beside_what_a_colleague_has_done(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "end", "n")
        await settled(pilot)
        assert isinstance(app.screen, FormScreen)
        colleague(applied_city, 3, reviewing)
        await typed(pilot, "Ortstermin")
        assert not isinstance(app.screen, FormScreen)


@pytest.mark.parametrize("lang", ["de", "en"])
async def test_it_is_told_in_the_language_in_use(applied_city: Engine, app_on: AppOn, lang: str) -> None:
    app = app_on(applied_city, lang=lang)
    async with app.run_test(size=SIZE) as pilot:
        await entering(pilot, "payment")
        colleague(
            applied_city, 2, lambda session, one: set_funder_status(session, one, FunderStatus.AUDITED, now=LATER)
        )
        await typed(pilot, "2000", "24.11.2026")
        word = {"de": "jemand gearbeitet: „Beim Zuwendungsgeber", "en": "application 2: “At the funder"}
        assert word[lang] in complaints(app)
