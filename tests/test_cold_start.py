"""Starting is light: what a command doesn't need isn't loaded. Each check starts a fresh interpreter."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from tui.cli import app
from tui.formatting.i18n import LOCALE, compile_catalogues

HEAVY = {"scrapy", "sklearn", "scipy", "numpy", "pandas", "sqlmodel", "sqlalchemy", "textual", "trafilatura", "twisted"}

#: prints the top-level modules that are loaded when the interpreter ends
REPORT_AT_EXIT = """
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules})))
"""


def modules_after(statement: str, *arguments: str) -> set[str]:
    """The top-level modules that are loaded once the statement has run with these arguments, however it ended."""
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


def test_the_app_loads_neither_the_crawler_nor_the_matcher() -> None:
    heavy = {"scrapy", "twisted", "sklearn", "scipy", "numpy", "pandas", "trafilatura", "crawler", "matching"}
    assert modules_after("import tui.app.app") & heavy == set()


@pytest.mark.parametrize("package", ["grants_db", "crawler", "matching", "tui"])
def test_a_package_says_what_it_is_for_and_loads_nothing(package: str) -> None:
    assert modules_after(f"import {package}; assert {package}.__doc__") & HEAVY == set()
