"""The council paper from a screen: which days, which file; a refusal stands in the form and loses nothing."""

from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from grants_db.errors import DoubtError
from grants_db.typed_days import read_day
from tui.formatting.form_values import or_nothing
from tui.formatting.i18n import _
from tui.screens.base.form import Filled, FormScreen, Line
from tui.screens.base.page import PageScreen

if TYPE_CHECKING:
    from sqlalchemy import Engine


def ask_for_council_paper(screen: PageScreen[Any]) -> None:
    """Ask for days and file, write the paper, say where it lies; in a browser hand it over instead."""
    asked = CouncilPaperForm(screen)
    fields = [
        Line(_("Datei"), value=asked.proposed_file(), hint=_(".docx, .xlsx oder .html")),
        Line(_("Von"), or_nothing(asked.day), value=f"01.01.{asked.today.year}", hint=_("TT.MM.JJJJ; leer: alles")),
        Line(_("Bis"), or_nothing(asked.day), value=f"{asked.today:%d.%m.%Y}", hint=_("TT.MM.JJJJ; leer: alles")),
    ]
    what = _("Beantragt, bewilligt, abgelehnt, nicht verfolgt: mit allen Zeilen hinter den Zahlen.")
    form = FormScreen(_("Vorlage für den Rat"), what, fields, store=asked.store, engine=screen.context.engine)
    screen.app.push_screen(form, asked.after)


class CouncilPaperForm:
    """What the form needs to know, and what becomes of it."""

    def __init__(self, screen: PageScreen[Any]) -> None:
        self._screen, self.today = screen, screen.context.today
        self._in_browser = screen.app.is_web
        self._made = b""

    def proposed_file(self) -> str:
        """Where the file would lie: in the folder of downloads, under a name that nothing there has."""
        from platformdirs import user_downloads_path

        stem = f"akquise-rat-{self.today.isoformat()}"
        if self._in_browser:
            return f"{stem}.docx"
        names = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
        paths = (user_downloads_path() / f"{name}.docx" for name in names)
        return str(next((path for path in paths if not path.exists()), user_downloads_path() / f"{stem}.docx"))

    def day(self, typed: str) -> date:
        """A day as it was typed; UsageError for what is none."""
        return read_day(typed, self.today)

    def store(self, filled: Filled) -> "Callable[[Engine], object]":
        """What writes the paper as it was asked for."""
        return partial(self._write, filled)

    def _write(self, filled: Filled, engine: "Engine") -> None:
        from grants_db.reports.council.figures import TimeSpan
        from tui.papers.writing import write_council_paper

        name, *days = filled.lines
        since, until = (self.day(typed) if typed.strip() else None for typed in days)
        settings, span = self._screen.context.settings, TimeSpan(since, until)
        if not self._in_browser:
            path = Path(name.strip()).expanduser()
            if path.exists() and not filled.insists:
                raise DoubtError("Die Datei {path} gibt es schon; sie würde ersetzt.", path=path)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_council_paper(engine, settings, self.today, span, path)
            return
        with TemporaryDirectory() as folder:
            path = Path(folder) / Path(name.strip()).name
            write_council_paper(engine, settings, self.today, span, path)
            self._made = path.read_bytes()

    def after(self, filled: Filled | None) -> None:
        """Say where it lies, or hand it to the browser."""
        if filled is None:
            return
        name = filled.lines[0].strip()
        if self._in_browser:
            name = Path(name).name
            self._screen.app.deliver_binary(BytesIO(self._made), save_filename=name)
            self._screen.say(_("Die Vorlage geht an Ihren Browser: {name}").format(name=name))
        else:
            self._screen.say(_("Die Vorlage für den Rat liegt hier: {path}").format(path=Path(name).expanduser()))
