"""`akquise list`: every screen's content as text that can be read aloud, and as data."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Engine

from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import ledger
from grants_db.storage.database import reading
from tests.tui.nights import akquise_here
from tui.cli import main
from tui.plain.base import Part, written
from tui.plain.registry import SCREENS, plain_screen
from tui.state.user_state import Memory, memory_file

Run = Callable[..., tuple[int, str, str]]
#: what a screen reader stumbles over: boxes, bars, arrows, ticks and other signs in the place of words
SIGNS = re.compile(r"[\u2190-\u2bff]|^[-*#|>=]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(rf"{DAY.pattern}T\d{{2}}:\d{{2}}\S*")
SUM = re.compile(r"\d+\.\d{2}")
DAYS = {"due", "today", "moved_from", "done_on", "notified_on", "period_start", "period_end", "contract_on"}
INSTANTS = {"decided_at", "undone_at", "created_at", "at", "last_run", "last_good_run"}
SUMS = {"cost", "secured", "gap", "requested", "amount", "max_amount", "awarded"}
HOSTILE = "Böse\x1b]0;x\x07\x9b31m\u202e\u2028[red]Zeile[/red]\n● zweite"


@pytest.fixture
def akquise(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a database in this process; gives exit status, stdout and stderr."""

    def call(engine: Engine, *arguments: str) -> tuple[int, str, str]:
        given = ["--database", str(engine.url), "--today", "2026-11-24", *arguments]
        monkeypatch.setattr(sys, "argv", ["akquise", *given])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture(scope="module")
def busy_file(made_file: Callable[..., Path], decided_city_file: Path) -> Path:
    """The small city with an application that has all that one can have."""

    def apply(engine: Engine) -> None:
        with reading(engine) as session:
            calls = {call.external_id: str(call.id) for call in list_opportunities(session)}
        for words in (
            ("create", "2.1", calls["land/1"], "--requested", "12500.00", "--role", "Sachgebiet"),
            ("task", "1", "Kostenplan abstimmen", "--due", "2026-11-20", "--unit", "Amt für Beispiele"),
            ("document", "1", "Kostenplan", "https://ablage.example/plan"),
            ("note", "1", "Rückruf der Behörde"),
            *(("move", "1", stage, "--on", "2026-11-18") for stage in ("review", "internal_approval", "submitted")),
            ("award", "1", "10000", "--notified", "2026-11-20", "--start", "2026-12-01", "--end", "2028-12-31"),
            ("move", "1", "awarded"),
        ):
            akquise_here(Path(str(engine.url.database)), "applications", *words)

    return made_file(apply, decided_city_file)


@pytest.fixture
def busy_city(busy_file: Path, tmp_path: Path, own_copy: Callable[[Path, Path], Engine]) -> Engine:
    """The busy city, this test's own."""
    return own_copy(busy_file, tmp_path / "city.db")


