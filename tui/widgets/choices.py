"""A list to choose from, whose key stands in the footer."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from tui.i18n import N_


class Choices(OptionList):
    """Textual's list of options; Enter chooses, and the footer says so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", N_("Wählen"), key_display="⏎", tooltip=N_("Die gewählte Zeile nehmen")),
    ]
