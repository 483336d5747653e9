"""The first picture: tabs and keys, before any screen, setting or table is loaded."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.formatting.i18n import _
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from tui.screens.base.host import Host


class StartScreen(Screen[None]):
    """Stands until the database is open; the screen that follows looks the same around its page."""

    MODE = "start"

    def compose(self) -> ComposeResult:
        """The frame of every screen, with a notice in the place of its page; the real bar of keys takes its time."""
        app = cast("Host", self.app)
        yield TopBar(app.FIRST, practice=app.in_practice)
        yield Static(_("Die Datenbank wird geöffnet …"), id="notice", markup=False)
        keys = (("?", _("Tasten")), ("q", _("Ende")))
        named = [Content.assemble((f" {key} ", "bold $footer-key-foreground"), name) for key, name in keys]
        yield Static(Content(" ").join(named), id="first-keys")
