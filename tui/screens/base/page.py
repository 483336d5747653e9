"""What all screens share: the tabs on top, the keys below, and reading the database without blocking."""

from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import events, message
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from grants_db.errors import AkquiseError, OvertakenError
from grants_db.rules.web_address import is_web_address
from tui.formatting.format import harmless, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.links import has_browser
from tui.formatting.messages import sentence
from tui.formatting.worker_errors import EXPECTED, explained
from tui.state.context import AppContext
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_bar import TopBar
from tui.widgets.work_line import WorkLine

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tui.screens.base.host import Host

Found = TypeVar("Found")
Reader = Callable[["Engine"], Found]
Refused = Callable[[AkquiseError], object]


class PageScreen(Screen[None], Generic[Found]):
    """A screen that reads something and shows it; subclasses say what (`reader`) and how (`show`)."""

    #: its name in the app's table of modes
    MODE: ClassVar[str]
    #: actions that also make sense while there is nothing to show
    BEGINNINGS: ClassVar[frozenset[str]] = frozenset()
    #: the actions that are offered beside the app's own; None: all
    offered: frozenset[str] | None = None
    CSS_PATH = Path(__file__).parent / "screens.tcss"  # for every subclass, wherever its module lies
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual types it as no class variable
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "reload", N_("Neu laden"), tooltip=N_("Die Datenbank noch einmal lesen"), show=False),
        Binding(
            "c",
            "cite",
            N_("Zitieren"),
            tooltip=N_("Titel, Quelle und Datum in die Zwischenablage kopieren"),
            show=False,
        ),
        Binding("tab", "app.focus_next", N_("Nächster Teil"), tooltip=N_("Zum nächsten Teil springen"), show=False),
    ]

    class Fetched(message.Message):
        """A reading is done."""

        def __init__(self, found: object) -> None:
            super().__init__()
            self.found = found

    class Written(message.Message):
        """A writing, or a reading beside the page, is done; `go_on` is called with what it gave."""

        def __init__(self, found: object, go_on: Callable[[object], None]) -> None:
            super().__init__()
            self.found, self.go_on = found, go_on

    class Failed(message.Message):
        """A reading or a writing failed, and why; `go_on` is called once that is said."""

        def __init__(self, error: AkquiseError, go_on: Callable[[], object] | None = None) -> None:
            super().__init__()
            self.said, self.go_on = error.sentence, go_on
            self.overtaken = isinstance(error, OvertakenError)

    @property
    def akquise(self) -> "Host":
        """The app this screen belongs to."""
        return cast("Host", self.app)

    @property
    def context(self) -> AppContext:
        """What every screen works with."""
        return self.akquise.context

    def compose(self) -> ComposeResult:
        """Tabs, page, keys; the page waits behind a notice until there is something to show."""
        yield TopBar(self.MODE, self.akquise.place(), practice=self.akquise.in_practice)
        yield Static(_("Die Datenbank wird geöffnet …"), id="notice", markup=False)
        with Container(id="page"):
            yield from self.compose_page()
        yield WorkLine()
        yield KeyBar()

    def compose_page(self) -> ComposeResult:
        """The widgets of this screen."""
        raise NotImplementedError

    def reader(self) -> Reader[Found]:
        """What to read; called in the app, the function it gives is called in a worker and touches no widget."""
        raise NotImplementedError

    def show(self, found: Found) -> None:
        """Show what was read."""
        raise NotImplementedError

    def empty_state(self, found: Found) -> str:
        """What to do next when there is nothing to show; empty when there is something."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Come to the front: what other screens decided is read again."""
        self.action_reload()

    def on_resize(self, _event: events.Resize) -> None:
        """Keys and frames may change with the width."""
        self.refresh_bindings()

    def action_reload(self) -> None:
        """Read in a worker; a newer reading replaces an older one that still runs."""
        if self.context.engine is not None:
            job = partial(self._tell_if_newest, self.reader(), self.context.engine, self.Fetched)
            self.run_worker(job, thread=True, exclusive=True, group="read")
        elif self.context.error is not None:
            self.post_message(self.Failed(self.context.error))

    def write(self, writer: Reader[object], go_on: Callable[[object], None], refused: Refused | None = None) -> None:
        """Write in a worker, then go on in the app with what the writer gave; `refused` hears why nothing was written.

        Without it the page is read anew, since somebody else may have changed what it shows.
        """
        if self.context.engine is not None:
            job = partial(self._write, writer, self.context.engine, go_on, refused or self.after_refusal)
            self.run_worker(job, thread=True, group="write")

    def after_refusal(self, _error: AkquiseError) -> None:
        """Read what stands now."""
        self.action_reload()

    def read_aside(self, reader: Reader[object], go_on: Callable[[object], None]) -> None:
        """Read something that stands beside the page, such as details, then show it; the newest reading counts."""
        self._read_extra(reader, go_on, "aside")

    def read_to_open(self, reader: Reader[object], go_on: Callable[[object], None]) -> None:
        """Read what a key asked for, such as what a form begins with, then open it; the last key counts."""
        self._read_extra(reader, go_on, "open")

    def _read_extra(self, reader: Reader[object], go_on: Callable[[object], None], group: str) -> None:
        if self.context.engine is not None:
            job = partial(self._tell_if_newest, reader, self.context.engine, lambda found: self.Written(found, go_on))
            self.run_worker(job, thread=True, exclusive=True, group=group)

    def open_address(self, address: str) -> None:
        """Open a web address in the browser; without one, copy it; in practice, or if it is none, it stays shut."""
        shown = one_line(address)
        if not is_web_address(address):
            self.say(_("Diese Adresse lässt sich nicht öffnen: {address}").format(address=shown), bad=True)
        elif self.akquise.in_practice:
            self.say(_("In der Übung wird keine Seite geöffnet: {address}").format(address=shown))
        elif self.app.is_web or has_browser():
            self.app.open_url(address)
            self.say(_("Im Browser geöffnet: {address}").format(address=shown))
        else:
            self.app.copy_to_clipboard(address)
            self.say(_("Kein Browser hier; die Adresse ist in der Zwischenablage: {address}").format(address=shown))

    def call_to_cite(self) -> int | None:
        """The id of the call that `c` copies a citation of; None where the screen is at none."""
        return None

    def action_cite(self) -> None:
        """Copy a citation of the call at hand."""
        key, today = self.call_to_cite(), self.context.today
        if key is None:
            return

        def read(engine: "Engine") -> tuple[str, str]:
            from grants_db.models.source import Source
            from grants_db.opportunities.store import get_opportunity
            from grants_db.storage.database import reading
            from tui.text.citation import citation

            with reading(engine) as session:
                call = get_opportunity(session, key)
                return call.title, citation(call, session.get(Source, call.source_name), today)

        self.write(read, self._cited)

    def _cited(self, found: object) -> None:
        title, text = cast("tuple[str, str]", found)
        self.app.copy_to_clipboard(text)
        self.say(_("Zitat kopiert: {title}").format(title=one_line(title)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is only something to cite at a call."""
        if action == "cite":
            return self.is_mounted and self.call_to_cite() is not None
        return super().check_action(action, parameters)

    def print_sheet(self, kind: str, key: str) -> None:
        """Make a page to print of a thing or a list (`tui.printing.sheet`), and open it or say where it lies."""
        settings, today, in_browser = self.context.settings, self.context.today, self.app.is_web

        def make(engine: "Engine") -> "tuple[str, str, Path | None]":
            from platformdirs import user_downloads_path

            from tui.printing.sheet import make_sheet, write_sheet

            name, page = make_sheet(engine, settings, today, kind, key)
            return name, page, None if in_browser else write_sheet(user_downloads_path(), name, page)

        def hand_over(made: object) -> None:
            name, page, path = cast("tuple[str, str, Path | None]", made)
            if path is None:
                self.app.deliver_text(StringIO(page), save_filename=name, open_method="browser", mime_type="text/html")
                self.say(_("Das Blatt geht an Ihren Browser: {name}").format(name=name))
                return
            if has_browser():
                self.app.open_url(path.as_uri())
            self.say(_("Das Blatt zum Drucken liegt hier: {path}").format(path=path))

        self.write(make, hand_over)

    def say(self, text: str, *, bad: bool = False, until_a_key: bool = False) -> None:
        """A message over the page, in place of the one before; it stays until it can have been read."""
        self.akquise.tell(text, "error" if bad else "information", until_a_key=until_a_key)

    def notice(self, text: str) -> None:
        """Show a notice instead of the page; an empty text brings the page back."""
        self.set_class(not text, "-ready")
        if text:  # hidden otherwise, and a new text would have the whole screen laid out anew
            self.query_one("#notice", Static).update(harmless(text))

    def on_page_screen_fetched(self, message: Fetched) -> None:
        """Paint what the worker read."""
        found = cast("Found", message.found)
        hint = self.empty_state(found)
        self.notice(hint)
        self.offered = self.BEGINNINGS if hint else None
        if not hint:
            self.show(found)
        self.refresh_bindings()

    def on_page_screen_failed(self, message: Failed) -> None:
        """Say what went wrong: on the page if it is still empty, else over it."""
        text = sentence(message.said)
        if self.has_class("-ready"):
            self.say(text, bad=True, until_a_key=message.overtaken)
        else:
            self.notice(text)
        if message.go_on is not None:
            message.go_on()

    def on_page_screen_written(self, message: Written) -> None:
        """Go on after a writing."""
        message.go_on(message.found)

    def _tell_if_newest(self, reader: Reader[Any], engine: "Engine", done: Callable[[Any], message.Message]) -> None:
        """Read; what an older reading found is not told, however late it comes."""
        worker = get_current_worker()
        try:
            told = done(reader(engine))
        except EXPECTED as error:
            told = self.Failed(explained(error))
        if not worker.is_cancelled:
            self.post_message(told)

    def _write(
        self, writer: Reader[object], engine: "Engine", go_on: Callable[[object], None], refused: Refused | None
    ) -> None:
        try:
            self.post_message(self.Written(writer(engine), go_on))
        except EXPECTED as error:
            told = explained(error)
            self.post_message(self.Failed(told, partial(refused, told) if refused else None))
