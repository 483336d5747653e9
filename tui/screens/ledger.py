"""The ledger: every decision with its reason, day and version of the call; the answer to "why did we not apply?"."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from grants_db.vocabulary import DecisionKind, ReasonCode
from tui.format import one_line
from tui.i18n import N_, _, counted
from tui.labels import label
from tui.ledger_texts import Wanted, chips, ledger_panel, ledger_row, place
from tui.screens.form import Choice, Filled, FormScreen
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.widgets.row_table import Column

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.ledger import LedgerEntry, LedgerLine, LedgerPage
    from grants_db.models.measure import ActionField

#: rows read at once
PAGE = 100
MEMORY = "filters.ledger"


@dataclass(frozen=True)
class Found:
    """A page of decisions, and what one can filter by."""

    page: "LedgerPage"
    fields: "Sequence[ActionField]"
    units: list[str]
    wanted: Wanted


class LedgerScreen(ListScreen[Found]):
    """Why (not)?"""

    MODE = "ledger"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Tag"), width=13),
        Column(N_("Nr."), width=7),
        Column(N_("Entscheidung"), width=24),
        Column(N_("Förderangebot"), share=3),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", N_("Suchen"), key_display="/", tooltip=N_("Nach Wörtern: Titel, Notiz, Grund")),
        Binding("w", "why_not", N_("Nur verworfene"), tooltip=N_("Warum nicht? Nur Verworfenes zeigen, oder alles")),
        Binding("e", "kind", N_("Entscheidung"), tooltip=N_("Nach der Art der Entscheidung filtern")),
        Binding("g", "reason", N_("Grund"), tooltip=N_("Nach dem Grund filtern")),
        Binding("f", "field", N_("Handlungsfeld"), tooltip=N_("Nach dem Handlungsfeld der Maßnahme filtern")),
        Binding("i", "unit", N_("Einheit"), tooltip=N_("Nach der Einheit der Maßnahme filtern")),
        Binding("x", "clear", N_("Filter löschen"), tooltip=N_("Alles zeigen und nichts markieren")),
        Binding("space", "mark", N_("Markieren"), key_display="␣", tooltip=N_("Markieren, um mehrere zurückzunehmen")),
        Binding("u", "undo", N_("Zurücknehmen"), tooltip=N_("Diese oder alle markierten Entscheidungen zurücknehmen")),
        Binding("r", "review", N_("Zum Treffer"), tooltip=N_("Den Treffer ansehen, über den entschieden wurde")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Die Liste drucken, wie sie gefiltert ist")),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
        Binding("n", "page(1)", N_("Nächste Seite"), tooltip=N_("Die nächsten Entscheidungen")),
        Binding("p", "page(-1)", N_("Vorige Seite"), tooltip=N_("Die vorigen Entscheidungen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._wanted: Wanted | None = None  # None: not yet taken from the memory
        self._offset = 0
        self._found: Found | None = None
        self._entry: LedgerEntry | None = None
        self._marks: dict[int, LedgerLine] = {}

    def compose_page(self) -> ComposeResult:
        """The search above the list."""
        with Vertical(id="search"):
            yield Input(placeholder=_("Suchen: Wörter aus Titel, Notiz oder Grund"), id="words", compact=True)
            yield Static(id="ledger-state", markup=False)
        yield from super().compose_page()

    @property
    def wanted(self) -> Wanted:
        """What is looked for: as it was left, also in an earlier session."""
        if self._wanted is None:
            self._wanted = Wanted.remembered(self.desk.memory.get(MEMORY, {}))
            with self.prevent(Input.Changed):
                self.query_one(Input).value = self._wanted.words
        return self._wanted

    def _look_for(self, wanted: Wanted) -> None:
        self._wanted, self._offset = wanted, 0
        self.desk.memory.put(MEMORY, wanted.as_json())
        self.action_reload()

    def reader(self) -> Reader[Found]:
        """A page of what is wanted."""
        wanted, offset = self.wanted, self._offset
        named = wanted.named()

        def read(engine: "Engine") -> Found:
            from grants_db.database import reading
            from grants_db.ledger import LedgerFilter, ledger_page
            from grants_db.measures import list_action_fields, list_units

            asked = LedgerFilter(
                wanted.words, wanted.kind, wanted.reason, wanted.action_field, wanted.unit, named=named
            )
            with reading(engine) as session:
                page = ledger_page(session, asked, limit=PAGE, offset=offset)
                units = [unit.name for unit in list_units(session)]
                return Found(page, list_action_fields(session), units, wanted)

        return read

    def empty_state(self, found: Found) -> str:
        """Without a decision, where to decide; a filter without hits is no empty ledger."""
        if found.page.total or found.wanted != Wanted():
            return ""
        return _(
            "Noch keine Entscheidungen.\n\nIm Bildschirm Treffer (Taste 2) nimmt a an, d verwirft mit einem Grund."
        )

    def show(self, found: Found) -> None:
        """Fill the list and say what it shows."""
        self._found = found
        self._paint_state()
        self._fill()
        if not found.page.lines:
            self._entry = None
            self.details.show(_("Nichts gefunden. Esc, dann x nimmt Suche und Filter zurück."), title="")
        elif self.table.current_key:
            self.show_details(self.table.current_key)

    def _fill(self) -> None:
        if (found := self._found) is not None:
            unit, since = self.desk.settings.unit, self.desk.since
            self.table.show_rows([ledger_row(line, self._marks, unit, since) for line in found.page.lines])
            page = found.page
            self.table.border_subtitle = place(len(page.lines), page.offset, page.total)

    def _paint_state(self) -> None:
        if (found := self._found) is not None:
            marked = counted("● {n} markiert", "● {n} markiert", len(self._marks)) if self._marks else ""
            state = " │ ".join(part for part in (marked, chips(found.wanted, found.fields)) if part)
            self.query_one("#ledger-state", Static).update(state)
            self.query_one("#ledger-state").display = bool(state)

    def show_details(self, key: str) -> None:
        """Read the decision in full; the newest cursor position counts."""

        def read(engine: "Engine") -> "LedgerEntry":
            from grants_db.database import reading
            from grants_db.ledger import ledger_entry

            with reading(engine) as session:
                return ledger_entry(session, int(key))

        self.read_aside(read, partial(self._show_entry, key))

    def _show_entry(self, key: str, entry: object) -> None:
        from grants_db.ledger import LedgerEntry

        if isinstance(entry, LedgerEntry) and key == self.table.current_key:
            self._entry = entry
            self.details.show(ledger_panel(entry), title=_("Entscheidung"))

    def _line(self) -> "LedgerLine | None":
        """The decision under the cursor."""
        if self._found is None:
            return None
        key = self.table.current_key
        return next((line for line in self._found.page.lines if str(line.id) == key), None)

    def action_search(self) -> None:
        """Into the line for words."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows while typing."""
        self._look_for(replace(self.wanted, words=event.value))

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter goes to the list."""
        self.table.focus()

    def action_why_not(self) -> None:
        """Only what was dismissed, or everything."""
        only = self.wanted.kind is DecisionKind.DISMISSED
        self._look_for(replace(self.wanted, kind=None if only else DecisionKind.DISMISSED))

    def action_kind(self) -> None:
        """Ask for a kind of decision."""
        kinds = [(label(kind), replace(self.wanted, kind=kind)) for kind in DecisionKind]
        self._ask(_("Entscheidung"), replace(self.wanted, kind=None), kinds)

    def action_reason(self) -> None:
        """Ask for a reason."""
        reasons = [(label(code), replace(self.wanted, reason=code)) for code in ReasonCode]
        self._ask(_("Grund"), replace(self.wanted, reason=None), reasons)

    def action_field(self) -> None:
        """Ask for an action field."""
        fields = self._found.fields if self._found else ()
        choices = [
            (f"{one.number} {one_line(one.title)}", replace(self.wanted, action_field=one.number)) for one in fields
        ]
        self._ask(_("Handlungsfeld"), replace(self.wanted, action_field=None), choices)

    def action_unit(self) -> None:
        """Ask for a unit; one's own comes first."""
        own = self.desk.settings.unit.casefold()
        units = sorted(self._found.units if self._found else (), key=lambda name: name.casefold() != own)
        choices = [(one_line(name), replace(self.wanted, unit=name)) for name in units]
        self._ask(_("Einheit"), replace(self.wanted, unit=None), choices)

    def _ask(self, title: str, everything: Wanted, others: list[tuple[str, Wanted]]) -> None:
        choices = [(_("alle"), everything), *others]

        def answered(filled: Filled | None) -> None:
            if filled is not None:
                self._look_for(choices[filled.choice][1])

        names = [name for name, _wanted in choices]
        self.app.push_screen(FormScreen(title, _("Was soll die Liste zeigen?"), [Choice(names)]), answered)

    def action_clear(self) -> None:
        """Show everything again and mark nothing."""
        self._marks.clear()
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self._look_for(Wanted())

    def action_page(self, step: int) -> None:
        """The next or the previous page."""
        offset = self._offset + step * PAGE
        if self._found is not None and 0 <= offset < self._found.page.total:
            self._offset = offset
            self.action_reload()

    def action_mark(self) -> None:
        """Mark the decision under the cursor, or take its mark away."""
        if (line := self._line()) is None:
            return
        if line.undone_at is not None:
            self.say(_("Diese Entscheidung ist schon zurückgenommen."))
        elif self._marks.pop(line.id, None) is None:
            self._marks[line.id] = line
        self._fill()
        self._paint_state()
        self.refresh_bindings()

    def action_undo(self) -> None:
        """Ask, then take back all marked decisions, else the one under the cursor."""
        line = self._line()
        chosen = list(self._marks.values()) or ([line] if line is not None and line.undone_at is None else [])
        if not chosen:
            self.say(_("Es gibt nichts zurückzunehmen."))
            return
        ids, now = [one.id for one in chosen], self.desk.now()

        def write(engine: "Engine") -> None:
            from grants_db.database import writing
            from grants_db.decisions import undo_all

            with writing(engine) as session:
                undo_all(session, ids, now)

        def answered(filled: Filled | None) -> None:
            if filled is not None and filled.choice == 0:
                self.write(write, partial(self._after_undo, len(ids)))

        what = " · ".join(f"{one.number} {one_line(one.title)}" for one in chosen)
        yes = counted("{n} Entscheidung zurücknehmen", "{n} Entscheidungen zurücknehmen", len(ids))
        self.app.push_screen(FormScreen(_("Zurücknehmen?"), what, [Choice([yes, _("nichts ändern")])]), answered)

    def _after_undo(self, count: int, _nothing: object) -> None:
        self._marks.clear()
        self.say(counted("{n} Entscheidung zurückgenommen.", "{n} Entscheidungen zurückgenommen.", count))
        self.action_reload()

    def action_review(self) -> None:
        """Go to the match."""
        if line := self._line():
            self.akquise.review(measure=line.number, opportunity=line.opportunity)

    def call_to_cite(self) -> int | None:
        """The call that was decided about."""
        line = self._line()
        return self._entry.opportunity.id if self._entry and line and self._entry.decision.id == line.id else None

    def action_sheet(self) -> None:
        """Print the decisions as they are filtered."""
        self.print_sheet("decisions", json.dumps(self.wanted.as_json()))

    def action_open_link(self) -> None:
        """Open the source's page."""
        line = self._line()
        if self._entry is not None and line is not None and self._entry.decision.id == line.id:
            self.open_address(self._entry.opportunity.url)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are offered where they do something."""
        if action == "clear":
            return bool(self._marks) or self.wanted != Wanted()
        if action == "page":
            total = self._found.page.total if self._found else 0
            return total > PAGE
        if action in ("mark", "undo", "review", "open_link"):
            return True if self._line() else None
        if action == "back" and isinstance(self.focused, Input):
            return True
        return super().check_action(action, parameters)
