"""The ledger: every decision with its reason, day and version of the call; the answer to "why did we not apply?"."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widgets import Static

from grants_db.vocabulary import DecisionKind, ReasonCode
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.screens.base.filtered_list import FilteredListScreen
from tui.screens.base.form import Choice, Filled, FormScreen
from tui.screens.base.page import Reader
from tui.screens.council_paper import ask_for_council_paper
from tui.state.arrangement import Arrangement
from tui.text.ledger import WantedDecisions, headline, ledger_panel, ledger_row, place
from tui.widgets.row_table import Column, Row
from tui.widgets.table_rows import in_order

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.models.measure import ActionField
    from grants_db.review.decision_log import LedgerEntry, LedgerFilter, LedgerLine, LedgerPage

#: rows read at once
PAGE = 100


@dataclass(frozen=True)
class FoundDecisions:
    """A page of decisions, and what one can filter by."""

    page: "LedgerPage"
    fields: "Sequence[ActionField]"
    units: list[str]
    wanted: WantedDecisions


class LedgerScreen(FilteredListScreen[FoundDecisions]):
    """Why (not)?"""

    MODE = "ledger"
    WANTED = WantedDecisions
    wanted: WantedDecisions
    SEARCHED = N_("Suchen: Wörter aus Titel, Notiz oder Grund")
    OF_ONE = frozenset({"mark", "review", "open_link"})
    OF_ALL = frozenset({"sheet"})
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Tag"), width=13),
        Column(N_("Nr."), width=7),
        Column(N_("Entscheidung"), width=24),
        Column(N_("Förderangebot"), share=3),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why_not", N_("Nur verworfene"), tooltip=N_("Warum nicht? Nur Verworfenes zeigen, oder alles")),
        Binding("e", "kind", N_("Entscheidung"), tooltip=N_("Nach der Art der Entscheidung filtern")),
        Binding("g", "reason", N_("Grund"), tooltip=N_("Nach dem Grund filtern")),
        Binding("f", "field", N_("Handlungsfeld"), tooltip=N_("Nach dem Handlungsfeld der Maßnahme filtern")),
        Binding("space", "mark", N_("Markieren"), key_display="␣", tooltip=N_("Markieren, um mehrere zurückzunehmen")),
        Binding("u", "undo", N_("Zurücknehmen"), tooltip=N_("Diese oder alle markierten Entscheidungen zurücknehmen")),
        Binding("r", "review", N_("Zum Treffer"), tooltip=N_("Den Treffer ansehen, über den entschieden wurde")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Die Liste drucken, wie sie gefiltert ist")),
        Binding(
            "R",
            "council_paper",
            N_("Vorlage für den Rat"),
            tooltip=N_("Die Informationsvorlage für den Rat schreiben: Word, Tabelle oder Seite"),
        ),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
        Binding("n", "page(1)", N_("Nächste Seite"), tooltip=N_("Die nächsten Entscheidungen")),
        Binding("p", "page(-1)", N_("Vorige Seite"), tooltip=N_("Die vorigen Entscheidungen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._offset = 0
        self._found: FoundDecisions | None = None
        self._entry: LedgerEntry | None = None
        self._marks: dict[int, LedgerLine] = {}

    def paint(self) -> None:
        """Read what is wanted now, from its first page on."""
        self._offset = 0
        self.action_reload()

    def units(self) -> list[str]:
        """All units."""
        return self._found.units if self._found else []

    def reader(self) -> Reader[FoundDecisions]:
        """A page of what is wanted."""
        return self._read(self._offset, PAGE)

    def every_row(self) -> Reader[Sequence[Row]]:
        """All decisions that fit, read anew."""
        unit, since, read = self.context.settings.unit, self.context.since, self._read(0, None)
        return lambda engine: [ledger_row(line, (), unit, since) for line in read(engine).page.lines]

    def after_arranging(self) -> None:
        """In another order other decisions come first."""
        self.paint()

    def _read(self, offset: int, most: int | None) -> Reader[FoundDecisions]:
        wanted, arrangement = self.wanted, self.arrangement
        named, unit = wanted.named(), self.context.settings.unit

        def read(engine: "Engine") -> FoundDecisions:
            from grants_db.measures.store import list_action_fields, list_units
            from grants_db.review.decision_log import LedgerFilter
            from grants_db.storage.database import reading

            asked = LedgerFilter(
                wanted.words, wanted.kind, wanted.reason, wanted.action_field, wanted.unit, named=named
            )
            with reading(engine) as session:
                page = _page(session, asked, unit, arrangement, offset, most)
                units = [unit.name for unit in list_units(session)]
                return FoundDecisions(page, list_action_fields(session), units, wanted)

        return read

    def empty_state(self, found: FoundDecisions) -> str:
        """Without a decision, where to decide; a filter without hits is no empty ledger."""
        if found.page.total or found.wanted != WantedDecisions():
            return ""
        return _(
            "Noch keine Entscheidungen.\n\nIm Bildschirm Treffer (Taste 2) nimmt a an, d verwirft mit einem Grund."
        )

    def show(self, found: FoundDecisions) -> None:
        """Fill the list and say what it shows."""
        self._found = found
        self._paint_state()
        self._fill()
        if not found.page.lines:
            self._entry = None
            self.details.show(_("Nichts gefunden. x zeigt wieder alle."), title="")
        elif self.table.current_key:
            self.show_details(self.table.current_key)

    def _fill(self) -> None:
        if (found := self._found) is not None:
            unit, since = self.context.settings.unit, self.context.since
            self.table.show_rows([ledger_row(line, self._marks, unit, since) for line in found.page.lines])
            page = found.page
            self.go_to_asked_row()
            self.table.border_subtitle = place(len(page.lines), page.offset, page.total)

    def _paint_state(self) -> None:
        if (found := self._found) is not None:
            marked = counted("● {n} markiert", "● {n} markiert", len(self._marks)) if self._marks else ""
            said = headline(found.page.total, found.wanted, found.fields)
            self.query_one("#chip-text", Static).update(" │ ".join(filter(None, (marked, said))))

    def show_details(self, key: str) -> None:
        """Read the decision in full; the newest cursor position counts."""

        def read(engine: "Engine") -> "LedgerEntry":
            from grants_db.review.decision_log import ledger_entry
            from grants_db.storage.database import reading

            with reading(engine) as session:
                return ledger_entry(session, int(key))

        self.read_aside(read, partial(self._show_entry, key))

    def _show_entry(self, key: str, entry: object) -> None:
        from grants_db.review.decision_log import LedgerEntry

        if isinstance(entry, LedgerEntry) and key == self.table.current_key:
            self._entry = entry
            self.details.show(ledger_panel(entry), title=_("Entscheidung"))

    def _line(self) -> "LedgerLine | None":
        """The decision under the cursor."""
        if self._found is None:
            return None
        key = self.table.current_key
        return next((line for line in self._found.page.lines if str(line.id) == key), None)

    def action_why_not(self) -> None:
        """Only what was dismissed, or everything."""
        only = self.wanted.kind is DecisionKind.DISMISSED
        self.want(replace(self.wanted, kind=None if only else DecisionKind.DISMISSED))

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

    def _ask(self, title: str, everything: WantedDecisions, others: list[tuple[str, WantedDecisions]]) -> None:
        choices = [(_("alle"), everything), *others]

        def answered(filled: Filled | None) -> None:
            if filled is not None:
                self.want(choices[filled.choice][1])

        names = [name for name, _wanted in choices]
        self.app.push_screen(FormScreen(title, _("Was soll die Liste zeigen?"), [Choice(names)]), answered)

    def action_clear(self) -> None:
        """Show everything again and mark nothing."""
        self._marks.clear()
        self._fill()
        self._paint_state()
        super().action_clear()

    def is_narrowed(self) -> bool:
        """Marks are taken back, too."""
        return bool(self._marks) or super().is_narrowed()

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

    def _chosen(self) -> "list[LedgerLine]":
        """What can be taken back: what is marked, else the decision under the cursor."""
        line = self._line()
        return list(self._marks.values()) or ([line] if line is not None and line.undone_at is None else [])

    def action_undo(self) -> None:
        """Ask, then take back all marked decisions, else the one under the cursor."""
        if not (chosen := self._chosen()):
            return
        ids, now = [one.id for one in chosen], self.context.now()

        def write(engine: "Engine") -> None:
            from grants_db.review.decisions import undo_all
            from grants_db.storage.database import writing

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

    def action_council_paper(self) -> None:
        """Ask for the council paper's days and file."""
        ask_for_council_paper(self)

    def action_open_link(self) -> None:
        """Open the source's page."""
        line = self._line()
        if self._entry is not None and line is not None and self._entry.decision.id == line.id:
            self.open_address(self._entry.opportunity.url)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages are only offered where there are several; what is taken back already can't be once more."""
        if action == "page":
            total, step = self._found.page.total if self._found else 0, PAGE * cast("int", parameters[0])
            return total > PAGE and (0 <= self._offset + step < total or None)
        if action == "undo" and self._found is not None:
            return True if self._chosen() else None
        return super().check_action(action, parameters)


def _page(
    session: "Session", asked: "LedgerFilter", unit: str, wanted: Arrangement, offset: int, most: int | None
) -> "LedgerPage":
    """A page of the decisions; in the order of a column all have to be read for it."""
    from grants_db.review.decision_log import ledger_page

    if not wanted.by:
        return ledger_page(session, asked, limit=most, offset=offset, first=unit)
    whole = ledger_page(session, asked, first=unit)
    by_key = {str(line.id): line for line in whole.lines}
    rows = in_order([ledger_row(line, (), unit, None) for line in whole.lines], LedgerScreen.COLUMNS, wanted)
    end = None if most is None else offset + most
    return replace(whole, lines=[by_key[row.key] for row in rows[offset:end]], offset=offset)
