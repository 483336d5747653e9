"""The handbook inside the app: the page of the screen one is on, its links, and the way back."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Markdown

from tui.formatting.i18n import N_, _
from tui.state.handbook import handbook_pages
from tui.state.handbook_links import page_of
from tui.widgets.key_bar import KeyBar

#: the index, where a screen has no page of its own
INDEX = "README"


class HandbookScreen(ModalScreen[None]):
    """Reads the installed pages; they are few and short."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", N_("Zurück"), key_display="Esc", tooltip=N_("Zur vorigen Seite, am Ende zurück")),
        Binding("home", "index", N_("Inhalt"), tooltip=N_("Zum Inhalt des Handbuchs")),
    ]

    def __init__(self, page: str = INDEX) -> None:
        super().__init__()
        self._pages = handbook_pages()
        self._way = [page if page in self._pages else INDEX]

    def compose(self) -> ComposeResult:
        """The page in a frame."""
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = _("Handbuch")
            yield Markdown(self._text(), open_links=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#dialog").focus()

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Another page of the handbook opens here; other addresses stay shut."""
        event.stop()
        if (page := page_of(event.href)) in self._pages:
            self._way.append(page)
            self._show()

    def action_index(self) -> None:
        """The index."""
        self._way.append(INDEX)
        self._show()

    def action_back(self) -> None:
        """The page before, or back to the screen."""
        self._way.pop()
        if self._way:
            self._show()
        else:
            self.dismiss(None)

    def _text(self) -> str:
        return self._pages[self._way[-1]].read_text(encoding="utf-8")

    def _show(self) -> None:
        self.query_one(Markdown).update(self._text())
        self.query_one("#dialog", VerticalScroll).scroll_home(animate=False)
