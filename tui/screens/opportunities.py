"""Opportunities: search while typing, filters, pages read from SQL, details with the source's own text."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from grants_db.vocabulary import Level, OpportunityStatus
from tui.details import opportunity_panel
from tui.format import deadline_in_a_column, number, one_line, route_sign
from tui.i18n import N_, _, counted
from tui.labels import label
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.models.measure import ActionField
    from grants_db.search import OpportunityPage, OpportunityRow
    from grants_db.views import OpportunityDetails

#: rows read at once
PAGE = 100
STATUS_ORDER = [
    OpportunityStatus.OPEN,
    OpportunityStatus.FORECASTED,
    OpportunityStatus.UNKNOWN,
    OpportunityStatus.CLOSED,
]
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and from which row on it is shown."""

    words: str = ""
    level: Level | None = None
    status: OpportunityStatus | None = None
    action_field: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class Hits:
    """A page of calls, and the action fields one can filter by."""

    page: "OpportunityPage"
    fields: "list[ActionField]"
    wanted: Wanted


class OpportunitiesScreen(ListScreen[Hits]):
    """All calls that are known."""

    MODE = "opportunities"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Titel"), share=3),
        Column(N_("Ebene"), width=8),
        Column(N_("Stand"), width=11),
        Column(N_("Frist"), width=17),
        Column(N_("Antrag"), width=13, from_width=86),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", N_("Suchen"), key_display="/", tooltip=N_("In Titeln und Texten suchen")),
        Binding("e", "next_level", N_("Ebene"), tooltip=N_("Nach Ebene filtern: Land, Bund, EU, Stiftung")),
        Binding("s", "next_status", N_("Stand"), tooltip=N_("Nach Stand filtern: offen, angekündigt, geschlossen")),
        Binding("f", "next_field", N_("Handlungsfeld"), tooltip=N_("Nur, was für ein Handlungsfeld vorgeschlagen ist")),
        Binding("x", "clear", N_("Filter löschen"), tooltip=N_("Suche und Filter zurücknehmen")),
        Binding("n", "next_page", N_("Nächste Seite"), tooltip=N_("Die nächsten Förderangebote der Liste")),
        Binding("p", "previous_page", N_("Vorige Seite"), tooltip=N_("Die vorigen Förderangebote der Liste")),
        Binding("o", "open_link", N_("Quelle öffnen"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
        Binding("b", "evidence", N_("Belege"), tooltip=N_("Zu jeder Angabe den Satz zeigen, aus dem sie stammt")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Ein Blatt zum Drucken machen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._fields: list[ActionField] = []
        self._has_pages = self._is_last = False
        self._evidence = False
        self._open: OpportunityDetails | None = None

    def compose_page(self) -> ComposeResult:
        """The search above the list."""
        with Vertical(id="search"):
            yield Input(placeholder=_("Suchen: Wörter aus Titel, Text oder Fördergeber"), id="words", compact=True)
            with Horizontal(id="chips"):
                yield Static(id="chip-text", markup=False)
        yield from super().compose_page()

    def reader(self) -> Reader[Hits]:
        """One page of what is wanted now."""
        wanted, today = self.wanted, self.desk.today

        def read(engine: "Engine") -> Hits:
            from grants_db.database import reading
            from grants_db.measures import list_action_fields
            from grants_db.search import OpportunityFilter, search

            asked = OpportunityFilter(wanted.words, wanted.level, wanted.status, wanted.action_field)
            with reading(engine) as session:
                page = search(session, asked, today, limit=PAGE, offset=wanted.offset)
                return Hits(page, list(list_action_fields(session)), wanted)

        return read

    def empty_state(self, found: Hits) -> str:
        """Without any call, how to get some; a search without hits is no empty database."""
        if found.page.total or found.wanted != Wanted():
            return ""
        return _("Noch keine Förderangebote.\n\nAbholen: akquise crawl run\nZum Üben: akquise demo")

    def show(self, found: Hits) -> None:
        """Fill the list and say what it shows."""
        self._fields, self._is_last = found.fields, found.page.is_last
        self._has_pages = found.page.total > PAGE
        self.query_one("#chip-text", Static).update(self._chips(found))
        rows = [_row(hit, self.desk.today) for hit in found.page.rows]
        if not rows:
            self._open = None
            self.details.show(_("Nichts gefunden. x nimmt Suche und Filter zurück."), title="")
        self.table.show_rows(rows)

    def show_details(self, key: str) -> None:
        """Read the details in a worker; the newest cursor position wins."""

        def read(engine: "Engine") -> "OpportunityDetails":
            from grants_db.database import reading
            from grants_db.views import opportunity_details

            with reading(engine) as session:
                return opportunity_details(session, int(key), self.desk.today)

        self.read_aside(read, self._show_details)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        self._want(replace(self.wanted, words=event.value.strip(), offset=0))

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter leaves the search for the list."""
        self.table.focus()

    def action_search(self) -> None:
        """Go into the search."""
        self.remove_class("-reading")
        self.query_one("#words", Input).focus()

    def action_back(self) -> None:
        """Leave the details or the search."""
        super().action_back()

    def action_next_level(self) -> None:
        """All levels, then one after the other."""
        self._want(replace(self.wanted, level=_after(self.wanted.level, list(Level)), offset=0))

    def action_next_status(self) -> None:
        """Any status, then one after the other."""
        self._want(replace(self.wanted, status=_after(self.wanted.status, STATUS_ORDER), offset=0))

    def action_next_field(self) -> None:
        """All action fields, then one after the other."""
        numbers = [field.number for field in self._fields]
        self._want(replace(self.wanted, action_field=_after(self.wanted.action_field, numbers), offset=0))

    def action_clear(self) -> None:
        """Show everything again."""
        with self.prevent(Input.Changed):
            self.query_one("#words", Input).value = ""
        self._want(Wanted())

    def action_next_page(self) -> None:
        """The rows after these."""
        if not self._is_last:
            self._want(replace(self.wanted, offset=self.wanted.offset + PAGE))

    def action_previous_page(self) -> None:
        """The rows before these."""
        if self.wanted.offset:
            self._want(replace(self.wanted, offset=max(0, self.wanted.offset - PAGE)))

    def action_open_link(self) -> None:
        """Open the source's page."""
        if self._open is not None:
            self.open_address(self._open.opportunity.url)

    def action_sheet(self) -> None:
        """Print the call under the cursor."""
        if self._open is not None:
            self.print_sheet("opportunity", str(self._open.opportunity.id))

    def action_evidence(self) -> None:
        """Show or hide the quoted sentences."""
        self._evidence = not self._evidence
        if self._open is not None:
            self._paint_details(self._open)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages are only offered where there are several; Escape also leaves the search."""
        if action in ("next_page", "previous_page"):
            return self._has_pages
        if action == "back" and isinstance(self.focused, Input):
            return True
        return super().check_action(action, parameters)

    def _want(self, wanted: Wanted) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.action_reload()

    def _show_details(self, found: object) -> None:
        details = cast("OpportunityDetails", found)
        if self.table.current_key == str(details.opportunity.id):
            self._open = details
            self._paint_details(details)

    def _paint_details(self, found: "OpportunityDetails") -> None:
        shown: RenderableType = opportunity_panel(found, self.desk.today, evidence=self._evidence)
        call = found.opportunity
        self.details.show(shown, title=one_line(f"{label(call.level)} · {call.funder}").rstrip(" ·"))

    def _chips(self, found: Hits) -> str:
        """Which filters are on, how many calls there are and which of them are shown."""
        wanted, everything = found.wanted, _("alle")
        field = next((_(each.short_title) for each in self._fields if each.number == wanted.action_field), everything)
        level = label(wanted.level) if wanted.level else everything
        status = label(wanted.status) if wanted.status else everything
        counts = counted("{n} Förderangebot", "{n} Förderangebote", found.page.total)
        if found.page.more:
            counts = _("mehr als {count}").format(count=counts)
        last = found.page.offset + len(found.page.rows)
        pages = f" · {number(found.page.offset + 1)}–{number(last)}" if found.page.total > PAGE else ""
        filters = f"{_('Ebene')}: {level}  {_('Stand')}: {status}  {_('Handlungsfeld')}: {one_line(field)}"
        return f"{filters}  │ {counts}{pages}"


def _after(current: Choice | None, choices: list[Choice]) -> Choice | None:
    """The next of the choices; none after the last."""
    if current is None:
        return choices[0] if choices else None
    following = choices.index(current) + 1 if current in choices else len(choices)
    return choices[following] if following < len(choices) else None


def _row(hit: "OpportunityRow", today: date) -> Row:
    stand = _("stillgelegt") if hit.retired else label(hit.status)
    route = f"{route_sign(hit.applicant_route)} {label(hit.applicant_route)}"
    return Row(str(hit.id), (hit.title, label(hit.level), stand, deadline_in_a_column(hit.deadline, today), route))
