"""English is complete: no German text in the code reaches people past the catalogue, no command says one."""

import ast
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from docs.tools.catalogue import KEYWORDS, PACKAGES, ROOT
from grants_db.rules.obligation_rules import load_rules
from tui.cli import app, main
from tui.formatting import i18n
from tui.formatting.command_words import translate_help

#: words and signs that English has not
GERMAN = re.compile(
    r"[äöüßÄÖÜ„]|\b(?:der|die|das|dem|den|des|ein|eine|einen|einer|und|oder|nicht|ist|sind|wird|werden|wurde|kein|keine"
    r"|mit|von|auf|bei|aus|nach|noch|nur|auch|zum|zur|im|als|wie|bis|ohne|vor|durch|gibt|bitte|hier|Frist|Antrag|Quelle"
    r"|Treffer|Seite|Lauf|Stand|seit|zuletzt|heute|offen|neu)\b"
)
#: German in the code that is meant, each with its reason
MEANT = {
    ("tui/app/app.py", "Bild auf"): "keys of a German keyboard",
    ("tui/formatting/messages.py", "„"): "quotation marks, written here for both languages",
    ("tui/jobs/setting_up/municipality.py", "kreisangehörige Gemeinde"): "a value of the settings file",
    ("crawler/runs/watched_pages.py", "nur a–z, 0–9 und _, höchstens 60 Zeichen"): "about the list that is shipped",
    ("crawler/runs/watched_pages.py", "darf nicht leer sein"): "about the list that is shipped",
    ("crawler/runs/watched_pages.py", "muss eine vollständige Adresse mit https:// sein, ohne # und Umlaute"): (
        "about the list that is shipped"
    ),
}


def escaped() -> set[tuple[str, str]]:
    """German that reaches people untranslated.

    In tui every text does that is not marked for the catalogue. Below, where much German is read and never shown, it
    is what an error or a message is given: its values, and texts that are put together.
    """
    found = set()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in file.parts:
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            texts = unmarked(tree) if package == "tui" else given_to_people(tree)
            found |= {(file.relative_to(ROOT).as_posix(), text) for text in texts if GERMAN.search(text)}
    return found


def unmarked(tree: ast.Module) -> Iterator[str]:
    marked = {id(text) for call in calls(tree) if name(call) in KEYWORDS for text in call.args}
    marked |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in NAMED}
    marked |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    yield from (str(text.value) for text in texts_in(tree) if id(text) not in marked)


NAMED = ("help", "metavar")


def given_to_people(tree: ast.Module) -> Iterator[str]:
    for call in calls(tree):
        if name(call) in KEYWORDS or name(call).endswith("Error"):
            template = KEYWORDS[name(call)][0] - 1 if name(call) in KEYWORDS else -1
            for position, given in enumerate([*call.args, *(keyword.value for keyword in call.keywords)]):
                if position != template or not isinstance(given, ast.Constant):
                    marked = {id(text) for inner in calls(given) if name(inner) in KEYWORDS for text in inner.args}
                    yield from (str(text.value) for text in texts_in(given) if id(text) not in marked)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def texts_in(tree: ast.AST) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_no_german_reaches_people_past_the_catalogue() -> None:
    assert escaped() == set(MEANT)


def test_a_text_that_escapes_is_found() -> None:
    tree = ast.parse('note("Das ist neu")\nnote(_("Das ist neu"))')
    assert list(unmarked(tree)) == ["Das ist neu"]
    tree = ast.parse(
        'raise InputError("{why}", why="kein Text")\nInputError("kein {why}", why=Message.of("kein Text"))'
    )
    assert list(given_to_people(tree)) == ["kein Text"]


#: days and sums that are written below tui, each with its reason
WRITTEN_BELOW = {
    "grants_db/messages.py": "a message as text, for logs and our German files",
    "grants_db/import_export/table_writer.py": "the cells of a .csv, which a German spreadsheet reckons with",
    "grants_db/rules/cell.py": "a cell that is read, as its own spreadsheet shows it",
    "grants_db/import_export/workbook/number_format.py": "the same, by the format of the cell",
    "crawler/platforms/xflb.py": "a form's days, as the text that deadlines are read from",
}


NOTHING = ast.Constant("")


def test_below_tui_no_day_or_sum_is_written() -> None:
    found = set()
    for file in (file for package in PACKAGES if package != "tui" for file in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and re.search(
                r"%d\.%m|,\.", ast.unparse(node.format_spec or NOTHING)
            ):
                found.add(file.relative_to(ROOT).as_posix())
    assert found == set(WRITTEN_BELOW)


def helps() -> Iterator[tuple[str, str]]:
    """The help of every command and group, in the language in use."""
    command = get_command(app)
    translate_help(command)
    waiting = [("akquise", command)]
    while waiting:
        words, command = waiting.pop()
        yield words, command.get_help(command.make_context(words, [], resilient_parsing=True))
        if isinstance(command, typer.core.TyperGroup):
            waiting += [(f"{words} {verb}", below) for verb, below in command.commands.items()]


def test_the_help_of_every_command_is_english() -> None:
    i18n.use("en")
    said = dict(helps())
    assert len(said) > 50
    assert {words: GERMAN.findall(text) for words, text in said.items() if GERMAN.search(text)} == {}


SCREENS = (
    "overview",
    "measures",
    "matches",
    "opportunities",
    "applications",
    "deadlines",
    "ledger",
)  # sources: test_english_crawl
OUTPUTS = (
    *(("list", screen) for screen in (*SCREENS, "settings")),
    *(("applications", "list"), ("applications", "show", "1"), ("opportunities", "show", "1")),
    *(("deadlines", "list"), ("ledger",), ("match", "show", "2.1"), ("donations", "list"), ("digest", "show")),
    *(("units", "list"), ("match", "coverage"), ("opportunities", "show", "99999")),
)


def without_data(said: str, database: Path) -> str:
    """What a command said, without the texts of the database and of provisions: they are quoted as they are written."""
    with sqlite3.connect(database) as connection:
        tables = [table for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        cells = {
            text
            for table in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')
            for cell in row
            if isinstance(cell, str)
            for text in (cell, *re.findall(r'"([^"\\]+)"', cell))
        }
    connection.close()
    said = re.sub(r"“[^”]*”", "", said)
    cells |= {text for rule in load_rules() for text in (rule.provision, *rule.occasions)}
    for text in sorted((cell for cell in cells if " " in cell or re.search("[äöüßÄÖÜ]", cell)), key=len, reverse=True):
        said = said.replace(text, "")
    return said


@pytest.mark.slow
@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_what_a_command_says_is_english_but_for_the_texts_of_the_sources(
    words: tuple[str, ...],
    applied_city_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = Path(shutil.copy(applied_city_file, tmp_path / "akquise.db"))
    options = ("--database", f"sqlite:///{database}", "--today", "2026-11-24", "--lang", "en")
    monkeypatch.setattr(sys, "argv", ["akquise", *options, *words])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert ended.value.code in (None, 0, 1), err
    assert [line for line in without_data(out + err, database).splitlines() if GERMAN.search(line)] == []