def values_of(data: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Every value in the data with the name it stands under."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from values_of(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from values_of(value, name)
    else:
        yield name, data


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_that_can_be_listed_is_read_said_and_given_as_data(screen: str) -> None:
    module = import_module(f"tui.plain.{screen}")
    assert plain_screen(screen) is module
    assert all(callable(getattr(module, name)) for name in ("read", "outline", "data"))
    assert {"words", "unit", "field"} >= module.FILTERS


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_full_screen_is_lines_of_words(screen: str, lang: str, busy_city: Engine, akquise: Run) -> None:
    status, out, _err = akquise(busy_city, "list", screen, "--lang", lang)
    lines = out.splitlines()
    assert status == 0
    assert len(lines) > 1
    assert lines[0]
    assert [line for line in lines if SIGNS.search(line) or "  " in line or line != line.strip()] == []


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_an_empty_screen_says_so_in_words(screen: str, lang: str, empty: Engine, akquise: Run) -> None:
    status, out, _err = akquise(empty, "list", screen, "--lang", lang)
    assert status == 0
    assert out.strip()
    assert not SIGNS.search(out)


@pytest.mark.parametrize("screen", SCREENS)
def test_data_is_raw_days_sums_and_numbers(screen: str, busy_city: Engine, akquise: Run) -> None:
    status, out, _err = akquise(busy_city, "list", screen, "--json")
    data = json.loads(out)
    values = [(name, value) for name, value in values_of(data) if value is not None]
    assert status == 0
    assert data["screen"] == screen
    assert [pair for pair in values if pair[0] in DAYS and not DAY.fullmatch(str(pair[1]))] == []
    assert [pair for pair in values if pair[0] in INSTANTS and not INSTANT.fullmatch(str(pair[1]))] == []
    sums = SUMS - {"amount"} if screen == "matches" else SUMS  # a part of its score is called like a sum
    assert [pair for pair in values if pair[0] in sums and not SUM.fullmatch(str(pair[1]))] == []
    assert any(name in DAYS for name, _value in values)


@pytest.mark.parametrize("screen", SCREENS)
def test_data_of_an_empty_city_parses_too(screen: str, empty: Engine, akquise: Run) -> None:
    status, out, _err = akquise(empty, "list", screen, "--json")
    assert (status, json.loads(out).get("total", 0)) == (0, 0)


def test_an_application_is_said_with_all_that_belongs_to_it(busy_city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(busy_city, "list", "applications")
    assert "Antrag 1: Sprachkurse für Eltern – Ankommen mit Kindern" in out
    assert "beantragt 12.500,00 €; bewilligt 10.000,00 €" in out
    assert "Maßnahme 2.1: Sprachförderung am Vormittag mit Kinderbetreuung" in out
    assert "Aufgabe 1: 20.11.2026, Kostenplan abstimmen; offen; zuständig: Amt für Beispiele" in out
    assert "Dokument: Kostenplan, https://ablage.example/plan" in out
    assert "Notiz: Rückruf der Behörde" in out
    assert "Pflicht: " in out


def test_dates_are_told_apart_in_words(busy_city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(busy_city, "list", "deadlines")
    overdue, coming = out.index("Überfällig"), out.index("Nächste Termine")
    assert overdue < out.index("Kostenplan abstimmen") < coming
    assert "08.12.2026, noch 14 Tage: " in out
    assert "; genannt; Maßnahme 3.1; " in out
    assert "; abgeleitet; " in out


def test_the_overview_says_sums_white_spots_and_the_night(busy_city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(busy_city, "list", "overview")
    assert "beantragt 12.500,00 €; bewilligt 10.000,00 €" in out.splitlines()[2]
    assert "Handlungsfeld 6: Verwaltung; 0 Förderangebote zu lesen; weißer Fleck: Geld fehlt, kein Treffer" in out
    assert "Quelle: Portal mit Sperre; abgewiesen" in out


def test_the_overview_says_what_is_new_since_the_app_was_last_closed(
    city: Engine, akquise: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert "Neu seit" not in akquise(city, "list", "overview")[1]
    Memory(memory_file(str(city.url))).put("looked_at", "2026-11-23T16:00:00+00:00")
    _status, out, _err = akquise(city, "list", "overview")
    assert "Neu seit 23.11.2026 16:00" in out
    assert "9 neue Förderangebote" in out


def test_a_measure_is_said_in_one_line(city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(city, "list", "measures")
    said = "Maßnahme 2.1: Sprachförderung am Vormittag mit Kinderbetreuung; Kosten 128.000,00 €; "
    assert said + "gesichert 32.000,50 €; Lücke 95.999,50 €; 3 Treffer offen; zuständig: Amt für Beispiele" in out


def test_a_decision_is_said_with_its_reason(decided_city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(decided_city, "list", "ledger", "--words", "bücher")
    with reading(decided_city) as session:
        assert len(ledger(session)) == 5
    assert out.splitlines()[0] == "1 Entscheidung"
    assert out.splitlines()[1].endswith("Bücher für alle; verworfen; Grund: Eigenanteil")


@pytest.mark.parametrize(
    ("screen", "filters", "first_line"),
    [
        ("measures", ("--unit", "stadtplanungsamt"), "1 Maßnahme"),
        ("measures", ("--field", "2"), "2 Maßnahmen"),
        ("measures", ("--words", "sport VERBINDET"), "1 Maßnahme"),
        ("matches", ("--field", "4"), "3 Treffer"),
        ("matches", ("--unit", "Stadtplanungsamt"), "3 Treffer"),
        ("opportunities", ("--words", "lotsen"), "1 Förderangebot"),
        ("opportunities", ("--field", "3"), "1 Förderangebot"),
        ("deadlines", ("--field", "5"), "1 Termin"),
        ("deadlines", ("--unit", "Stadtplanungsamt"), "0 Termine"),
        ("applications", ("--words", "nichts davon"), "0 Anträge"),
        ("ledger", ("--field", "2"), "2 Entscheidungen"),
        ("sources", ("--words", "eu"), "1 Quelle"),
    ],
)
def test_filters_narrow(
    screen: str, filters: tuple[str, ...], first_line: str, decided_city: Engine, akquise: Run
) -> None:
    status, out, _err = akquise(decided_city, "list", screen, *filters)
    assert (status, out.splitlines()[0]) == (0, first_line)


@pytest.mark.parametrize("screen", ["matches", "opportunities", "measures", "ledger", "sources"])
def test_a_limit_is_said(screen: str, decided_city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(decided_city, "list", screen, "--limit", "1")
    assert "Gezeigt sind die ersten 1 von " in out
    data = json.loads(akquise(decided_city, "list", screen, "--limit", "1", "--json")[1])
    assert data["total"] > 1


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (("nichts",), 2, "Den Bildschirm „nichts“ gibt es nicht; es gibt overview, matches, "),
        (("sources", "--unit", "Amt für Beispiele"), 2, "lässt sich nicht eingrenzen mit --unit"),
        (("overview", "--words", "x", "--field", "1"), 2, "nicht eingrenzen mit --words, --field"),
        (("measures", "--unit", "Amt 99"), 1, "Die Einheit „Amt 99“ gibt es nicht; bekannt sind: Amt für Beispiele"),
        (("measures", "--field", "9"), 1, "Ein Handlungsfeld 9 gibt es nicht"),
        (("measures", "--limit", "0"), 2, "limit"),
    ],
)
def test_what_can_not_be_listed_is_one_sentence(
    arguments: tuple[str, ...], status: int, why: str, city: Engine, akquise: Run
) -> None:
    got, out, err = akquise(city, "list", *arguments)
    assert (got, out) == (status, "")
    assert why in err


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("screen", ["opportunities", "matches"])
def test_a_hostile_title_stays_one_line_and_acts_on_no_terminal(
    screen: str, form: tuple[str, ...], city: Engine, add_call: Callable[..., int], akquise: Run
) -> None:
    add_call(city, title=HOSTILE)
    _status, out, _err = akquise(city, "list", screen, *form)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]", out)
    assert "[red]Zeile[/red]" in out
    if form:
        assert HOSTILE.replace("\x1b", "")[:4] in str(json.loads(out))
    else:
        assert sum("[red]" in line for line in out.splitlines()) == 1


def test_the_settings_tell_no_password(
    city: Engine, akquise: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "akquise").mkdir()
    secrets = (
        'proxy = "http://nutzer:geheim@localhost:3128"\n[mail]\npassword = "geheim"\n[mailbox]\npassword = "geheim"\n'
    )
    (folder / "akquise/config.toml").write_text(secrets, encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    for form in ((), ("--json",)):
        _status, out, _err = akquise(city, "list", "settings", *form)
        assert "localhost" in out
        assert "geheim" not in out


def test_the_settings_tell_the_thresholds_that_hold_where_none_is_set(city: Engine, akquise: Run) -> None:
    _status, out, _err = akquise(city, "list", "settings")
    assert "alle übrigen: 28, 14, 7, 3, 1" in out
    _status, out, _err = akquise(city, "list", "settings", "--json")
    assert '"*"' in out


def test_an_outline_is_headings_and_lines_parted_by_an_empty_one() -> None:
    assert list(written([Part("A", ["eins", "zwei\nhalb"]), Part("B")])) == ["A", "eins", "zwei halb", "", "B"]
