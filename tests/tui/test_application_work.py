"""What one enters for applications on screen: forms with good and bad input."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Engine
from sqlmodel import select
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from grants_db.applications.store import change_stage, get_application
from grants_db.measures.store import get_measure
from grants_db.models.application import Award, Document, Payment, StatedDateRow
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, FunderStatus, ObligationKind
from tests.tui.driving import pressed, settled, told
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen
from tui.widgets.panel import Panel
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NARROW, HIGH = (80, 24), (200, 90)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ENTRIES = [
    "award",
    "payment",
    "repayment",
    "document",
    "checklist",
    "contract",
    "consent",
    "stated",
    "purpose",
    "plan",
    "from_file",
    "no_award",
]


async def entering(pilot: Pilot[None], what: str, application: int = 2) -> None:
    """Open the form of one thing to enter for an application."""
    await pressed(pilot, "7", *["down"] * (application - 1), "plus")
    pilot.app.screen.query_one(OptionList).highlighted = ENTRIES.index(what)
    await pressed(pilot, "enter")
    assert isinstance(pilot.app.screen, FormScreen)


async def typed(pilot: Pilot[None], *lines: str) -> None:
    """Fill the form's lines as if typed, then take all."""
    for widget, text in zip(pilot.app.screen.query(Input), lines, strict=True):
        widget.value = text
    await pressed(pilot, "ctrl+s")


def painted(app: AkquiseApp) -> str:
    """All text on the screen as words."""
    lines = [strip.text for strip in app.screen._compositor.render_strips()]  # as a terminal would get it
    return " ".join(" ".join(lines).split())


def in_panel(app: AkquiseApp) -> str:
    """The text of the panel beside the list as words; on a wide screen the list's rows stand left of it."""
    place = app.screen.query_one("#details", Panel).region
    strips = app.screen._compositor.render_strips()[place.y : place.bottom]
    lines = [strip.crop(place.x, place.right).text.strip("│ ") for strip in strips]
    return " ".join(" ".join(lines).split())


def complaints(app: AkquiseApp) -> str:
    """What the form says is wrong."""
    return " ".join(str(text.content) for text in app.screen.query(".wrong, #refused").results(Static))


def stored(engine: Engine, table: type) -> list[object]:
    with reading(engine) as session:
        return list(session.exec(select(table)).all())


async def test_an_award_is_entered_with_its_conditions(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=NARROW) as pilot:
        await entering(pilot, "award")
        financing, regimes, _places, _instructions = app.screen.query(OptionList)
        financing.highlighted = list(FinancingType).index(FinancingType.FIXED)
        regimes.focus()
        await pressed(pilot, "space", "down", "down", "space")
        await typed(pilot, "7.500,50", "24.11.2026", "", "1.12.2026 bis 30.6.2027", "")
        assert not isinstance(app.screen, FormScreen)
    award = [one for one in stored(applied_city, Award) if isinstance(one, Award)][-1]
    assert (award.number, award.amount, award.financing_type) == (2, Decimal("7500.50"), FinancingType.FIXED)
    assert award.regimes == ["anbest_gk_bund", "anbest_p_bund"]
    assert (award.period_start, award.period_end) == (date(2026, 12, 1), date(2027, 6, 30))


async def test_what_is_wrong_is_said_at_each_line_and_nothing_typed_is_lost(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=(100, 60)) as pilot:
        await entering(pilot, "award")
        await typed(pilot, "viel", "", "", "31.2.2027", "")
        text = complaints(app)
        assert "„viel“ ist keine Summe in Euro" in text
        assert "„31.2.2027“ ist kein Zeitraum" in text
        assert "zur Post" not in text  # when it was told is asked once the lines can be read
        lines = list(app.screen.query(Input))
        assert [line.value for line in lines] == ["viel", "", "", "31.2.2027", ""]
        assert app.focused is lines[0]
        lines[0].value = "8000"
        await settled(pilot)
        assert "keine Summe" not in complaints(app)
        await typed(pilot, "8000", "", "", "1.2.2027-3.3.2027", "")
        assert "wann der Bescheid bekannt gegeben oder zur Post gegeben wurde" in complaints(app)
    assert len(stored(applied_city, Award)) == 1


