"""A table whose rows are a tree: branches are unfolded and folded by keys and by a click."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.formatting.i18n import N_
from tui.widgets.row_table import RowTable


class TreeTable(RowTable):
    """Its rows are made by the screen, which knows what is folded; keys of branches contain a colon."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "fold(False)", N_("Aufklappen"), key_display="→", tooltip=N_("Die Zeile aufklappen")),
        Binding("left", "fold(True)", N_("Zuklappen"), key_display="←", tooltip=N_("Die Zeile zuklappen"), show=False),
    ]

    class Folded(Message):
        """A branch is to be folded or unfolded; from a measure, what is above it."""

        def __init__(self, key: str, *, shut: bool) -> None:
            super().__init__()
            self.key, self.shut = key, shut

    def action_fold(self, shut: bool) -> None:
        """Fold or unfold what the cursor is on."""
        if key := self.current_key:
            self.post_message(self.Folded(key, shut=shut))

    def is_chosen_by_one_click(self, row: int) -> bool:
        """One click on a branch is enough."""
        return is_branch(self.key_at(row))


def is_branch(key: str) -> bool:
    """Is this row one that others are below?"""
    return ":" in key
