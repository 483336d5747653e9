"""The line one searches in."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class SearchLine(Input):
    """Textual's line, but a letter more lays the screen out no more than it has to: its width is the screen's."""

    virtual_size = Reactive(Size(0, 0))