async def test_a_refusal_of_the_database_s_rules_stays_in_the_form(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=(100, 60)) as pilot:
        await entering(pilot, "award")
        await typed(pilot, "8000", "24.11.2026", "", "1.12.2026-1.11.2026", "")
        assert "endet am 01.11.2026, vor seinem Beginn am 01.12.2026" in complaints(app)
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, FormScreen)
    assert len(stored(applied_city, Award)) == 1


async def test_what_must_come_first_is_entered_on_the_way(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "home", "plus")
        assert "Bescheid, auch einen geänderten (trägt auch den Antrag als" in painted(app)
        assert "gestellt ein)" in painted(app)  # on a line of its own, not cut off
        assert "Auszahlung (zuerst der Bescheid)" in painted(app)
        await pressed(pilot, *["down"] * ENTRIES.index("no_award"), "enter")
        assert complaints(app).strip() == "↑ Es gibt keinen Bescheid."
        app.screen.query_one(OptionList).highlighted = ENTRIES.index("payment")
        await pressed(pilot, "enter")
        assert "danach: Auszahlung" in painted(app)
        await typed(pilot, "1.10.26", "9.000", "20.11.26", "", "2027", "")
        assert "Auszahlung" in painted(app)
        await typed(pilot, "1.000", "23.11.26")
        shown = in_panel(app)
        assert "Unser Stand bewilligt Beim Zuwendungsgeber Bescheid erteilt" in shown
        assert "noch abrufbar 8.000,00 €" in shown
        await pressed(pilot, "u")
        assert told(app) == "Zurückgenommen: Auszahlung von 1.000,00 €."
        await pressed(pilot, "u")
        assert "Unser Stand Idee Beim Zuwendungsgeber nichts eingereicht" in in_panel(app)
    [payments, awards] = [stored(applied_city, table) for table in (Payment, Award)]
    assert (payments, len(awards)) == ([], 1)


async def test_awarded_without_an_award_asks_for_it_on_either_side(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=(200, 90)) as pilot:
        await pressed(pilot, "home", "s")
        app.screen.query_one(OptionList).highlighted = 3 + list(Stage).index(Stage.AWARDED) - 2
        await pressed(pilot, "enter")
        assert "Bewilligte Summe" in painted(app)
        await pressed(pilot, "escape", "z")
        app.screen.query_one(OptionList).highlighted = list(FunderStatus).index(FunderStatus.GRANTED) - 1
        await pressed(pilot, "enter")
        assert "darin?" in painted(app)  # the end of a question too long for one line
        await typed(pilot, "1.10.26", "9.000", "20.11.26", "", "01.12.2026-30.11.2027", "")
        assert "Unser Stand bewilligt Beim Zuwendungsgeber Bescheid erteilt" in in_panel(app)


async def test_a_step_that_was_left_out_is_offered_and_entered_with_it(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "end", "s")
        options = app.screen.query_one(OptionList)
        names = [str(options.get_option_at_index(number).prompt) for number in range(options.option_count)]
        options.highlighted = next(at for at, name in enumerate(names) if "Antrag gestellt" in name)
        await typed(pilot, "1.10.26", "")
        assert "Davor steht Prüfung, Freigabe" in complaints(app)
        assert "^S: Prüfung, Freigabe am selben Tag eintragen und weiter." in complaints(app)
        assert [line.value for line in app.screen.query(Input)] == ["1.10.26", ""]
        await pressed(pilot, "ctrl+s")
        assert "01.10.2026 09:30 Stand: Freigabe → Antrag gestellt" in in_panel(app)
        await pressed(pilot, "u")
        assert "Unser Stand Idee" in in_panel(app)
        rows = app.screen.query_one(RowTable).row_count
        await pressed(pilot, "u")
        assert told(app).startswith("Zurückgenommen: Antrag angelegt für ")
        assert app.screen.query_one(RowTable).row_count == rows - 1


