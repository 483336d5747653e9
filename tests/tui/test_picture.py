"""The pictures of the README and the handbook are made by program and load nothing from elsewhere."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from docs.tools.pictures import anchored, main, picture, without_foreign_fonts
from tui.app.app import AkquiseApp

ROOT = Path(__file__).parents[2]


def test_a_picture_shows_the_screen_its_keys_lead_to(city: Engine, app_on: Callable[..., AkquiseApp]) -> None:
    svg = picture(app_on(city), ["4"])
    assert "Begegnungshaus" in svg
    assert "@font-face" not in svg
    assert "cdn" not in svg


def test_fonts_of_other_hosts_are_left_out() -> None:
    svg = '<style>@font-face { src: url("https://cdn.example/f"); } .a { font-family: Fira Code, serif; }</style>'
    assert "example" not in without_foreign_fonts(svg)
    assert "monospace" in without_foreign_fonts(svg)


def test_the_command_writes_the_pictures_asked_for(
    city_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    main([f"sqlite:///{city_file}", str(tmp_path / "pictures"), "--only", "uebersicht", "--lang", "en"])
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == ["uebersicht.svg"]
    assert "Next&#160;deadlines" in (tmp_path / "pictures" / "uebersicht.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["pictures"], ["--practice", "sqlite:///city.db", "pictures"]])
def test_a_picture_is_of_the_practice_or_of_a_database(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


#: the command in a process of its own, as people start it; nothing of the machine may be otherwise afterwards
TAKING = """
import os, sys
from pathlib import Path
from docs.tools.pictures import main

def machine():
    return Path.cwd(), [os.environ.get(name) for name in ("TZ", "XDG_CONFIG_HOME", "AKQUISE_CONTACT")]

if __name__ == "__main__":
    before = machine()
    main(sys.argv[1:])
    assert machine() == before
"""


@pytest.mark.slow
def test_the_practice_pictures_show_the_morning_after_the_story_on_nobodys_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKQUISE_CONTACT", "no address at all")  # would be refused if it were read
    (tmp_path / "taking.py").write_text(TAKING, encoding="utf-8")
    call = [sys.executable, str(tmp_path / "taking.py"), "--practice", str(tmp_path / "pictures")]
    done = subprocess.run(
        [*call, "--only", "warum", "quellen"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ledger, sources = (
        (tmp_path / "pictures" / f"{name}.svg").read_text(encoding="utf-8") for name in ("warum", "quellen")
    )
    assert "Frist&#160;zu&#160;kurz" in ledger
    assert "23.11.2026" in ledger
    assert "fehlgeschlagen" in sources
    assert "24.11." in sources
    assert str(Path.home()) not in ledger + sources


def test_blanks_around_a_text_move_its_place_and_nothing_else() -> None:
    text = '<text class="r" x="{x}" y="5" textLength="{length}" clip-path="url(#a)">{text}</text>'
    padded = text.format(x="12.2", length="48.8", text="&#160;&#160;6&#160;")
    assert anchored(padded) == text.format(x="36.6", length="12.2", text="6")
    assert anchored(text.format(x="0", length="24.4", text="&#160;&#160;")) == ""
    inner = text.format(x="0", length="36.6", text="a&#160;b")
    assert anchored(inner) == inner
