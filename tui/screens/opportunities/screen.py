"""Opportunities: search while typing, filters as chips, saved views, pages read from SQL, details with evidence."""

import gc
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from tui.formatting.i18n import N_, _
from tui.screens.base.page import PageScreen, Reader
from tui.screens.opportunities.archived_page import show_answers
from tui.screens.opportunities.fact_checks import ask_about_facts, has_facts_to_check
from tui.screens.opportunities.filters import PAGE, OpportunityFilters
from tui.screens.opportunities.queries import (
    MOST_SORTED,
    Hits,
    lines,
    make_ready,
    read_answers,
    read_details,
    read_page,
)
from tui.state.saved_views import FILTERS, OpportunityView
from tui.text import opportunities as texts
from tui.text.opportunity_details import opportunity_panel
from tui.widgets.chips import Chips
from tui.widgets.paged_table import PagedTable
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column
from tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from grants_db.dashboard.details import OpportunityDetails

#: while somebody types, the details wait this long for the next letter
PATIENCE = 0.25


class OpportunitiesScreen(OpportunityFilters):
    """All calls that are known."""

    MODE = "opportunities"
    OF_ONE = frozenset({"open_link", "sheet", "evidence", "review"})
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Titel"), share=3),
        Column(N_("Ebene"), width=8),
        Column(N_("Stand"), width=11),
        Column(N_("Frist"), width=17),
        Column(N_("Antrag"), width=14, from_width=86),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_page", N_("Nächste Seite"), tooltip=N_("Die nächsten Förderangebote der Liste")),
        Binding("p", "previous_page", N_("Vorige Seite"), tooltip=N_("Die vorigen Förderangebote der Liste")),
        Binding("o", "open_link", N_("Quelle öffnen"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Ein Blatt zum Drucken machen")),
        Binding("c", "cite", N_("Zitieren"), tooltip=N_("Titel, Quelle und Datum in die Zwischenablage kopieren")),
        Binding("b", "evidence", N_("Belege"), tooltip=N_("Zu jeder Angabe den Satz und die aufbewahrte Antwort")),
        Binding("B", "answer", N_("Antwort der Quelle"), tooltip=N_("Die aufbewahrte Antwort lesen"), show=False),
        Binding("L", "proposals", N_("Rundbriefe"), tooltip=N_("Was Rundbriefe vorschlagen")),
        Binding("t", "settle", N_("Bestätigen"), tooltip=N_("Was der Text offen lässt, für alle Maßnahmen festhalten")),
        Binding("r", "review", N_("Prüfen"), tooltip=N_("Zum besten Treffer dieses Angebots gehen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._words_shown = ""
        self._to_the_end = False  # the cursor came from the page below
        self._has_pages = self._is_last = self._has_proposals = False
        self._evidence = False
        self._open: OpportunityDetails | None = None
        self._patience: Timer | None = None
        self._being_read: str | None = None

    def compose_page(self) -> ComposeResult:
        """Search and filters above the list; they are as they were left."""
        self.wanted = OpportunityView.from_json(self.context.memory.get(FILTERS, {}))
        with Vertical(id="search"):
            with Horizontal(id="search-line"):
                hint = _("Suchen: Wörter aus Titel, Text oder Fördergeber")
                yield SearchLine(self.wanted.words, placeholder=hint, id="words", compact=True)
                yield Static(id="chip-text", markup=False)
            yield Chips(texts.chips(self.wanted, self._fields), id="chips")
        with Horizontal(id="panes"):
            yield PagedTable(self.COLUMNS, id="list")
            yield Panel(id="details")

    def reader(self) -> Reader[Hits]:
        """One page of what is wanted now."""
        question = self.question()
        return lambda engine: read_page(engine, question)

    def empty_state(self, found: Hits) -> str:
        """Without any call, how to get some; a search without hits is no empty database."""
        return "" if found.page.total or found.wanted != OpportunityView() else texts.nothing_known()

    def show(self, found: Hits) -> None:
        """Fill the list and say what it shows; an answer to an earlier question is left aside."""
        if found.wanted != self.wanted or found.page.offset != self._offset:
            return
        self._being_read = None
        if not self._fields:
            gc.freeze()  # what is loaded by now stays: looking through it for garbage halts typing
            if self.context.engine is not None:  # should that fail, the search itself will say why
                job = partial(make_ready, self.context.engine)
                self.run_worker(job, thread=True, group="ready", exit_on_error=False)
        self.context.memory.put(FILTERS, self.wanted.as_json())
        self._fields, self._is_last = found.fields, found.page.is_last
        self._has_pages, self._has_proposals = found.page.total > PAGE, found.proposals
        self.query_one(Chips).show(texts.chips(self.wanted, self._fields))
        counts = texts.counts(found.page, PAGE, unsorted=MOST_SORTED if found.unsorted else 0)
        self.query_one("#chip-text", Static).update(counts, layout=False)
        today, since = self.context.today, self.context.since
        rows = lines(found, today, since)
        if not rows:
            self._open = None
            self.details.show(_("Nichts gefunden. Esc, dann x nimmt Suche und Filter zurück."), title="")
        at = rows[-1].key if rows and self._to_the_end else None
        if rows and found.wanted.words != self._words_shown:
            at = rows[0].key  # the best answer to what was typed
        self._to_the_end, self._words_shown = False, found.wanted.words
        self.table.show_rows(rows, at)
        self.go_to_asked_row()

    def on_page_screen_failed(self, _message: PageScreen.Failed) -> None:
        """What could not be read can be asked for again."""
        self._being_read = None

    def show_details(self, key: str) -> None:
        """Read the details in a worker; while somebody types, only once no letter follows any more."""
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        if isinstance(self.focused, Input):
            self._patience = self.set_timer(PATIENCE, lambda: self._read_details(key))
        else:
            self._read_details(key)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        self._want(replace(self.wanted, words=event.value.strip()))

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter leaves the search for the list."""
        self.table.focus()
        if self.table.current_key is not None:
            self._read_details(self.table.current_key)

    def on_paged_table_left(self, event: PagedTable.Left) -> None:
        """The cursor runs off the page: the next one follows."""
        if event.forward:
            self.action_next_page()
        elif self._offset:
            self._to_the_end = True
            self.action_previous_page()

    def action_search(self) -> None:
        """Go into the search."""
        self.remove_class("-reading")
        self.set_focus(self.query_one("#words", Input))  # at once: `focus` would let the next letters pass

    def action_next_page(self) -> None:
        """The rows after these."""
        if not self._is_last:
            self._offset += PAGE
            self.action_reload()

    def action_previous_page(self) -> None:
        """The rows before these."""
        if self._offset:
            self._offset = max(0, self._offset - PAGE)
            self.action_reload()

    def _at_hand(self) -> "OpportunityDetails | None":
        """The call under the cursor; None while it is being read and the details still show the one before."""
        found = self._open
        return found if found is not None and str(found.opportunity.id) == self.table.current_key else None

    def action_open_link(self) -> None:
        """Open the source's page."""
        if found := self._at_hand():
            self.open_address(found.opportunity.url)

    def action_sheet(self) -> None:
        """Print the call under the cursor."""
        if found := self._at_hand():
            self.print_sheet("opportunity", str(found.opportunity.id))

    def call_to_cite(self) -> int | None:
        """The call under the cursor."""
        return found.opportunity.id if (found := self._at_hand()) else None

    def action_evidence(self) -> None:
        """Show or hide the quoted sentences."""
        self._evidence = not self._evidence
        if self._open is not None:
            self._paint_details(self._open)

    def action_answer(self) -> None:
        """Read what the source answered."""
        found, folder = self._at_hand(), self.context.settings.archive_folder
        if found is not None:
            self.read_to_open(lambda engine: read_answers(engine, found, folder), partial(show_answers, self))

    def action_proposals(self) -> None:
        """What newsletters propose."""
        from tui.screens.opportunities.proposals import ask_for_proposals

        ask_for_proposals(self)

    def action_settle(self) -> None:
        """Settle what the text leaves open."""
        ask_about_facts(self, self._at_hand())

    def action_review(self) -> None:
        """Go to the best match of this call."""
        if (found := self._at_hand()) and found.measures:
            self.akquise.review(measure=found.measures[0].measure.number, opportunity=found.opportunity.id)
        elif found:
            self.say(_("Dieses Angebot ist für keine Maßnahme vorgeschlagen."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages are only offered where there are several; Escape also leaves the search."""
        if action in ("next_page", "previous_page"):
            goes_on = not self._is_last if action == "next_page" else self._offset > 0
            return self._has_pages and (goes_on or None)
        if action == "settle":
            return has_facts_to_check(self._open)
        if action == "cite":  # also while the details are being read: the key would flicker
            return True if not self.has_class("-ready") or self.is_at_one() else None
        if action == "proposals" and self.has_class("-ready"):
            return True if self._has_proposals else None
        if action == "back" and isinstance(self.focused, Input):
            return True
        if action == "search":  # inside the search it is a letter
            return self.is_mounted and not isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    def _read_details(self, key: str) -> None:
        if key == self._being_read:  # laying out the list anew puts the cursor on its row again
            return
        self._being_read, today = key, self.context.today
        self.read_aside(lambda engine: read_details(engine, int(key), today), self._show_details)

    def _show_details(self, found: object) -> None:
        details, self._being_read = cast("OpportunityDetails", found), None
        if self.table.current_key == str(details.opportunity.id):
            self._open = details
            self._paint_details(details)

    def _paint_details(self, found: "OpportunityDetails") -> None:
        shown = opportunity_panel(found, self.context.today, evidence=self._evidence)
        self.refresh_bindings()
        self.details.show(shown, title=texts.heading(found.opportunity))