async def test_everything_entered_is_corrected_or_deleted_with_b(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "payment")
        await typed(pilot, "2.000,00", "23.11.2026")
        await pressed(pilot, "b")
        options = app.screen.query_one(OptionList)
        names = [str(options.get_option_at_index(number).prompt) for number in range(options.option_count)]
        assert [name.removeprefix("◉ ").removeprefix("○ ").split(":")[0] for name in names] == [
            *("Antrag", "Bescheid", "Auszahlung", "Stand", "Stand", "Stand")
        ]
        await pressed(pilot, "down", "enter")
        assert [line.value for line in app.screen.query(Input)] == [
            *("8.000,00", "23.11.2026", "", "01.12.2026 - 30.06.2027", "31.03.2027")
        ]
        await typed(pilot, "8.500", "22.11.2026", "", "1.12.26 bis 31.12.27", "31.3.28")
        assert "Bescheid Nr. 1 berichtigt: 8.500,00 € vom 22.11.2026" in in_panel(app)
        await pressed(pilot, "b", "down", "down", "enter")
        await typed(pilot, "2.100", "23.11.2026")
        assert "Auszahlung berichtigt: 2.100,00 € am 23.11.2026, vorher 2.000,00 € am 23.11.2026." in in_panel(app)
        await pressed(pilot, "b", "down", "down", "enter")
        app.screen.query(OptionList).last().highlighted = 1
        await pressed(pilot, "ctrl+s")
        assert "Auszahlung von 2.100,00 € entfernt: ein Versehen." in in_panel(app)
    assert stored(applied_city, Payment) == []
    [award] = stored(applied_city, Award)
    assert isinstance(award, Award)
    assert (award.amount, award.period_end, award.regimes) == (
        *(Decimal(8500), date(2027, 12, 31), ["anbest_gk_bund", "nabf_bund"]),
    )


async def test_a_payment_is_entered_and_its_day_to_spend_it_follows(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "payment")
        assert [line.value for line in app.screen.query(Input)] == ["", "24.11.2026"]
        await typed(pilot, "2.000,00", "25.11.2026")
        assert "Der 25.11.2026 liegt in der Zukunft. Stimmt es doch, trägt ^S es ein." in complaints(app)
        await typed(pilot, "2.000,00", "24.11.2026")
        text = painted(app)
        assert "24.11.2026 2.000,00 € · verwenden bis 24.01.2027" in text
        assert "noch abrufbar 6.000,00 €" in text
    [payment] = stored(applied_city, Payment)
    assert isinstance(payment, Payment)
    assert (payment.amount, payment.received_on) == (Decimal(2000), date(2026, 11, 24))


async def test_a_payment_of_nothing_is_refused(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "payment")
        await typed(pilot, "0", "25.11.2026")
        assert "größer als 0 €" in complaints(app)
    assert stored(applied_city, Payment) == []


async def test_an_award_names_the_authority_s_land_and_a_report_without_a_rule_stands_undated(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "award")
        *_others, places, _instructions = app.screen.query(OptionList)
        offered = [str(places.get_option_at_index(number).prompt) for number in range(places.option_count)]
        assert "Sachsen-Anhalt" in offered[0]
        places.highlighted = next(number for number, name in enumerate(offered) if "Berlin" in name)
        await typed(pilot, "7.500", "24.11.2026", "", "1.12.2026 bis 30.6.2027", "")
        assert "Behörde in Berlin" in painted(app)
        assert "Verwendungsnachweis · Verwendungsnachweis nach dem Bescheid" in painted(app)
        assert "Laut Bescheid, kein Tag bekannt; bitte eintragen." in painted(app)
        await pressed(pilot, "5")
        table = app.screen.query_one("#list", RowTable)
        rows = [" ".join(table.shown_at(row)) for row in range(table.row_count)]
        assert any("im Bescheid" in row and "Verwendungsnachweis" in row for row in rows)
    award = [one for one in stored(applied_city, Award) if isinstance(one, Award)][-1]
    assert award.place == "DE-BE"


async def test_more_paid_than_awarded_is_asked_back_and_may_be_insisted_on(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "payment")
        await typed(pilot, "8.000,01", "25.11.2026")
        assert "Ausgezahlt wären dann 8.000,01 €, bewilligt sind 8.000,00 €." in complaints(app)
        await typed(pilot, "9.000", "25.11.2026")  # another sum: asked again
        assert "Ausgezahlt wären dann 9.000,00 €" in complaints(app)
        assert stored(applied_city, Payment) == []
        await pressed(pilot, "ctrl+s")
        assert "zu viel ausgezahlt 1.000,00 €" in painted(app)
    [payment] = stored(applied_city, Payment)
    assert isinstance(payment, Payment)
    assert payment.amount == Decimal(9000)


