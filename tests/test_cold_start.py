"""Starting is light: what a command doesn't need isn't loaded. Each check starts a fresh interpreter."""

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from grants_db.measures.store import get_measure
from grants_db.storage.database import open_database, reading
from tui.cli import app
from tui.formatting.i18n import LOCALE, compile_catalogues

HEAVY = {"scrapy", "sklearn", "scipy", "numpy", "pandas", "sqlmodel", "sqlalchemy", "textual", "trafilatura", "twisted"}

#: prints the modules that are loaded when the interpreter ends
REPORT_AT_EXIT = """
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted(sys.modules)))
"""


def modules_after(statement: str, *arguments: str) -> set[str]:
    """The top-level modules that are loaded once the statement has run with these arguments, however it ended."""
    return {name.partition(".")[0] for name in every_module_after(statement, *arguments)}


def every_module_after(statement: str, *arguments: str) -> set[str]:
    """The same with the modules in packages."""
    script = f"{REPORT_AT_EXIT}\n{statement}"
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    marker, *names = done.stdout.splitlines()[-1].split()
    assert marker == "LOADED"
    return set(names)


#: asks for the help of every command, one after the other; prints how each ended and what is loaded since
EVERY_HELP = """
import contextlib, io, json, sys
import tui.cli
seen = []
for words in json.loads(sys.argv[1]):
    sys.argv = ["akquise", *words.split(), "--help"]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try:
            tui.cli.main()
        except SystemExit as end:
            status = end.code
    seen.append((words, status, "--help" in said.getvalue(), [name.partition(".")[0] for name in sys.modules]))
print(json.dumps(seen))
"""

#: runs a command, whatever comes of it
ANY_COMMAND = """
import contextlib
from tui.entry import main
with contextlib.suppress(SystemExit):
    main()
"""
#: writes a measure with what is secured of it, and knows at the beginning no table that this refers to
WRITE_A_MEASURE = """
from decimal import Decimal
from grants_db.measures.store import seed_action_fields
from grants_db.models.measure import FinancingItem, Measure
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import FinancingKind, FinancingState
assert "grants_db.models.application" not in sys.modules
with writing(open_database(sys.argv[1])) as session:
    seed_action_fields(session)
    secured = FinancingItem(amount=Decimal(500), kind=FinancingKind.OWN_BUDGET, state=FinancingState.SECURED)
    session.add(Measure(number="1.1", title="Beratung", action_field_number=1, financing=[secured]))
"""


def every_command() -> list[str]:
    """The words of every command and group: `crawl run`, `crawl`, …"""
    found = []
    waiting = [("", get_command(app))]
    while waiting:
        words, command = waiting.pop()
        found.append(words)
        if isinstance(command, typer.core.TyperGroup):
            waiting += [(f"{words} {name}".strip(), below) for name, below in command.commands.items()]
    return sorted(found)


def test_the_help_loads_no_heavy_library() -> None:
    spared = {*HEAVY, "alembic", "babel", "platformdirs", "pydantic", "rich"}
    assert modules_after("import tui.cli; tui.cli.main()", "--help") & spared == set()


def test_english_loads_no_library_either(tmp_path: Path) -> None:
    shutil.copytree(LOCALE, tmp_path / "locale")
    compile_catalogues(tmp_path / "locale")  # as it is when it was installed
    script = f"from tui.formatting import i18n; i18n.LOCALE = __import__('pathlib').Path({str(tmp_path / 'locale')!r})"
    loaded = modules_after(f"{script}; import tui.cli; tui.cli.main()", "--lang", "en", "--help")
    assert loaded & {*HEAVY, "babel"} == set()


def test_the_help_of_every_command_loads_no_heavy_library() -> None:
    call = [sys.executable, "-c", EVERY_HELP, json.dumps(every_command())]
    seen = json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
    assert [words for words, *_ in seen] == every_command()
    assert [words for words, status, helped, _ in seen if status or not helped] == []
    assert [(words, HEAVY & set(loaded)) for words, _, _, loaded in seen if HEAVY & set(loaded)] == []


@pytest.mark.parametrize("words", [["match", "show", "1.1"], ["decide", "1.1", "1", "later"]])
def test_a_command_loads_no_more_of_the_tables_than_it_reads(tmp_path: Path, words: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    open_database(url).dispose()
    loaded = every_module_after(ANY_COMMAND, "--database", url, *words)
    assert "grants_db.models.measure" in loaded
    spared = {"alembic", "yaml", "numpy", "sqlalchemy.dialects.postgresql", "grants_db.models.application"}
    assert loaded & spared == set()


def test_a_write_loads_the_tables_its_rows_refer_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    open_database(url).dispose()
    loaded = every_module_after(WRITE_A_MEASURE, url)
    engine = open_database(url)
    with reading(engine) as session:
        assert [each.amount for each in get_measure(session, "1.1").financing] == [Decimal(500)]
    engine.dispose()
    assert "grants_db.models.application" in loaded


def test_the_app_loads_neither_the_crawler_nor_the_matcher() -> None:
    heavy = {"scrapy", "twisted", "sklearn", "scipy", "numpy", "pandas", "trafilatura", "crawler", "matching"}
    assert modules_after("import tui.app.app") & heavy == set()


@pytest.mark.parametrize("package", ["grants_db", "crawler", "matching", "tui"])
def test_a_package_says_what_it_is_for_and_loads_nothing(package: str) -> None:
    assert modules_after(f"import {package}; assert {package}.__doc__") & HEAVY == set()
