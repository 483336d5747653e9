"""A day typed `1.12.26` is 1 December 2026 in every form and every command, those of tomorrow included."""

import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import Engine
from textual.widgets import Input

from grants_db import typed_days
from grants_db.applications.checklist import add_item
from grants_db.applications.notes_documents_tasks import add_document, add_note, add_task, tasks_of
from grants_db.applications.payments import record_payment, record_repayment
from grants_db.applications.plan.entry import enter_line
from grants_db.applications.store import get_application
from grants_db.dashboard.application import ApplicationFile, read_file
from grants_db.errors import UsageError
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.measures.edit_rights import EditRights
from grants_db.rules import typed_periods
from grants_db.rules.german_numbers import Period
from grants_db.rules.obligation_rules import load_rules
from grants_db.rules.typed_periods import TypedPeriod
from grants_db.settings import Settings
from grants_db.storage.database import reading, writing
from grants_db.typed_days import MONTHS
from grants_db.vocabulary import PlanKind
from tests.tui.driving import painted, pressed
from tui import screens
from tui.app.app import AkquiseApp
from tui.cli import app as command_line
from tui.cli import main
from tui.screens.applications.by_hand import application_by_hand
from tui.screens.applications.edit_forms import EditForms
from tui.screens.applications.forms_of_application import FormsOfApplication
from tui.screens.base.form import FormScreen, Line
from tui.screens.measure_forms import MeasureForms, read_forms
from tui.text.records.application_records import KINDS, records_of

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SETTINGS = Settings(database_url="sqlite://")
MEANT = date(2026, 12, 1)
WRITTEN = ("1.12.26", "01.12.2026", "2026-12-01", "1. Dezember 2026")
#: asked back: nobody's award was notified in the year 26, and 2062 is a slip of the fingers
DOUBTED = ("01.12.0026", "1.12.1999", "1.12.62", "01.12.2062")
WRITTEN_PERIODS = {
    "1.12.26-31.12.26": TypedPeriod(MEANT, date(2026, 12, 31)),
    "01.12.-31.12.2026": TypedPeriod(MEANT, date(2026, 12, 31)),
    "2026-12-01 bis 2027-02-28": TypedPeriod(MEANT, date(2027, 2, 28)),
    "1. Dezember 2026 bis 28.2.27": TypedPeriod(MEANT, date(2027, 2, 28)),
    "2027": TypedPeriod(date(2027, 1, 1), date(2027, 12, 31)),
    "1.12.26 bis Ende 2027": TypedPeriod(MEANT, date(2027, 12, 31)),
}
#: no period, one without its end or its beginning, one that ends before it begins, years that nobody means
NEVER_PERIODS = ("morgen", "1.12.26-30.11.26", "01.12.0026-31.12.2026", "2062")
NO_PERIODS = ("1.12.26", "ab 1.12.26", "bis 2027", *NEVER_PERIODS)
TUI = Path(screens.__path__[0]).parent
AppOn = Callable[..., AkquiseApp]
Run = Callable[..., tuple[int, str, str]]


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its words."""
    group = group or typer.main.get_command(command_line)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def days_of(command: Any) -> list[Any]:
    """The options and arguments of a command that take a day."""
    return [one for one in command.params if one.metavar == "TAG"]


def periods_of(command: Any) -> list[Any]:
    """The options and arguments of a command that take a period."""
    return [one for one in command.params if one.metavar == "ZEITRAUM"]


TAKING_DAYS = [(words, command) for words, command in commands() if days_of(command)]
TAKING_PERIODS = [(words, command) for words, command in commands() if periods_of(command)]


def called(words: tuple[str, ...], command: Any, day: str, kind: str = "TAG") -> list[str]:
    """A call of the command with that day (or period) everywhere, and something for all else that has to be there."""
    options, arguments = [], []
    for one in command.params:
        value = day if one.metavar == kind else one.metavar.partition("|")[0] if "|" in (one.metavar or "") else "1"
        if one.param_type_name == "argument":
            arguments += [value]
        elif one.required or one.metavar == kind:
            options += [one.opts[0], value]
    return [*words, *arguments, *options]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, city: Engine) -> Run:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", str(city.url), *arguments])
        try:
            main()
            status = 0
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days that were read."""
    days: list[date] = []
    original = typed_days.read_day

    def noting(text: str, today: date) -> date:
        days.append(original(text, today))
        return days[-1]

    monkeypatch.setattr(typed_days, "read_day", noting)
    return days