async def test_an_award_that_the_measures_file_holds_already_counts_once(applied_city: Engine, app_on: AppOn) -> None:
    with writing(applied_city) as session:
        application = get_application(session, 1)
        application.requested = Decimal("32000.50")
        change_stage(session, application, Stage.SUBMITTED, now=NOW, override="lag schon vor")
        before = get_measure(session, "2.1").gap
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "award", application=1)
        asked = [str(one.content) for one in app.screen.query(".label").results(Static)]
        assert asked[-1] == "Laut Maßnahmendatei sind 32.000,50 € gesichert. Steckt diese Summe darin?"
        await typed(pilot, "32.000,50", "24.11.2026", "", "1.12.2026 bis 30.6.2027", "")
        assert "Sind die 32.000,50 € dieses Bescheids darin" in complaints(app)  # as large: asked back
        app.screen.query(OptionList).last().highlighted = 1
        await pressed(pilot, "ctrl+s")
        assert not isinstance(app.screen, FormScreen)
    with reading(applied_city) as session:
        assert get_measure(session, "2.1").gap == before


async def test_an_award_that_was_a_slip_is_removed(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "no_award")
        assert "Bescheid Nr. 1 über 8.000,00 € entfernen" in painted(app)
        await pressed(pilot, "enter")
        assert "Unser Stand Antrag gestellt" in painted(app)
        assert "Bescheid Nr. 1 über 8.000,00 € entfernt: ein Versehen." in painted(app)
    assert stored(applied_city, Award) == []
    with reading(applied_city) as session:
        assert get_measure(session, "3.1").gap == Decimal(95000)


async def test_a_document_needs_an_address_that_opens(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "document")
        for address in ("akten/1", "javascript:alert(1)", "file:///etc/passwd", "https://a b"):
            await typed(pilot, "Antrag", address)
            assert f"„{address}“ ist kein Verweis, der sich öffnen lässt" in complaints(app)
        await typed(pilot, "Antrag", "https://akten.example/1")
    [document] = stored(applied_city, Document)
    assert isinstance(document, Document)
    assert (document.title, document.link) == ("Antrag", "https://akten.example/1")


async def test_contract_and_consent_are_entered_and_what_is_endangered_is_said(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "consent", application=1)
        await typed(pilot, "19.11.2026")
        assert "! Ein Vertrag" not in painted(app)
        await pressed(pilot, "plus", *["down"] * ENTRIES.index("contract"), "enter")
        await typed(pilot, "18.11.2026")
        assert "! Ein Vertrag am 18.11.2026" in painted(app)
    with reading(applied_city) as session:
        first = get_application(session, 1)
    assert (first.contract_on, first.consent_on) == (date(2026, 11, 18), date(2026, 11, 19))


async def test_a_stated_date_leads(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "stated")
        kinds, origins = app.screen.query(OptionList)
        kinds.highlighted = list(ObligationKind).index(ObligationKind.PURPOSE_BINDING)
        origins.highlighted = 1
        await typed(pilot, "31.12.2031", "Nr. 7")
    rows = [one for one in stored(applied_city, StatedDateRow) if isinstance(one, StatedDateRow)]
    last = rows[-1]
    assert (last.obligation, last.due, last.origin, last.provision) == (
        ObligationKind.PURPOSE_BINDING,
        date(2031, 12, 31),
        "guideline",
        "Nr. 7",
    )


async def test_the_purpose_fulfilled_before_the_period_is_refused(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await entering(pilot, "purpose")
        await typed(pilot, "24.11.2026")
        assert "liegt vor dem Bewilligungszeitraum" in complaints(app)
        await typed(pilot, "1.6.2027")
    award = stored(applied_city, Award)[-1]
    assert isinstance(award, Award)
    assert award.purpose_fulfilled_on == date(2027, 6, 1)


async def test_an_obligation_is_chosen_among_what_is_open(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "down", "e")
        options = app.screen.query_one(OptionList)
        names = [str(option.prompt) for option in options.options]
        place = next(number for number, name in enumerate(names, 1) if "31.03.2027 Verwendungsnachweis" in name)
        await pressed(pilot, str(place))
        assert "✓ 31.03.2027" in painted(app)


async def test_escape_does_not_claim_to_hold_back_what_is_being_written(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=NARROW) as pilot:
        await entering(pilot, "consent")
        for widget in app.screen.query(Input):
            widget.value = "24.11.2026"
        with writing(applied_city) as session:
            session.connection()  # the write lock, as a nightly run holds it
            await pilot.press("ctrl+s", "escape")
            await pilot.pause()
            assert isinstance(app.screen, FormScreen)
        await settled(pilot)
        assert not isinstance(app.screen, FormScreen)
