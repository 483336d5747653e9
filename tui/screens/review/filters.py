"""What the review queue can be narrowed down to is asked in a form."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.formatting.facets import facet_name
from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.screens.base.form import Choice, Filled, FormScreen

if TYPE_CHECKING:
    from grants_db.models.measure import ActionField
    from grants_db.review.queue import MatchLine


def ask_for_field(screen: Widget, fields: "Sequence[ActionField]", narrow: Callable[[int | None], None]) -> None:
    """Ask for an action field, or all."""
    numbers = [None, *(one.number for one in fields)]
    names = [_("alle"), *(f"{one.number} {one_line(one.title)}" for one in fields)]

    def answered(filled: Filled | None) -> None:
        if filled is not None:
            narrow(numbers[filled.choice])

    what = _("Nur die Maßnahmen eines Handlungsfelds zeigen")
    screen.app.push_screen(FormScreen(_("Handlungsfeld"), what, [Choice(names)]), answered)


def ask_for_facet(screen: Widget, matches: "Iterable[MatchLine]", narrow: Callable[[str], None]) -> None:
    """Ask for one of the facets that these matches were read as, or all."""
    codes = {code for line in matches for code in line.facets}
    choices = [("", _("alle")), *sorted(((code, facet_name(code)) for code in codes), key=lambda each: each[1])]

    def answered(filled: Filled | None) -> None:
        if filled is not None:
            narrow(choices[filled.choice][0])

    what = _("Nur Angebote zeigen, die so gelesen sind; gilt für alle Maßnahmen, bis x es aufhebt")
    screen.app.push_screen(FormScreen(_("Merkmal"), what, [Choice([name for _code, name in choices])]), answered)
