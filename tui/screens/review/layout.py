"""How the review queue is laid out: lists on the left; head, texts and reasons on the right; and its keys."""

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.formatting.i18n import N_, _
from tui.widgets.choices import Choices
from tui.widgets.panel import Panel

#: the keys that walk through the queue
WALK: list[BindingType] = [
    Binding("j,down,right", "next", N_("Weiter"), key_display="j", tooltip=N_("Zum nächsten Treffer")),
    Binding("k,up,left", "previous", N_("Zurück"), key_display="k", tooltip=N_("Zum vorigen Treffer")),
    Binding("n", "next_measure", N_("Nächste Maßnahme"), tooltip=N_("Zur nächsten Maßnahme")),
    Binding("p", "previous_measure", N_("Vorige"), tooltip=N_("Zur vorigen Maßnahme")),
    Binding("r", "by_call", N_("Nach Angebot"), tooltip=N_("Dieses Förderangebot mit allen seinen Maßnahmen ansehen")),
    Binding("g", "reasons", N_("Gründe"), tooltip=N_("Zwischen den Texten und den Gründen wechseln")),
    Binding("b", "evidence", N_("Belege"), tooltip=N_("Zu jeder Angabe den Satz zeigen, aus dem sie stammt")),
    Binding("m", "queue", N_("Liste"), tooltip=N_("Die Liste der Maßnahmen und Treffer zeigen")),
    Binding("escape", "back", N_("Texte"), key_display="Esc", tooltip=N_("Zurück zu den beiden Texten")),
    Binding("f", "field", N_("Handlungsfeld"), tooltip=N_("Nur die Maßnahmen eines Handlungsfelds zeigen")),
    Binding("w", "only_open", N_("Nur offene"), tooltip=N_("Angenommenes und Verworfenes verbergen oder zeigen")),
    Binding("x", "clear", N_("Filter löschen"), tooltip=N_("Alles zeigen und nichts markieren")),
    Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    Binding("F", "facet", N_("Merkmal"), tooltip=N_("Nur Angebote eines Themas, einer Zielgruppe … zeigen")),
    Binding("D", "sheet", N_("Drucken"), tooltip=N_("Ein Blatt zum Drucken machen")),
    Binding("pagedown", "scroll_texts(1)", N_("Weiterlesen"), tooltip=N_("Beide Texte weiter"), show=False),
    Binding("pageup", "scroll_texts(-1)", N_("Zurücklesen"), tooltip=N_("Beide Texte zurück"), show=False),
]


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
