"""Measures: by action field, with cost, secured money, gap and matches."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.details import measure_panel
from tui.format import money, number, one_line
from tui.i18n import N_, _, counted
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.matches import MatchView
    from grants_db.views import MeasureRow


@dataclass(frozen=True)
class Measures:
    """All measures."""

    rows: "list[MeasureRow]"


class MeasuresScreen(ListScreen[Measures]):
    """What the concept wants done, and what it lacks."""

    MODE = "measures"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Nr."), width=6),
        Column(N_("Maßnahme"), share=3),
        Column(N_("Kosten"), width=14, right=True, from_width=92),
        Column(N_("Gesichert"), width=14, right=True, from_width=110),
        Column(N_("Lücke"), width=14, right=True),
        Column(N_("offen"), width=6, right=True),
        Column(N_("angen."), width=6, right=True),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "next_field", N_("Handlungsfeld"), tooltip=N_("Nur die Maßnahmen eines Handlungsfelds zeigen")),
        Binding("g", "only_gaps", N_("Nur ungedeckte"), tooltip=N_("Nur Maßnahmen zeigen, denen Geld fehlt")),
        Binding("r", "review", N_("Treffer prüfen"), tooltip=N_("Die Treffer dieser Maßnahme ansehen und entscheiden")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[MeasureRow] = []
        self._field: int | None = None
        self._only_gaps = False

    def compose_page(self) -> ComposeResult:
        """A line that says what is shown, then the list."""
        yield Static(id="chip-text", markup=False)
        yield from super().compose_page()

    def reader(self) -> Reader[Measures]:
        """All measures: a concept has hundreds, not thousands."""

        def read(engine: "Engine") -> Measures:
            from grants_db.database import reading
            from grants_db.views import measure_rows

            with reading(engine) as session:
                return Measures(measure_rows(session))

        return read

    def empty_state(self, found: Measures) -> str:
        """Without measures, how to bring them in."""
        if found.rows:
            return ""
        return _(
            "Noch keine Maßnahmen: akquise measures import DATEI\n\nEine leere Vorlage: akquise measures template DATEI"
        )

    def show(self, found: Measures) -> None:
        """Fill the list."""
        self._rows = found.rows
        self._paint()

    def show_details(self, key: str) -> None:
        """Read the measure's matches in a worker."""
        if (row := self._row(key)) is None:
            return

        def read(engine: "Engine") -> "list[MatchView]":
            from grants_db.database import reading
            from grants_db.matches import matches_of

            with reading(engine) as session:
                return matches_of(session, row.measure.id or 0)

        self.read_aside(read, partial(self._show_details, row))

    def action_next_field(self) -> None:
        """All action fields, then one after the other."""
        numbers = sorted({row.measure.action_field_number for row in self._rows})
        ahead = [field for field in numbers if self._field is None or field > self._field]
        self._field = ahead[0] if ahead else None
        self._paint()

    def action_only_gaps(self) -> None:
        """All measures, or those that lack money."""
        self._only_gaps = not self._only_gaps
        self._paint()

    def action_review(self) -> None:
        """Go to the matches of the measure under the cursor."""
        if row := self._row(self.table.current_key or ""):
            self.akquise.review(measure=row.measure.number)

    def _paint(self) -> None:
        shown = [row for row in self._rows if self._is_shown(row)]
        self.query_one("#chip-text", Static).update(self._summary(shown))
        self.table.show_rows([_table_row(row) for row in shown])

    def _is_shown(self, row: "MeasureRow") -> bool:
        return self._field in (None, row.measure.action_field_number) and (row.unfunded or not self._only_gaps)

    def _summary(self, shown: "list[MeasureRow]") -> str:
        fields = {row.measure.action_field_number: _(row.measure.action_field.short_title) for row in self._rows}
        where = one_line(fields[self._field]) if self._field is not None else _("alle Handlungsfelder")
        total = sum((row.gap for row in shown if row.gap is not None), Decimal(0))
        unknown = sum(row.gap is None for row in shown)
        parts = [where, counted("{n} Maßnahme", "{n} Maßnahmen", len(shown))]
        parts.append(_("Lücke zusammen {sum}").format(sum=money(total)))
        if unknown:
            parts.append(counted("{n} ohne Kostenangabe", "{n} ohne Kostenangabe", unknown))
        return " · ".join(parts)

    def _row(self, key: str) -> "MeasureRow | None":
        return next((row for row in self._rows if str(row.measure.id) == key), None)

    def _show_details(self, row: "MeasureRow", found: object) -> None:
        if self.table.current_key == str(row.measure.id):
            title = one_line(_(row.measure.action_field.short_title))
            self.details.show(measure_panel(row, cast("list[MatchView]", found)), title=title)


def _table_row(row: "MeasureRow") -> Row:
    waiting, accepted = (number(row.waiting), number(row.accepted)) if row.matches else ("–", "–")
    measure = row.measure
    cells = (measure.number, measure.title, money(row.cost), money(row.secured), money(row.gap), waiting, accepted)
    return Row(str(measure.id), cells)