@pytest.mark.parametrize(("words", "command"), TAKING_DAYS, ids=[" ".join(words) for words, _command in TAKING_DAYS])
def test_every_command_understands_a_day_as_people_write_it(
    run: Run, read: list[date], words: tuple[str, ...], command: Any
) -> None:
    for text in WRITTEN:
        run("--today", "2026-11-24", *called(words, command, text))
    assert set(read) == {MEANT}
    assert len(read) >= len(days_of(command)) * len(WRITTEN)  # a row of a list is read once more as such


@pytest.mark.parametrize(("words", "command"), TAKING_DAYS, ids=[" ".join(words) for words, _command in TAKING_DAYS])
def test_every_command_asks_back_a_day_that_nobody_means(run: Run, words: tuple[str, ...], command: Any) -> None:
    for text in (*DOUBTED, "morgen"):
        status, out, err = run("--today", "2026-11-24", *called(words, command, text))
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "ist kein Tag" in err or "Bitte das Jahr prüfen" in err


@pytest.mark.parametrize(
    ("words", "command"), TAKING_PERIODS, ids=[" ".join(words) for words, _command in TAKING_PERIODS]
)
def test_every_command_understands_a_period_in_one_option(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], command: Any
) -> None:
    understood: list[tuple[date | None, date | None]] = []
    whole, perhaps_open = typed_periods.read_period, typed_periods.read_open_period

    def noting(text: str, today: date) -> TypedPeriod:
        understood.append(whole(text, today))
        return whole(text, today)

    def noting_open(text: str, today: date) -> Period:
        before, found = len(understood), perhaps_open(text, today)
        understood[before:] = [(found.starts_on, found.ends_on)]
        return found

    monkeypatch.setattr(typed_periods, "read_period", noting)
    monkeypatch.setattr(typed_periods, "read_open_period", noting_open)
    for text in WRITTEN_PERIODS:
        run("--today", "2026-11-24", *called(words, command, text, "ZEITRAUM"))
    assert understood == list(WRITTEN_PERIODS.values()) * len(periods_of(command))
    for text in NEVER_PERIODS:
        status, out, _err = run("--today", "2026-11-24", *called(words, command, text, "ZEITRAUM"))
        assert (status, out) == (2, ""), text


def test_what_is_taken_for_today_may_be_written_so_too(run: Run) -> None:
    said = {run("--today", text, "list", "deadlines", "--json") for text in WRITTEN}
    assert {status for status, _out, _err in said} == {0}
    assert len(said) == 1
    assert run("--today", "1.12.1999", "list", "deadlines")[0] == 2


@pytest.mark.parametrize("text", WRITTEN)
def test_a_typed_deadline_of_a_call_is_that_day(run: Run, text: str) -> None:
    entering = ("opportunities", "add", "--title", "Brief", "--level", "land")
    number = run(*entering, "--deadline", text)[1].strip()
    again = run(*entering, "--set", f"deadline={text}")[1].strip()
    assert run("opportunities", "correct", "1", "deadline", text)[0] == 0
    for call in (number, again, "1"):
        assert json.loads(run("opportunities", "show", call, "--json")[1])["deadline"]["dates"] == ["2026-12-01"]


@pytest.mark.parametrize("text", DOUBTED)
def test_a_typed_deadline_that_nobody_means_is_asked_back(run: Run, text: str) -> None:
    status, out, err = run("--today", "2026-11-24", "opportunities", "correct", "1", "deadline", text)
    assert (status, out, "Bitte das Jahr prüfen" in err) == (2, "", True)


