"""Pictures over the first screen: money by field and year, who pays, a timeline; the table of each behind a key."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.formatting.format import harmless
from tui.formatting.i18n import N_, _
from tui.text.pictures.blocks import Picture
from tui.text.pictures.cover import cover_picture
from tui.text.pictures.money import by_field, by_year
from tui.text.pictures.plans import plans_picture
from tui.text.pictures.timeline import FIRST_SPAN, SPANS, timeline_picture
from tui.widgets.key_bar import KeyBar
from tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from grants_db.reports.pictures.cover import Cover
    from grants_db.reports.pictures.money_by_year import MoneyByYear
    from grants_db.reports.pictures.plan_bars import PlanBars
    from grants_db.reports.pictures.timeline import TimelineRow
    from grants_db.settings import Settings

PICTURES = 5
COVER, PLANS, TIMELINE = 2, 3, 4


@dataclass(frozen=True)
class Drawn:
    """What all pictures are drawn from, on one day."""

    today: date
    money: "MoneyByYear"
    covers: "Sequence[Cover]"
    without_cost: int
    plans: "Sequence[PlanBars]"
    timeline: "Sequence[TimelineRow]"


def read_pictures(engine: "Engine", settings: "Settings", today: date) -> Drawn:
    """Read everything once."""
    from grants_db.reports.pictures.cover import covers
    from grants_db.reports.pictures.money_by_year import money_by_year
    from grants_db.reports.pictures.plan_bars import plan_bars
    from grants_db.reports.pictures.timeline import timeline
    from grants_db.storage.database import reading
    from tui.jobs.agenda_inputs import read_agenda, rules_of

    entries = read_agenda(engine, settings, today)
    with reading(engine) as session:
        paid_by, without_cost = covers(session)
        money, rows = money_by_year(session, today), timeline(session, entries)
        return Drawn(today, money, paid_by, without_cost, plan_bars(session, rules_of(settings)), rows)


class ValuesTable(RowTable):
    """The figures of a picture; there is nothing behind a row."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No row opens anything."""
        return False if action == "select_cursor" else super().check_action(action, parameters)


class PicturesScreen(ModalScreen[None]):
    """One picture at a time, as wide as the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,b,q", "leave", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
        Binding("tab", "turn(1)", N_("Nächstes Bild"), tooltip=N_("Das nächste der fünf Bilder")),
        Binding("shift+tab", "turn(-1)", N_("Voriges Bild"), show=False, tooltip=N_("Das Bild davor")),
        Binding("w", "values", N_("Bild/Tabelle"), tooltip=N_("Dieselben Werte als Tabelle, oder wieder als Bild")),
        Binding(
            "left",
            "move(-1)",
            N_("Davor"),
            key_display="←",
            priority=True,
            tooltip=N_("Frühere Tage; das Jahr oder Feld davor"),
        ),
        Binding(
            "right",
            "move(1)",
            N_("Danach"),
            key_display="→",
            priority=True,
            tooltip=N_("Spätere Tage; das Jahr oder Feld danach"),
        ),
        Binding("plus", "zoom(-1)", N_("Näher"), key_display="+", tooltip=N_("Weniger Tage, bis zu Wochen")),
        Binding("minus", "zoom(1)", N_("Weiter weg"), key_display="-", tooltip=N_("Mehr Tage, bis zu Jahren")),
    ]

    def __init__(self, drawn: Drawn) -> None:
        super().__init__()
        self._drawn = drawn
        self._at, self._as_table = 0, False
        self._chosen = [0] * PICTURES  # the year, field or move of each picture; 0: all, or today
        self._span = FIRST_SPAN

    def compose(self) -> ComposeResult:
        """The picture and its table, one of them in sight; the legend below both."""
        with Vertical(id="dialog"):
            with VerticalScroll(id="drawing"):
                yield Static(id="picture", markup=False)
            yield ValuesTable([], id="values")
            yield Static(id="legend", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """The first picture."""
        self._paint()

    def on_resize(self) -> None:
        """Drawn anew for the width there is."""
        self.call_after_refresh(self._paint)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the timeline has a scale; who pays is shown for all years at once."""
        if action == "zoom":
            return self._at == TIMELINE
        if action == "move":
            return self._at not in (COVER, PLANS)
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Back to the first screen."""
        self.dismiss()

    def action_turn(self, by: int) -> None:
        """The next picture, or the one before."""
        self._at = (self._at + by) % PICTURES
        self._paint()

    def action_values(self) -> None:
        """As a table, or as a picture."""
        self._as_table = not self._as_table
        self._paint()

    def action_move(self, by: int) -> None:
        """Earlier or later: days of the timeline, years or fields of the money."""
        self._chosen[self._at] += by
        self._paint()

    def action_zoom(self, by: int) -> None:
        """Fewer or more days."""
        self._span = max(0, min(len(SPANS) - 1, self._span + by))
        self._paint()

    def _picture(self, width: int) -> Picture:
        drawn, chosen = self._drawn, self._chosen[self._at]
        match self._at:
            case 0:
                years = [None, *drawn.money.years]
                return by_field(drawn.money, years[chosen % len(years)], width)
            case 1:
                fields = [None, *(field.number for field in drawn.money.fields)]
                return by_year(drawn.money, fields[chosen % len(fields)], width)
            case 3:
                return plans_picture(drawn.plans, width)
            case 2:
                return cover_picture(drawn.covers, drawn.without_cost, width)
            case _:
                return timeline_picture(drawn.timeline, drawn.today, self._span, chosen, width)

    def _paint(self) -> None:
        frame, drawing, values = self.query_one("#dialog"), self.query_one("#drawing"), self.query_one(RowTable)
        shown = self._picture(max(40, drawing.scrollable_content_region.width or self.size.width - 6))
        place = _("Bild {number} von {all}").format(number=self._at + 1, all=PICTURES)
        frame.border_title = Content(harmless(f"{place}: {shown.title}"))
        self.query_one("#picture", Static).update("\n".join(harmless(line) for line in shown.lines))
        self.query_one("#legend", Static).update(shown.legend)
        values.show_rows(shown.rows, columns=shown.columns)
        drawing.display, values.display = not self._as_table, self._as_table
        (values if self._as_table else drawing).focus()
        drawing.scroll_home(animate=False)
        self.refresh_bindings()
