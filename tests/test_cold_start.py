"""Starting is light: what a command doesn't need isn't loaded. Each check starts a fresh interpreter."""

import subprocess
import sys

import pytest

HEAVY = {"scrapy", "sklearn", "pandas", "numpy", "sqlmodel", "sqlalchemy", "textual", "trafilatura"}


def modules_after(statement: str) -> set[str]:
    """The top-level modules that are loaded once the statement has run."""
    script = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_help_loads_no_heavy_library() -> None:
    statement = "from typer.testing import CliRunner\nfrom tui.cli import app\nassert CliRunner().invoke(app, ['--help']).exit_code == 0"
    assert modules_after(statement) & HEAVY == set()


def test_the_app_loads_neither_the_crawler_nor_the_matcher() -> None:
    assert modules_after("import tui.app") & {"scrapy", "sklearn", "pandas", "crawler", "matching"} == set()


@pytest.mark.parametrize("package", ["grants_db", "crawler", "matching", "tui"])
def test_a_package_says_what_it_is_for_and_loads_nothing(package: str) -> None:
    loaded = modules_after(f"import {package}\nassert {package}.__doc__")
    assert loaded & HEAVY == set()