def all_kinds(base: type[FormsOfApplication]) -> set[type[FormsOfApplication]]:
    """A class of forms and all that are made of it, in whichever screen."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    below: list[type[FormsOfApplication]] = base.__subclasses__()
    return {base, *(kind for each in below for kind in all_kinds(each))}


def asks_nothing(make: Callable[..., object]) -> bool:
    """Can it be called without a word?"""
    _self, *others = inspect.signature(make).parameters.values()
    return all(one.default is not one.empty for one in others)


def forms_of(engine: Engine, number: int) -> dict[str, FormScreen]:
    """Every form of an application and of its measure, by what makes it: of all classes of forms that there are."""
    with reading(engine) as session:
        one: ApplicationFile = read_file(session, get_application(session, number), TODAY, load_rules())
    found: dict[str, FormScreen] = {}
    for kind in all_kinds(FormsOfApplication):
        forms = kind(one, engine, TODAY, NOW, "", SETTINGS)
        for name, make in inspect.getmembers(kind, inspect.isfunction):
            if name[0] != "_" and asks_nothing(make):
                form = getattr(forms, name)()
                found |= {name: form} if isinstance(form, FormScreen) else {}
    measure, words = read_forms(engine, one.measures[0].id)
    measures = MeasureForms(measure, words, engine, TODAY, NOW, "", EditRights())
    for name, make in inspect.getmembers(MeasureForms, inspect.isfunction):
        if name[0] != "_" and asks_nothing(make):
            found |= {f"measure {name}": getattr(measures, name)()}
    found["by hand"] = application_by_hand(engine, TODAY, NOW, "", SETTINGS)
    edit = EditForms(one, engine, TODAY, NOW, "", SETTINGS)
    records = records_of(one)
    assert {record.kind for record in records} == set(KINDS), "give the application one of each"
    return found | {f"edit {record.name}": edit.form_of(record) for record in records}


def with_one_of_each(engine: Engine, number: int) -> Engine:
    """The application has a record of every kind."""
    with writing(engine) as session:
        application = get_application(session, number)
        add_note(session, application, "Anruf", now=NOW)
        enter_line(session, application, PlanLine(PlanKind.COST, "Personal", 2027, Decimal(5)), now=NOW)
        add_item(session, application, "Satzung", now=NOW)
        add_document(session, application, "Bescheid", "https://akten.example/1", now=NOW)
        add_task(session, application, "Kostenplan", date(2026, 11, 30), now=NOW)
        record_payment(session, application, date(2026, 11, 24), Decimal(1000), now=NOW)
        record_repayment(session, application, date(2026, 11, 24), Decimal(100), now=NOW)
    return engine


def lines_of(forms: dict[str, FormScreen], kind: type) -> dict[str, Line]:
    """The lines that take values of this kind, and nothing else."""
    return {
        f"{name}: {field.name}": field
        for name, form in forms.items()
        for field in form._specified  # what the form was made of; nothing else tells
        if isinstance(field, Line) and takes(field, kind)
    }


def takes(line: Line, kind: type) -> bool:
    """Does the line take such values, and nothing else?"""
    try:
        line.check("weder noch")
    except UsageError:
        return any(isinstance(_read(line, text), kind) for text in ("2026-12-05", "2027"))
    return False


def _read(line: Line, text: str) -> object:
    try:
        return line.check(text)
    except UsageError:
        return None


#: days from today to the last that needs no question, none two of which fall on the same day of a month in a row
DAYS = [TODAY + timedelta(days=step) for step in range(0, 15 * 365, 37)]


def test_every_line_of_every_form_understands_a_day_as_people_write_it(applied_city: Engine) -> None:
    lines = lines_of(forms_of(with_one_of_each(applied_city, 2), 2), date)
    assert {name.partition(":")[0] for name in lines} > {
        *("award", "consent", "contract", "payment", "purpose", "stated", "task", "stage", "funder"),
        *("measure state", "by hand"),
    }
    for name, line in lines.items():
        assert {line.check(text) for text in WRITTEN} == {MEANT}, name
        for text in DOUBTED:
            with pytest.raises(UsageError):
                line.check(text)
        for day in DAYS:
            named = f"{day.day}. {MONTHS[day.month - 1][0].title()} {day.year}"
            written = (f"{day.day}.{day.month}.{day:%y}", f"{day:%d.%m.%Y}", day.isoformat(), named)
            assert {line.check(text) for text in written} == {day}, name


def test_every_line_for_a_period_understands_both_days_in_one(applied_city: Engine) -> None:
    lines = lines_of(forms_of(with_one_of_each(applied_city, 2), 2), TypedPeriod)
    assert {name.partition(":")[0] for name in lines} == {"award", "award_as_it_stands", "by hand", "edit award"}
    for name, line in lines.items():
        assert {text: line.check(text) for text in WRITTEN_PERIODS} == WRITTEN_PERIODS, name
        for text in NO_PERIODS:
            with pytest.raises(UsageError):
                line.check(text)


def test_every_line_for_a_period_that_may_lack_its_end_understands_both_days_too(applied_city: Engine) -> None:
    lines = lines_of(forms_of(with_one_of_each(applied_city, 2), 2), Period)
    assert {name.partition(":")[0] for name in lines} == {"measure add", "measure edit"}
    for line in lines.values():
        found = [line.check(text) for text in WRITTEN_PERIODS]
        assert [(one.starts_on, one.ends_on) for one in found if isinstance(one, Period)] == list(
            WRITTEN_PERIODS.values()
        )
        for text in NEVER_PERIODS:
            with pytest.raises(UsageError):
                line.check(text)


def test_a_line_for_a_day_is_made_in_one_place_for_all_forms() -> None:
    """Whoever wants a line for a day takes the one that the tests above know of."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (TUI / "screens").rglob("*.py")}
    by_themselves = {
        name for name, text in texts.items() if re.search(r"^from .* import .*\bread_(day|period)", text, re.M)
    }
    assert by_themselves == {
        "by_hand.py",
        "combination.py",
        "council_paper.py",
        "forms_of_application.py",
        "later.py",
        "measure_forms.py",
        "tick_off.py",
    }


