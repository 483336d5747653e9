"""Makes pictures of the app by program, so that those in the README and the handbook never age.

    python -m docs.tools.pictures --practice docs/handbuch/bilder  # plays the story on its own practice database
    python -m docs.tools.pictures DATABASE_URL FOLDER [--today 2026-11-24]

`--only NAME …` makes some of them, `--lang en` English ones. The pictures are SVG with the fonts a reader has; nothing
in them is loaded from elsewhere. On the same code the practice pictures are the same, byte for byte.
"""

import argparse
import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Input

from tui.app.app import AkquiseApp
from tui.app.launch import make_app
from tui.widgets.theme import LIGHT

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.settings import Settings

DESK, NARROW = (120, 35), (80, 24)
#: both in the practice office's own folder, where no path of this machine stands
DATABASE, CONFIGURATION = "sqlite:///akquise.db", Path("akquise", "config.toml")
FONTS = "Cascadia Mono, DejaVu Sans Mono, Menlo, Consolas, monospace"
#: width of a cell in Textual's pictures, and how they write a blank
CELL, BLANK = 12.2, "&#160;"
TEXT = re.compile(
    r'(?P<open><text class="[^"]*" )x="(?P<x>[\d.]+)" (?P<y>y="[\d.]+") textLength="(?P<length>[\d.]+)" '
    r"(?P<rest>[^>]*)>(?P<text>(?P<left>(?:&#160;)*).*?(?P<right>(?:&#160;)*))</text>"
)
#: a screen counts as still when it looks the same this often, this many seconds apart
STILL, PAUSE = 4, 0.12
#: the clock that the practice office reads; pictures show neither clock nor settings of this machine
CLOCK = "Europe/Berlin"
#: the practice office's settings, for the pictures; the story is told without, so that nothing is sent
OFFICE = """
contact = "foerdermittel@stadt.example"
unit = "{unit}"
[mail]
host = "mail.stadt.example"
sender = "akquise@stadt.example"
office = "foerdermittel@stadt.example"
[mail.units]
"{unit}" = "integration@stadt.example"
[thresholds]
"Stadtplanungsamt" = [42, 14, 3]
"""


@dataclass(frozen=True)
class Picture:
    """A picture: the keys that lead to it, its size, whose app it is, and whether it is light."""

    keys: tuple[str, ...] = ()
    size: tuple[int, int] = DESK
    unit: str = ""
    light: bool = False


#: to a measure whose best waiting match is an English call for a German text
TO_BRIDGES = ("2", "n", "n", "n")
UNIT = "Amt für Integration und Soziales"
PICTURES: Mapping[str, Picture] = {
    "uebersicht": Picture(),
    "uebersicht-einheit": Picture(unit=UNIT),
    "uebersicht-tafel": Picture(("m",)),
    "treffer": Picture(TO_BRIDGES),
    "treffer-schmal": Picture(TO_BRIDGES, NARROW),
    "treffer-belege": Picture((*TO_BRIDGES, "k", "b"), (120, 45)),
    "treffer-verwerfen": Picture((*TO_BRIDGES, "d")),
    "treffer-markiert": Picture((*TO_BRIDGES, "space", "j", "space", "j", "space")),
    "treffer-knapp-daneben": Picture((*TO_BRIDGES, "h")),
    "treffer-nach-angebot": Picture(("2", "r", "n", "space", "j", "space")),
    "foerderangebote": Picture(("3", "down")),
    "foerderangebote-suche": Picture(("3", "slash", *"sprache")),
    "foerderangebote-fassungen": Picture(("3", "slash", *"verwaltung", "escape", "enter", "end")),
    "massnahmen": Picture(("4",)),
    "massnahmen-einheit": Picture(("4",), unit=UNIT, light=True),
    "fristen": Picture(("5",)),
    "fristen-monat": Picture(("5", "m", "n")),
    "quellen": Picture(("6",)),
    "antraege": Picture(("7",)),
    "antraege-tafel": Picture(("7", "m")),
    "antrag": Picture(("7", "enter"), (120, 45)),
    "antrag-bescheid": Picture(("7", "down", "plus", "enter")),
    "warum": Picture(("8", "down", "down")),
    "einstellungen": Picture(("9",), unit=UNIT),
    "befehle": Picture(("2", "ctrl+p")),
    "tasten": Picture(("2", "question_mark")),
}


def picture(app: AkquiseApp, keys: Sequence[str] = (), size: tuple[int, int] = DESK) -> str:
    """The SVG of the screen that these keys lead to."""
    return asyncio.run(_picture(app, keys, size))


