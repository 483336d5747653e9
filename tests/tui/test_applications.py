"""Applications, dates and decisions on screen: what is shown, what the keys do, what is refused in one sentence."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input, OptionList, Static

from grants_db.applications.history import history
from grants_db.applications.notes_documents_tasks import add_note, documents_of, tasks_of
from grants_db.applications.store import get_application, list_applications
from grants_db.models.application import Application, Task
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FunderStatus
from tests.tui.driving import painted, pressed, settled
from tests.tui.pictures import Album
from tui.app.app import AkquiseApp
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NARROW, WIDE = (80, 24), (140, 40)
#: pictures, and the keys that lead there from the one before
LOOKS = {
    "applications": ("7", "down"),
    "award": ("plus", "enter"),
    "stage": ("escape", "up", "s"),
    "board": ("escape", "m", "right"),
    "month": ("5", "m", "n"),
    "ledger": ("8", "down"),
}


def column(app: AkquiseApp, number: int) -> list[str]:
    table = app.screen.query_one("#list", RowTable)
    return [table.shown_at(row)[number].strip() for row in range(table.row_count)]


def the_first(engine: Engine) -> Application:
    with reading(engine) as session:
        return get_application(session, 1)


async def test_both_stages_of_every_application_are_in_the_list(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert column(app, 1) == ["Idee", "bewilligt", "Idee"]
        assert column(app, 2) == ["nichts eingereicht", "Bescheid erteilt", "nichts eingereicht"]


async def test_a_contract_made_too_early_is_said_first(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=(140, 80)) as pilot:
        await settled(pilot)
        text = painted(app)
        assert "! Ein Vertrag am 20.11.2026" in text
        assert "Kostenplan [bold]abstimmen[/bold]" in text


async def test_an_obligation_shows_rule_and_stated_date_with_their_marks(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=(200, 60)) as pilot:
        await pressed(pilot, "down")
        text = " ".join(painted(app).split())
        assert "● 31.03.2027" in text
        assert "Nr. 4 des Bescheids" in text
        assert "◇ 30.06.2028" in text
        assert "(nachrangig)" in text
        assert "6.1 ·" in text
        assert " · prüfen" in text  # that a date moves to a working day


async def test_the_next_stage_is_chosen_and_stands_in_the_history(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "s", "enter")
    assert the_first(applied_city).stage is Stage.REVIEW


async def test_a_stage_out_of_order_needs_words(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "s")
        options = app.screen.query_one(OptionList)
        place = next(at for at, option in enumerate(options.options) if "Antrag gestellt" in str(option.prompt))
        assert "(mit den Schritten davor)" in str(options.options[place].prompt)
        options.highlighted = place
        await pressed(pilot, "enter")
        refused = str(app.screen.query_one("#refused", Static).content)
        assert "Davor steht Prüfung, Freigabe. Eine Ausnahme braucht eine Begründung" in refused
        assert the_first(applied_city).stage is Stage.IDEA
        assert app.screen.query_one(OptionList).highlighted == place
        app.screen.query(Input).last().value = "lag schon vor"
        await pressed(pilot, "tab", "tab", "enter")
    assert the_first(applied_city).stage is Stage.SUBMITTED


async def test_not_pursuing_asks_for_the_reason(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "s")
        options = app.screen.query_one(OptionList)
        options.highlighted = next(at for at, one in enumerate(options.options) if "nicht verfolgt" in str(one.prompt))
        await pressed(pilot, "enter", "3")
    assert the_first(applied_city).stage is Stage.NOT_PURSUED
    assert the_first(applied_city).exit_reason == "staff_capacity"


async def test_the_funder_s_status_is_a_field_of_its_own(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "z", "down", "enter")
    first = the_first(applied_city)
    assert (first.stage, first.funder_status) == (Stage.IDEA, FunderStatus.INVITED)


async def test_notes_and_tasks_are_added_and_a_task_is_done(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await pressed(
            pilot, "7", "n", *"Anruf", "enter", "a", "tab", *"Plan", "enter", *"5.12.2026", "enter", "e", "enter"
        )
    with reading(applied_city) as session:
        application = get_application(session, 1)
        assert [entry.what for entry in history(session, application)][-3:] == ["note", "task", "task"]
        assert [(task.title, task.due, task.done_on is not None) for task in tasks_of(session, application)] == [
            ("Kostenplan [bold]abstimmen[/bold]", date(2026, 11, 30), True),
            ("Plan", date(2026, 12, 5), False),
        ]
        assert documents_of(session, application) == []


async def test_a_day_that_is_none_is_said_at_its_line_and_nothing_typed_is_lost(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "a", "tab", *"Plan", "enter", *"30.2.2027", "enter")
        assert "„30.2.2027“ ist kein Tag" in painted(app)
        assert [line.value for line in app.screen.query(Input)] == ["Plan", "30.2.2027"]
    with reading(applied_city) as session:
        assert len(session.exec(select(Task)).all()) == 1


async def test_escape_writes_nothing(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "n", *"Anruf", "escape")
    with reading(applied_city) as session:
        assert "note" not in [entry.what for entry in history(session, get_application(session, 1))]


async def test_the_month_tells_stated_and_derived_dates_apart(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "home", "m")
        while "März 2027" not in painted(app):
            await pressed(pilot, "n")
        text = painted(app)
        assert "31 ●" in text
        assert "22 ◇" in text  # signed five working days before; Good Friday and Easter Monday are none
        await pressed(pilot, "m")
        assert app.screen.query_one("#list").display


async def test_the_ledger_answers_why_not(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "w")
        assert column(app, 2) == ["✗ Eigenanteil"]
        assert "Fassung des Aufrufs" in painted(app)
        await pressed(pilot, "w")
        assert len(column(app, 3)) == 5


async def test_every_key_of_the_applications_is_in_the_footer_at_80_columns(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        text = painted(app)
    for name in (
        "s Stand",
        "z Zuwendungsgeber",
        "a Aufgabe",
        "e Erledigt",
        "n Notiz",
        "m Tafel",
        "+ Eintragen",
        "b Berichtigen",
        "u Zurücknehmen",
        "D Drucken",
    ):
        assert name in text


async def test_how_it_looks(album: Album, app_on: AppOn, applied_city: Engine) -> None:
    async with album.opened(app_on(applied_city)) as pilot:
        for name, keys in LOOKS.items():
            await pressed(pilot, *keys)
            for width, size in (("narrow", NARROW), ("wide", WIDE)):
                await album.take(pilot, f"{name}-{width}", size)
    assert album.changed == []


async def test_an_application_that_something_happened_to_is_marked(applied_city: Engine, app_on: AppOn) -> None:
    with writing(applied_city) as session:
        add_note(session, list_applications(session)[2], "Die Stiftung hat angerufen.", now=NOW + timedelta(hours=2))
    app = app_on(applied_city, since=NOW + timedelta(hours=1), at="7")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        table = app.screen.query_one("#list", RowTable)
        marked = [table.shown_at(row)[0].strip() for row in range(3) if "✱" in table.shown_at(row)[3]]
        assert marked == ["3"]
        await pressed(pilot, "m")
        assert "✱ 3 Miteinander" in painted(app)
