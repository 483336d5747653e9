"""The ledger: every decision with its reason, day and version of the call; the answer to "why did we not apply?"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from grants_db.sentence import Sentence
from grants_db.vocabulary import DecisionKind
from tui.application_texts import said
from tui.facts import Fact
from tui.format import day, instant, one_line
from tui.i18n import N_, _
from tui.labels import label
from tui.review_texts import DECISION_SIGNS
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.widgets.contents import FactTable, stacked, title_line
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from rich.console import RenderableType
    from sqlalchemy import Engine

    from grants_db.models.match import Decision
    from grants_db.models.measure import Measure
    from grants_db.models.opportunity import Opportunity


@dataclass(frozen=True)
class Entry:
    """One decision with the measure and the call it is about."""

    decision: "Decision"
    measure: "Measure"
    opportunity: "Opportunity"


class LedgerScreen(ListScreen[list[Entry]]):
    """Why (not)?"""

    MODE = "ledger"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Tag"), width=11),
        Column(N_("Nr."), width=6),
        Column(N_("Entscheidung"), width=18),
        Column(N_("Grund"), width=22),
        Column(N_("Förderangebot"), share=3),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why_not", N_("Nur verworfene"), tooltip=N_("Warum nicht? Nur Verworfenes zeigen, oder alles")),
        Binding("r", "review", N_("Zum Treffer"), tooltip=N_("Den Treffer ansehen, über den entschieden wurde")),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._only_dismissed = False

    def reader(self) -> Reader[list[Entry]]:
        """Every decision, the newest first."""

        def read(engine: "Engine") -> list[Entry]:
            from grants_db.database import reading
            from grants_db.decisions import ledger
            from grants_db.models.measure import Measure
            from grants_db.models.opportunity import Opportunity

            with reading(engine) as session:
                return [
                    Entry(
                        decision,
                        session.get_one(Measure, decision.measure_id),
                        session.get_one(Opportunity, decision.opportunity_id),
                    )
                    for decision in ledger(session)
                ]

        return read

    def empty_state(self, found: list[Entry]) -> str:
        """Without a decision, where to decide."""
        if found:
            return ""
        return _(
            "Noch keine Entscheidungen.\n\nIm Bildschirm Treffer (Taste 2) nimmt a an, d verwirft mit einem Grund."
        )

    def show(self, found: list[Entry]) -> None:
        """Fill the list."""
        self._entries = {str(entry.decision.id): entry for entry in found}
        self._fill()

    def _fill(self) -> None:
        shown = [
            entry
            for entry in self._entries.values()
            if not self._only_dismissed or entry.decision.kind is DecisionKind.DISMISSED
        ]
        self.table.show_rows([_row(entry) for entry in shown])
        if not shown:
            self.details.show(_("Nichts wurde verworfen."), title="")
        elif self.table.current_key:
            self.show_details(self.table.current_key)

    def show_details(self, key: str) -> None:
        """The decision in full."""
        if entry := self._entries.get(key):
            self.details.show(_panel(entry), title=_("Entscheidung"))

    def action_why_not(self) -> None:
        """Only what was dismissed, or everything."""
        self._only_dismissed = not self._only_dismissed
        self._fill()

    def action_review(self) -> None:
        """Go to the match."""
        if entry := self._entries.get(self.table.current_key or ""):
            self.akquise.review(measure=entry.measure.number, opportunity=entry.opportunity.id)

    def action_open_link(self) -> None:
        """Open the source's page."""
        if entry := self._entries.get(self.table.current_key or ""):
            self.open_address(entry.opportunity.url)


def _row(entry: Entry) -> Row:
    decision = entry.decision
    kind = f"{DECISION_SIGNS[decision.kind]} {label(decision.kind)}"
    gone = decision.undone_at is not None
    reason = label(decision.reason) if decision.reason else ""
    cells = (
        day(decision.decided_at.astimezone().date()),
        entry.measure.number,
        f"({kind})" if gone else kind,
        reason,
        entry.opportunity.title,
    )
    return Row(str(decision.id), cells)


def _panel(entry: Entry) -> "RenderableType":
    decision = entry.decision
    facts = [
        Fact(_("Maßnahme"), f"{entry.measure.number} {one_line(entry.measure.title)}"),
        Fact(_("Entscheidung"), label(decision.kind)),
        Fact(_("Grund"), label(decision.reason) if decision.reason else "–"),
        Fact(_("Anmerkung"), one_line(decision.note) or "–"),
        Fact(_("Entschieden"), instant(decision.decided_at)),
        Fact(_("Wer"), one_line(decision.decided_by) or "–"),
        Fact(_("Fassung des Aufrufs"), str(decision.opportunity_version)),
    ]
    if decision.undone_at is not None:
        facts.append(Fact(_("Zurückgenommen"), instant(decision.undone_at)))
    if decision.reopened_because:
        facts.append(Fact(_("Wieder offen"), said(Sentence.from_json(decision.reopened_because))))
    return stacked(title_line(entry.opportunity.title), FactTable(facts))
