"""Pictures over the first screen: what they draw, the table of each, and that they can be read without colour."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from grants_db.applications.plan.entry import enter_line
from grants_db.applications.store import list_applications
from grants_db.financing_plan.by_year import over_years
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import FinancingType, PlanKind
from tests.tui.driving import painted, pressed
from tests.tui.pictures import Album
from tests.years_of_work import years_of_work
from tui.app.app import AkquiseApp
from tui.formatting import i18n
from tui.formatting.i18n import _
from tui.text.pictures.blocks import bar_of, stacked_bar
from tui.text.pictures.plans import parts_of
from tui.text.pictures.timeline import FIRST_SPAN, KINDS, SPANS, window_of

AppOn = Callable[..., AkquiseApp]
NARROW, WIDE = (80, 24), (140, 40)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Three years of work; read only."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('years') / 'akquise.db'}")
    years_of_work(engine)
    lines = [
        PlanLine(PlanKind.COST, "Personal", 2026, Decimal(60_000)),
        PlanLine(PlanKind.COST, "Personal", 2027, Decimal(30_000)),
        PlanLine(PlanKind.GRANT, "Programm", 2026, Decimal(45_000), type=FinancingType.FIXED),
        PlanLine(PlanKind.GRANT, "Programm", 2027, Decimal(35_000), type=FinancingType.FIXED),
        PlanLine(PlanKind.DONATION, "Spende", 2026, Decimal(5_000)),
    ]
    with writing(engine) as session:
        application = list_applications(session)[5]  # awarded for both years
        for line in lines:
            enter_line(session, application, line, now=datetime(2026, 11, 1, tzinfo=UTC), insist=True)
    return engine


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_kind_of_date_has_a_letter_of_its_own(language: str) -> None:
    i18n.use(language)
    letters = [_(kind)[0] for kind in KINDS]
    assert len(set(letters)) == len(KINDS)
    assert all(letter.isupper() for letter in letters)


def test_a_window_shows_today_and_goes_from_weeks_to_years() -> None:
    today = date(2026, 11, 24)
    for span, (_name, days) in enumerate(SPANS):
        window = window_of(today, span, 0, 60)
        assert (window.end - window.start).days == days - 1
        assert window.place(today) in (14, 15)
    later = window_of(today, FIRST_SPAN, 1, 60)
    assert later.start > window_of(today, FIRST_SPAN, 0, 60).start
    assert later.place(date(2020, 1, 1)) is None


@pytest.mark.parametrize("width", [8, 33, 80])
def test_bars_never_leave_their_width_and_show_whatever_is_there(width: int) -> None:
    assert bar_of(Decimal("0.01"), Decimal(1_000_000), "█", width).count("█") == 1
    assert bar_of(Decimal(5), Decimal(5), "█", width) == "█" * width
    assert bar_of(Decimal(0), Decimal(5), "█", width) == " " * width
    parts = [(Decimal(1), "█"), (Decimal(0), "▓"), (Decimal(999_998), "▒"), (Decimal(1), "░")]
    drawn = stacked_bar(parts, width)
    assert (len(drawn), drawn[0], drawn[-1], "▓" in drawn) == (width, "█", "░", False)


async def test_money_is_drawn_by_field_and_year_with_its_sums(years: Engine, app_on: AppOn) -> None:
    async with app_on(years).run_test(size=NARROW) as pilot:
        await pressed(pilot, "b")
        text = painted(pilot.app)
        assert "Bild 1 von 5: Geld je Handlungsfeld, alle Jahre" in text
        assert any("bewilligt   ▓▓" in line and "92.000 €" in line for line in text.splitlines())
        assert "1 Weltoffenheit: nichts" in text
        await pressed(pilot, "left")
        assert "Geld je Handlungsfeld, 2026" in painted(pilot.app)
        await pressed(pilot, "tab")
        text = painted(pilot.app)
        assert "Geld je Jahr, alle Handlungsfelder" in text
        assert [line for line in text.splitlines() if "beantragt" in line and line.rstrip(" │").endswith("?")]


async def test_each_picture_has_its_table_behind_a_key(years: Engine, app_on: AppOn) -> None:
    async with app_on(years).run_test(size=WIDE) as pilot:
        await pressed(pilot, "b", "w")
        for expected in ("102.000,00 €", "102.000,00 €", "39.675,32 €", "35.000,00 €", "30.04.2027"):
            assert expected in painted(pilot.app)
            assert "░░" not in painted(pilot.app)
            await pressed(pilot, "tab")
        await pressed(pilot, "w")
        assert "░░" in painted(pilot.app)
        await pressed(pilot, "escape")
        assert "Nächste Fristen" in painted(pilot.app)


async def test_a_plan_is_a_bar_for_each_year_by_who_pays(years: Engine, app_on: AppOn) -> None:
    async with app_on(years).run_test(size=NARROW) as pilot:
        await pressed(pilot, "b", "tab", "tab", "tab")
        lines = painted(pilot.app).splitlines()
        (first,) = [line for line in lines if "2026" in line and "60.000 €" in line]
        assert [first.count(sign) for sign in "█▓═▒"][3] == 0
        assert 2 * first.count("█") <= first.count("▓")
        assert first.count("═") >= 1


def test_a_year_that_others_pay_too_much_for_leaves_the_city_nothing_to_pay() -> None:
    lines = [
        PlanLine(PlanKind.COST, "Personal", 2026, Decimal(40_000)),
        PlanLine(PlanKind.GRANT, "Programm", 2026, Decimal(45_000), type=FinancingType.FIXED),
    ]
    (year,) = over_years(lines).years
    assert parts_of(year) == [0, 45_000, 0, 0, 0]


async def test_the_line_of_time_goes_from_weeks_to_years_with_today_marked(years: Engine, app_on: AppOn) -> None:
    async with app_on(years).run_test(size=WIDE) as pilot:
        await pressed(pilot, "b", "shift+tab")
        text = painted(pilot.app)
        assert "Zeitachse, ein Jahr: " in text
        lines = text.splitlines()
        now = next(line.index("▼") for line in lines if "▼ heute 24.11.2026" in line)
        (row,) = [line for line in lines if "6 Zusammen feiern" in line]
        assert row[now] == "│"
        assert "Z━" in row[now:]
        assert "M" in row[now:]  # what of its money lapses with the year
        await pressed(pilot, "plus")
        assert "Zeitachse, 13 Wochen: " in painted(pilot.app)
        await pressed(pilot, "minus", "minus", "minus", "minus")
        assert "Zeitachse, sechs Jahre: " in painted(pilot.app)
        await pressed(pilot, "right")
        assert "▼" not in painted(pilot.app)


async def test_a_city_without_money_or_dates_says_so(empty: Engine, app_on: AppOn) -> None:
    async with app_on(empty).run_test(size=NARROW) as pilot:
        await pressed(pilot, "b")
        for said in (
            "6 Verwaltung: nichts",
            "Noch ist nichts beantragt",
            "Von keiner Maßnahme sind die Kosten bekannt.",
            "Noch ist kein Finanzierungsplan eingetragen.",
            "In diesen Tagen liegt nichts.",
        ):
            assert said in painted(pilot.app)
            await pressed(pilot, "tab")


async def test_how_the_pictures_look(album: Album, app_on: AppOn, years: Engine) -> None:
    for language, theme in (("de", ()), ("en", ("t",))):
        async with album.opened(app_on(years, lang=language)) as pilot:
            await pressed(pilot, *theme, "b")
            for name in ("field", "year", "cover", "plans", "timeline"):
                await album.take(pilot, f"{name}-{language}-narrow", NARROW)
                await album.take(pilot, f"{name}-{language}-wide", WIDE)
                await pressed(pilot, "tab")
    assert album.changed == []
