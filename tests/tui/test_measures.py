"""Measures as a tree: folding by keys and mouse, sums and bars, what is unknown, filters that last, details."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.widgets import Input, Static

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.store import change_stage, create_application
from grants_db.dashboard.details import measure_rows
from grants_db.dashboard.measure import measure_file
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.opportunities.store import list_opportunities
from grants_db.settings import Settings
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import ApplicationStage, FinancingType
from tests.tui.driving import painted, pressed, settled
from tests.tui.pictures import Album
from tui.app.app import AkquiseApp
from tui.formatting import i18n
from tui.state.context import AppContext
from tui.state.user_state import Memory
from tui.text.measure_tree import FEW, funding_bar, grown, sum_of_gaps, total
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NARROW, WIDE = (80, 24), (140, 40)
HOSTILE = "[bold]fett[/bold] \x1b[31m\u202e助成金 " + "sehr lange Maßnahme " * 30


@pytest.fixture
def big_city(empty: Engine) -> Engine:
    """More measures than are unfolded at first, in three goals of two fields, for three units."""
    with writing(empty) as session:
        upsert_measures(
            session,
            [
                MeasureRecord(
                    number=f"{field}.{at}",
                    action_field=field,
                    title=f"Maßnahme {at}",
                    goal=f"Ziel {at % 3}" if at > 2 else "",
                    unit=f"Amt {at % 3}",
                    cost=Decimal(1000) if at % 5 else None,
                    secured=Decimal(250) if at % 2 else None,
                )
                for field in (1, 2)
                for at in range(1, FEW)
            ],
        )
    return empty


@pytest.fixture
def remembering(tmp_path: Path) -> Callable[..., AkquiseApp]:
    """Builds the app with a memory that lasts from one app to the next."""
    file = tmp_path / "memory.json"

    def build(engine: Engine, **settings: str) -> AkquiseApp:
        configured = Settings(database_url="sqlite://", **settings)
        i18n.use(configured.lang)
        return AkquiseApp(AppContext(engine, configured, TODAY, clock=lambda: NOW, memory=Memory(file)))

    return build


def details(app: AkquiseApp) -> str:
    """The details as one line of words."""
    return " ".join(part.strip("│╭╮╰╯ ") for line in painted(app).splitlines() for part in line.split("││")[1:])


def column(app: AkquiseApp, number: int = 0) -> list[str]:
    table = app.screen.query_one("#list", RowTable)
    return [table.shown_at(row)[number].rstrip() for row in range(table.row_count)]


def chips(app: AkquiseApp) -> str:
    return str(app.screen.query_one("#chip-text", Static).content)


async def test_the_tree_shows_field_goal_and_measure_indented(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert column(app)[:4] == [
            "− 1 Weltoffenheit (2)",
            "  − Alle finden ein passendes Angebot (2)",
            "    1.1 Anlaufstelle für Betroffene von Di…",
            "    1.2 Woche der Vielfalt",
        ]


async def test_cost_is_one_bar_and_what_is_unknown_is_no_nought(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        cells = zip(column(app), column(app, 1), column(app, 2), strict=True)
        rows = {title.split()[0]: (bar, gap) for title, bar, gap in cells}
        assert (rows["1.1"][0], rows["1.1"][1].strip()) == ("━━╌╌╌╌╌╌╌╌", "140.000,00 €")
        assert (rows["1.2"][0], rows["1.2"][1].strip()) == ("━━━━━━━━━━", "0,00 €")
        assert [part.strip() for part in rows["2.2"]] == ["unbekannt", "unbekannt"]


@pytest.mark.parametrize(
    ("secured", "gap", "expected"),
    [(1, 999, "━╌╌╌"), (999, 1, "━━━╌"), (0, 5, "╌╌╌╌"), (5, 0, "━━━━"), (0, 0, "━━━━"), (2, 2, "━━╌╌")],
)
def test_whatever_there_is_shows_in_the_bar(secured: int, gap: int, expected: str) -> None:
    assert funding_bar(Decimal(secured), Decimal(gap), 4) == expected


def test_sums_say_at_least_where_a_cost_is_unknown(city: Engine) -> None:
    with reading(city) as session:
        rows = measure_rows(session)
    of_field = {branch.key: branch.sums for branch in grown(rows, "")}
    assert sum_of_gaps(of_field["field:2"]) == "≥ 95.999,50 €"
    assert sum_of_gaps(of_field["field:1"]) == "140.000,00 €"
    assert sum_of_gaps(total([row for row in rows if row.cost is None])) == "unbekannt"


async def test_keys_fold_and_unfold(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "left")
        assert column(app)[:2] == ["+ 1 Weltoffenheit (2)", "− 2 Spracherwerb (2)"]
        await pressed(pilot, "right")
        assert column(app)[1].strip().startswith("− Alle")
        await pressed(pilot, "right", "enter")
        assert column(app)[1:3] == ["  + Alle finden ein passendes Angebot (2)", "− 2 Spracherwerb (2)"]
        await pressed(pilot, "enter", "down", "down", "left")
        assert app.screen.query_one("#list", RowTable).current_key == "goal:1"
        await pressed(pilot, "a")
        assert len(column(app)) == 6
        await pressed(pilot, "a")
        assert len(column(app)) == 20


async def test_one_click_folds_a_field(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.click("#list", offset=(5, 6))  # frame, heading, four lines of the first field
        await settled(pilot)
        assert "+ 2 Spracherwerb (2)" in column(app)
        await pilot.click("#list", offset=(5, 6))
        await settled(pilot)
        assert "− 2 Spracherwerb (2)" in column(app)


async def test_many_measures_come_folded_and_one_key_unfolds_them(big_city: Engine, app_on: AppOn) -> None:
    app = app_on(big_city, at="4")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert len([cell for cell in column(app) if cell.startswith("  + Ziel")]) == 6
        assert len(column(app)) == 2 + 6 + 4  # and two measures without a goal in each field
        await pressed(pilot, "a")
        assert len(column(app)) == 2 + 6 + 2 * (FEW - 1)


async def test_a_unit_s_own_come_first_unfolded_and_marked(big_city: Engine, app_on: AppOn) -> None:
    with writing(big_city) as session:
        upsert_measures(session, [MeasureRecord(number="2.99", action_field=2, title="Unsere", unit="Eigenes Amt")])
    app = app_on(big_city, unit="Eigenes Amt", at="4")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert column(app)[0].startswith("− ▸ 2 Spracherwerb")
        assert column(app)[4].strip() == "▸ 2.99 Unsere"
        assert column(app)[-1].startswith("+ 1 Weltoffenheit")


async def test_words_unfold_what_they_find_and_x_shows_all_again(big_city: Engine, app_on: AppOn) -> None:
    app = app_on(big_city, at="4")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "slash", *"maßnahme 17")
        assert [cell.strip() for cell in column(app) if "17" in cell] == ["1.17 Maßnahme 17", "2.17 Maßnahme 17"]
        await pressed(pilot, "enter", "x")
        assert not app.screen.query_one("#words", Input).display
        assert len(column(app)) == 12
        await pressed(pilot, "slash", *"gibtesnicht")
        assert "Nichts gefunden" in painted(app)


async def test_one_unit_s_measures(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "i", "down", "down", "enter")
        assert column(app)[2].strip() == "4.1 Begegnungshaus im Quartier"
        assert "1 Maßnahme" in chips(app)
        assert "Stadtplanungsamt" in chips(app)


async def test_filters_and_folding_last_until_the_next_session(
    city: Engine, remembering: Callable[..., AkquiseApp]
) -> None:
    app = remembering(city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "4", "f", "f", "g", "slash", *"sprach", "enter")
        assert len(column(app)) == 4
    app = remembering(city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "4")
        assert column(app)[0] == "− 2 Spracherwerb (2)"
        assert app.screen.query_one("#words", Input).value == "sprach"
        assert "nur ungedeckte" in chips(app)
        await pressed(pilot, "x", "left")
    app = remembering(city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "4")
        assert "+ 2 Spracherwerb (2)" in column(app)


async def test_a_memory_that_makes_no_sense_is_left_out(city: Engine, remembering: Callable[..., AkquiseApp]) -> None:
    app = remembering(city)
    app.context.memory.put("filters.measures", {"field": True, "unit": 7, "words": None, "only_gaps": "x"})
    app.context.memory.put("folding.measures", {"field:1": "?"})
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "4")
        assert len(column(app)) == 20


async def test_a_measure_shows_its_applications_and_matches_with_their_decisions(
    decided_city: Engine, app_on: AppOn
) -> None:
    with writing(decided_city) as session:
        call = next(call for call in list_opportunities(session) if call.external_id == "land/1")
        made = create_application(session, [get_measure(session, "2.1")], call, now=NOW, requested=Decimal(40000))
        change_stage(session, made, ApplicationStage.SUBMITTED, now=NOW, override="lag schon vor")
        terms = AwardTerms(TODAY, Decimal(35000), FinancingType.GAP, TODAY, TODAY + timedelta(days=300))
        record_award(session, made, terms, now=NOW)
    app = app_on(decided_city, at="4")
    async with app.run_test(size=(200, 60)) as pilot:
        await pressed(pilot, *["down"] * 6)
        text = " ".join(details(app).split())
        assert "1 Sprachkurse für Eltern – Ankommen mit Kindern · bewilligt · ⇄ Bescheid erteilt" in text
        assert "bewilligt 35.000,00 €" in text
        assert "✓ 0,72 ✓ Sprachkurse für Eltern – Ankommen mit Kindern · angenommen" in text
        assert "· verworfen: Eigenanteil" in text
        assert text.index("· angenommen") < text.index("· verworfen")


async def test_a_measure_with_many_matches_says_how_many_more(
    city: Engine, app_on: AppOn, add_many: Callable[[Engine, int], None]
) -> None:
    from grants_db.review.matches import Proposal, replace_undecided
    from grants_db.vocabulary import Eligibility

    add_many(city, 500)
    with writing(city) as session:
        calls = [call for call in list_opportunities(session) if call.source_name == "viele"]
        proposals = [Proposal(call.id or 0, 0.5, {}, Eligibility.UNCLEAR, [], [], []) for call in calls]
        replace_undecided(session, {get_measure(session, "1.1").id or 0: proposals}, NOW)
    app = app_on(city, at="4")
    async with app.run_test(size=(200, 60)) as pilot:
        await pressed(pilot, "down", "down")
        assert "Treffer: 500, davon 500 offen" in details(app)
        assert "488 weitere; r zeigt sie" in details(app)


def test_proposals_are_read_without_the_calls_texts(decided_city: Engine) -> None:
    with reading(decided_city) as session:
        found = measure_file(session, get_measure(session, "2.1").id or 0)
    assert [call.decision.kind.value if call.decision else None for call in found.proposed] == [
        "accepted",
        None,
        "dismissed",
    ]


async def test_text_from_outside_stays_text(city: Engine, app_on: AppOn) -> None:
    with writing(city) as session:
        upsert_measures(session, [MeasureRecord(number="1.0", action_field=1, title=HOSTILE, goal=HOSTILE[:400])])
    app = app_on(city, at="4")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "f", "down", "down", "down", "down")
        text = painted(app)
        assert "[bold]fett[/bold]" in text
        assert "\x1b" not in text


async def test_every_key_of_the_measures_is_in_the_footer_at_80_columns(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        text = painted(app)
    for name in ("→ Aufklappen", "/ Suchen", "i Einheit", "x Alle zeigen", "a Alles auf/zu", "g Nur ungedeckte"):
        assert name in text


async def test_how_it_looks(album: Album, app_on: AppOn, decided_city: Engine) -> None:
    for lang in ("de", "en"):
        async with album.opened(app_on(decided_city, lang=lang, unit="Stadtplanungsamt")) as pilot:
            await pressed(pilot, "4", *["down"] * 6)
            for width, size in {"narrow": NARROW, "middle": (120, 35), "wide": (200, 50)}.items():
                await album.take(pilot, f"{lang}-{width}", size)
    assert album.changed == []
