"""The first screen and that of the sources: money, news, dates and the night, as they are and never better."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.applications.store import change_stage, create_application
from grants_db.measures.store import get_measure
from grants_db.models.source import CrawlRun
from grants_db.opportunities.runs import UNREAD_CANDIDATES
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import decide
from grants_db.storage.database import writing
from grants_db.vocabulary import ApplicationStage, DecisionKind, RunOutcome
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.jobs.source_health import source_rows
from tui.screens.sources import SourcesScreen
from tui.text.overview import sum_cell
from tui.text.source_panel import counts_line
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def more_nights(engine: Engine, *runs: CrawlRun) -> None:
    """Store further runs of a source."""
    with writing(engine) as session:
        session.add_all(runs)


def a_run(days: int, opportunities: int, outcome: RunOutcome = RunOutcome.OK, **values: object) -> CrawlRun:
    """A run of the portal of Land and Bund, so many days after the first night."""
    began = datetime(2026, 11, 24, 2, 15, tzinfo=UTC) + timedelta(days=days)
    return CrawlRun.model_validate(
        {
            "source_name": "foerderportal",
            "started_at": began,
            "finished_at": began + timedelta(seconds=125),
            "outcome": outcome,
            "opportunities": opportunities,
            **values,
        }
    )


async def test_the_first_visit_says_that_it_is_one(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        assert "Sie sind zum ersten Mal hier." in painted(app)


@pytest.mark.parametrize(("width", "shown"), [(80, "━━━ 260.000 €"), (140, "260.000,00 €  ━━━━━━━━━━")])
async def test_the_gap_of_a_field_is_a_sum_and_a_bar_at_every_width(
    city: Engine, app_on: AppOn, width: int, shown: str
) -> None:
    app = app_on(city)
    async with app.run_test(size=(width, 24)) as pilot:
        await pressed(pilot, "m")
        [line] = [line for line in painted(app).splitlines() if "4 Stadtteile" in line]
        assert shown in line


async def test_what_is_new_is_counted_with_the_key_that_leads_there(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city)
    app.context.since = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        text = painted(app)
        assert "Neu seit 23.11.2026 17:00" in text
        assert "9 neue Förderangebote  → 3" in text
        assert "5 neue Entscheidungen  → 8" in text  # whose they are is recorded nowhere
        assert "! Nicht alle Quellen haben geantwortet" in text


async def test_nothing_new_is_said_as_such(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city)
    app.context.since = NOW
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        assert "Nichts Neues." in painted(app)


async def test_money_applied_for_and_its_unknowns(decided_city: Engine, app_on: AppOn) -> None:
    with writing(decided_city) as session:
        calls = {call.external_id: call for call in list_opportunities(session)}
        for number, key, requested in (("2.1", "land/1", Decimal(9000)), ("3.1", "bund/1", None)):
            made = create_application(session, [get_measure(session, number)], calls[key], now=NOW, requested=requested)
            change_stage(session, made, ApplicationStage.SUBMITTED, now=NOW, override="lag schon vor")
    app = app_on(decided_city)
    async with app.run_test(size=(150, 40)) as pilot:
        await pressed(pilot, "m")
        text = painted(app)
        assert "Beantragt: 9.000,00 € in 2 Anträgen (1 ohne Summe)" in text
        [work] = [line for line in text.splitlines() if "3 Arbeit und Beruf" in line]
        assert work.split()[-3:-1] == ["?", "–"]


async def test_what_is_accepted_without_a_fixed_day_is_not_called_nothing(city: Engine, app_on: AppOn) -> None:
    with writing(city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "stiftung/1")
        decide(session, get_measure(session, "5.1"), call, DecisionKind.ACCEPTED, now=NOW)
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        assert "Noch ohne festen Tag, was angenommen ist: Taste 5" in painted(app)
        assert "Noch nichts angenommen." not in painted(app)


async def test_my_unit_s_dates_come_first(decided_city: Engine, app_on: AppOn) -> None:
    with writing(decided_city) as session:
        measure = get_measure(session, "2.1")
        measure.unit = get_measure(session, "4.1").unit
        session.add(measure)
    app = app_on(decided_city, unit="Stadtplanungsamt")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        text = painted(app)
        assert text.index("▸ 31.03.2027") < text.index("08.12.2026")


async def test_the_night_says_who_did_not_answer(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        text = painted(app)
        assert "heute, 24.11.2026 02:15" in text
        assert "4 Quellen gefragt · ✓ 2 vollständig" in text
        assert "✗ Portal mit Sperre" in text


async def test_a_night_that_did_not_run_never_looks_like_nothing_new(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    app.context.day = datetime(2026, 11, 27, tzinfo=UTC).date()
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        assert "! Diese Nacht lief nichts. Zuletzt: vor 3 Tagen" in painted(app)


async def test_a_failed_night_shows_its_errors_and_addresses(city: Engine, app_on: AppOn) -> None:
    error = {"url": "https://portal.example/x", "sentence": {"template": "[b]Zeitüberschreitung[/b]\x1b", "values": {}}}
    more_nights(city, a_run(1, 0, RunOutcome.FAILED, failed=1, errors=[error]))
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "6")
        text = painted(app)
        assert "✗ fehlgeschlagen" in text
        assert "Was fehlschlug" in text
        assert "[b]Zeitüberschreitung[/b]" in text
        assert "https://portal.example/x" in text
        assert "\x1b" not in text


async def test_a_source_s_runs_its_course_and_what_is_expected(city: Engine, app_on: AppOn) -> None:
    more_nights(city, *(a_run(days, count) for days, count in ((1, 10), (2, 12), (3, 20), (4, 9))))
    app = app_on(city)
    async with app.run_test(size=(200, 50)) as pilot:
        await pressed(pilot, "6")
        app.screen.query_one("#list").go_to("foerderportal")  # type: ignore[attr-defined] # a RowTable
        await pressed(pilot)
        text = painted(app)
        assert "zwischen 5 und 20 (5 Läufe)" in text
        assert "Erwartet: wenigstens 10, gelernt aus 4 vollständigen Läufen." in text
        assert "also zu wenige" in text
        assert "2:05" in text


@pytest.mark.parametrize(
    ("counts", "said"),
    [([], "Noch kein beendeter Lauf."), ([7], "▄  7 (1 Lauf)"), ([7, 7], "▄▄  immer 7 (2 Läufe)")],
)
def test_a_course_without_a_range_says_so(counts: list[int], said: str) -> None:
    assert counts_line(counts) == said


def test_a_sum_of_which_a_part_is_unknown_has_a_question_mark() -> None:
    from grants_db.dashboard.overview import Total

    found = [
        sum_cell(Total()),
        sum_cell(Total(1, unknown=1)),
        sum_cell(Total(2, Decimal(5), 1)),
        sum_cell(Total(1, Decimal(5))),
    ]
    assert found == ["–", "?", "5,00 € +?", "5,00 €"]


@pytest.mark.parametrize(("since_hours", "marked"), [(-12, {"Portal mit Sperre", "Aufrufe der EU"}), (1, set())])
async def test_a_source_that_brought_something_or_failed_is_marked(
    city: Engine, app_on: AppOn, since_hours: int, marked: set[str]
) -> None:
    with writing(city) as session:  # the night of the others brought nothing
        for run in session.exec(select(CrawlRun).where(col(CrawlRun.source_name).in_(("foerderportal", "stiftungen")))):
            run.new = run.changed = run.retired = 0
    app = app_on(city, since=NOW + timedelta(hours=since_hours), at="6")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        table = app.screen.query_one("#list", RowTable)
        names = [table.shown_at(row)[0].strip() for row in range(table.row_count)]
    assert {name.removeprefix("✱ ").partition(" (")[0] for name in names if name.startswith("✱")} == marked


async def test_enter_on_the_sum_goes_to_all_matches(city: Engine, app_on: Callable[..., AkquiseApp]) -> None:
    app = app_on(city)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "m", "end", "enter")
        assert app.current_mode == "matches"


async def test_a_source_names_what_it_could_not_read_apart_from_what_failed(city: Engine, app_on: AppOn) -> None:
    address = "https://stiftung.example/foerderung#garten"
    note = {"url": address, "sentence": UNREAD_CANDIDATES.as_json(), "page": "https://stiftung.example/foerderung"}
    more_nights(city, a_run(1, 9, errors=[note]))
    (row,) = [row for row in source_rows(city, NOW + timedelta(days=1)) if row.name == "foerderportal"]
    assert (row.unread, row.errors, row.as_json()["unread_pages"]) == ((address,), [], [address])
    app = app_on(city, at="6")
    async with app.run_test(size=(140, 60)) as pilot:
        await pressed(pilot)
        assert isinstance(app.screen, SourcesScreen)
        app.screen.show_details("foerderportal")
        await pressed(pilot)
        shown = painted(app)
    assert "Tage oder Summen, die nicht gelesen wurden" in shown
    assert "Was fehlschlug" not in shown
