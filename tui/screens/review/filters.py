"""What the review queue can be narrowed down to is asked in a form."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.screens.base.form import Choice, Filled, FormScreen

if TYPE_CHECKING:
    from grants_db.models.measure import ActionField


def field_question(
    fields: "Sequence[ActionField]", narrowed: Callable[[int | None], None]
) -> tuple[FormScreen, Callable[[Filled | None], None]]:
    """A form that asks for an action field, or all, and what takes the answer."""
    numbers = [None, *(one.number for one in fields)]
    names = [_("alle"), *(f"{one.number} {one_line(one.title)}" for one in fields)]

    def answered(filled: Filled | None) -> None:
        if filled is not None:
            narrowed(numbers[filled.choice])

    what = _("Nur die Maßnahmen eines Handlungsfelds zeigen")
    return FormScreen(_("Handlungsfeld"), what, [Choice(names)]), answered
