"""How the review queue is laid out: the lists on the left; head, texts and reasons on the right."""

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.formatting.i18n import _
from tui.widgets.choices import Choices
from tui.widgets.panel import Panel


def review_layout() -> ComposeResult:
    """The widgets of the review queue; what of them is shown at which width is in `app.tcss`."""
    with Horizontal(id="review"):
        with Vertical(id="queue"):
            yield _options(_("Maßnahmen"), "measures")
            yield _options(_("Treffer"), "proposals")
        with Vertical(id="pair"):
            yield Static(id="head", markup=False)
            with Horizontal(id="texts"):
                yield Panel(_("Maßnahme"), id="measure-text")
                yield Panel(_("Förderangebot"), id="call-text")
            with Container(id="reasons"):
                yield Panel(_("Förderfähigkeit"), id="eligibility")
                yield Panel(_("Angaben"), id="facts")
                yield Panel(_("Bewertung"), id="score")
                yield _options(_("Auch vorgeschlagen für"), "others")


def _options(title: str, name: str) -> OptionList:
    options = Choices(id=name, markup=False, compact=True)
    options.border_title = Content(title)
    return options