@pytest.mark.parametrize("folder", ["commands", "screens", "widgets"])
def test_no_form_and_no_command_reads_a_day_by_itself(folder: str) -> None:
    """What takes a day hands it to the one reader; so the tests above know of everything that takes one."""
    own_ways = re.compile(r"fromisoformat|strptime|\bdate\(int\(")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (TUI / folder).rglob("*.py")}
    assert texts
    assert [name for name, text in texts.items() if own_ways.search(text)] == []


def test_every_command_that_reads_a_day_says_so_in_its_help() -> None:
    reading_days = {words for words, command in commands() if "state.day(" in inspect.getsource(command.callback)}
    assert reading_days == {words for words, _command in TAKING_DAYS}


async def test_a_task_until_1_12_26_is_due_on_1_december_2026(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "a", "tab", *"Plan", "enter", *"1.12.26", "enter")
    with reading(applied_city) as session:
        assert tasks_of(session, get_application(session, 1))[-1].due == MEANT


async def test_a_line_that_is_left_shows_the_day_as_it_was_understood(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "a", "tab", "tab", *"1.12.26")
        assert "Dienstag, 1. Dezember 2026" in painted(app)
        await pressed(pilot, "shift+tab")
        assert [line.value for line in app.screen.query(Input)] == ["", "01.12.2026"]
        await pressed(pilot, "tab", "end", *["backspace"] * 10, *"1.12.62", "shift+tab")
        assert [line.value for line in app.screen.query(Input)] == ["", "1.12.62"]
        await pressed(pilot, "tab", "end", "!", "shift+tab")
        assert [line.value for line in app.screen.query(Input)] == ["", "1.12.62!"]