async def _picture(app: AkquiseApp, keys: Sequence[str], size: tuple[int, int]) -> str:
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            shown = [""]
            while len(shown) < STILL or len(set(shown[-STILL:])) > 1:
                await app.workers.wait_for_complete()
                await pilot.pause(PAUSE)
                for line in app.screen.query(Input):
                    line.cursor_blink = False
                shown.append(app.export_screenshot(title="akquise"))
        return anchored(without_foreign_fonts(shown[-1]))


def anchored(svg: str) -> str:
    """The picture with every text beginning where its first sign stands: some viewers swallow blanks at its ends."""
    return TEXT.sub(_anchored, svg)


def _anchored(found: re.Match[str]) -> str:
    text = found["text"]
    bare = text[len(found["left"]) : len(text) - len(found["right"])]
    if not bare:
        return ""
    before, after = (len(found[side]) // len(BLANK) for side in ("left", "right"))
    x = float(found["x"]) + before * CELL
    length = float(found["length"]) - (before + after) * CELL
    return f'{found["open"]}x="{x:g}" {found["y"]} textLength="{length:g}" {found["rest"]}>{bare}</text>'


def without_foreign_fonts(svg: str) -> str:
    """The picture without font files from other hosts, in a fixed-width font that the reader has."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    return re.sub(r"font-family:\s*[^;]*;", f"font-family: {FONTS};", svg)


def practice_pictures(folder: Path, names: Sequence[str], lang: str) -> None:
    """Tell the story in a practice database of its own, then take these pictures of its last morning."""
    from docs.tools.picture_story import LAST_LOOK, MORNING, tell
    from grants_db.settings import load_settings

    with _practice_office():
        engine = tell(DATABASE)
        CONFIGURATION.parent.mkdir()
        CONFIGURATION.write_text(OFFICE.format(unit=UNIT), encoding="utf-8")
        environment = {"AKQUISE_DATABASE_URL": DATABASE, "AKQUISE_LANG": lang}
        take(folder, names, load_settings(environment, CONFIGURATION), engine, MORNING.date(), MORNING, LAST_LOOK)
        engine.dispose()


def take(
    folder: Path,
    names: Sequence[str],
    settings: "Settings",
    engine: "Engine",
    today: date,
    at: datetime | None = None,
    since: datetime | None = None,
) -> None:
    """Write these pictures; `at` is what the clock shows, `since` when the user last looked."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        wanted = PICTURES[name]
        app = make_app(settings.model_copy(update={"unit": wanted.unit}), today, engine)
        app.context.since = since
        if at is not None:
            app.context.clock, app.context.config_file = lambda: at, CONFIGURATION
        if wanted.light:
            app.theme = LIGHT.name
        (folder / f"{name}.svg").write_text(picture(app, wanted.keys, wanted.size), encoding="utf-8")
        sys.stderr.write(f"{folder / name}.svg\n")


@contextmanager
def _practice_office() -> Iterator[None]:
    """An empty folder to work in, with the settings and the clock of nobody's machine."""
    before, place = dict(os.environ), Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        ours = {"XDG_CONFIG_HOME": folder, "TZ": CLOCK}
        _environment({name: value for name, value in before.items() if not name.startswith("AKQUISE_")} | ours)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(place)
            _environment(before)


def _environment(wanted: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(wanted)
    time.tzset()


def main(arguments: Sequence[str] | None = None) -> None:
    """Write all pictures into a folder."""
    parser = argparse.ArgumentParser(prog="python -m docs.tools.pictures", description="Bilder der Anwendung als SVG")
    parser.add_argument("database_url", nargs="?")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--practice", action="store_true", help="mit einer eigenen Übungsdatenbank")
    parser.add_argument("--only", nargs="+", choices=list(PICTURES), metavar="NAME", help=", ".join(PICTURES))
    parser.add_argument("--lang", choices=["de", "en"], default="de")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 24))
    given = parser.parse_args(arguments)
    if given.practice == bool(given.database_url):
        parser.error("either --practice or a database's address")
    names, folder = given.only or list(PICTURES), given.folder.absolute()
    if given.practice:
        practice_pictures(folder, names, given.lang)
        return
    from grants_db.settings import Settings
    from grants_db.storage.database import open_database

    engine = open_database(given.database_url, create=False)
    take(folder, names, Settings(database_url=given.database_url, lang=given.lang), engine, given.today)
    engine.dispose()


if __name__ == "__main__":
    main()
