"""A framed part of a screen with a title; its text scrolls when it is longer than the frame."""

from rich.console import Group, RenderableType
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class Panel(VerticalScroll):
    """A titled, scrolling text."""

    def __init__(self, title: str = "", id: str | None = None, *, focusable: bool = True) -> None:  # noqa: A002 - as Textual
        super().__init__(id=id)
        self.can_focus = focusable
        self.border_title = Content(title)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(markup=False)

    def show(self, text: Content | Group | RenderableType, *, title: Content | str | None = None) -> None:
        """Show this text from its beginning; a new title goes into the frame."""
        if title is not None:
            self.border_title = Content(title) if isinstance(title, str) else title
        self.query_one(Static).update(text)
        self.scroll_home(animate=False)
