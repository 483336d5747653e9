"""Makes pictures of the app by program, so that those in the README and the handbook never age.

    python -m tui.picture DATABASE_URL FOLDER [--lang en] [--today 2026-11-24]

The pictures are SVG with the fonts a reader has; nothing in them is loaded from elsewhere.
"""

import argparse
import asyncio
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tui.app import AkquiseApp
from tui.start import make_app

WIDE = (132, 38)
FONTS = "Cascadia Mono, DejaVu Sans Mono, Menlo, Consolas, monospace"
#: width of a cell in Textual's pictures, and how they write a blank
CELL, BLANK = 12.2, "&#160;"
TEXT = re.compile(
    r'(?P<open><text class="[^"]*" )x="(?P<x>[\d.]+)" (?P<y>y="[\d.]+") textLength="(?P<length>[\d.]+)" '
    r"(?P<rest>[^>]*)>(?P<text>(?P<left>(?:&#160;)*).*?(?P<right>(?:&#160;)*))</text>"
)
#: file name: the keys that lead to it
PICTURES = {
    "overview": (),
    "matches": ("2", "n", "n", "n", "n"),
    "opportunities": ("3",),
    "measures": ("4",),
    "deadlines": ("5",),
    "sources": ("6",),
}


def picture(app: AkquiseApp, keys: Sequence[str] = (), size: tuple[int, int] = WIDE) -> str:
    """The SVG of the screen that these keys lead to."""
    return asyncio.run(_picture(app, keys, size))


async def _picture(app: AkquiseApp, keys: Sequence[str], size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _round in range(2):  # the list, then the details of its first row
                await app.workers.wait_for_complete()
                await pilot.pause()
        return anchored(without_foreign_fonts(app.export_screenshot(title="akquise")))


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Write all pictures into a folder."""
    from grants_db.database import open_database
    from grants_db.settings import Settings

    parser = argparse.ArgumentParser(prog="python -m tui.picture", description="Bilder der Anwendung als SVG")
    parser.add_argument("database_url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=list(PICTURES))
    parser.add_argument("--lang", choices=["de", "en"], default="de")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 24))
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(database_url=given.database_url, lang=given.lang)
    engine = open_database(given.database_url, create=False)
    for name in given.only or PICTURES:
        svg = picture(make_app(settings, given.today, engine), PICTURES[name])
        (given.folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    engine.dispose()


if __name__ == "__main__":
    main()
