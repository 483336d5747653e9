"""Sources: how the last run of each went, in numbers and in sentences."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from grants_db.clock import local_day
from grants_db.vocabulary import RunOutcome
from tui.formatting.format import instant, number, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.formatting.row_markers import is_new, signs
from tui.screens.base.arranged_list import ArrangedListScreen
from tui.screens.base.page import Reader
from tui.text.source_panel import MOST_RUNS, source_panel, sparkline
from tui.text.source_states import OUTCOME_SIGNS, urgency
from tui.widgets.row_table import Column, Row
from tui.widgets.table_rows import Value

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tui.jobs.source_health import SourceRow


#: outcomes of a run that say nothing by themselves
QUIET = (None, RunOutcome.OK, RunOutcome.NOT_ON_MIRROR)


class SourcesScreen(ArrangedListScreen["list[SourceRow]"]):
    """Where the calls come from."""

    MODE = "sources"
    OF_ONE = frozenset({"open_link"})
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Quelle"), share=3),
        Column(N_("Ergebnis"), width=18),
        Column(N_("gesehen"), width=7, right=True),
        Column(N_("neu"), width=5, right=True),
        Column(N_("anders"), width=7, right=True),
        Column(N_("fehlt"), width=7, right=True, from_width=86),
        Column(N_("Lauf"), width=17, from_width=92),
        Column(N_("Verlauf"), width=20, from_width=132),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_link", N_("Quelle öffnen"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, SourceRow] = {}

    def reader(self) -> Reader["list[SourceRow]"]:
        """All sources with their last runs."""
        now = self.context.now()

        def read(engine: "Engine") -> "list[SourceRow]":
            from tui.jobs.source_health import source_rows

            return source_rows(engine, now)

        return read

    def empty_state(self, found: "list[SourceRow]") -> str:
        """Without a run, how to start one."""
        if found:
            return ""
        return _(
            "Noch keine Quelle abgefragt.\n\nF6 fragt sie jetzt ab (im Terminal: akquise crawl run).\n"
            "Im Terminal nennt sie: akquise source list"
        )

    def show(self, found: "list[SourceRow]") -> None:
        """Fill the list."""
        self._rows = {row.name: row for row in sorted(found, key=urgency)}
        self.table.show_rows([_row(row, self.context.since) for row in self._rows.values()])
        self.go_to_asked_row()

    def show_details(self, key: str) -> None:
        """Findings in sentences, then facts."""
        if row := self._rows.get(key):
            self.details.show(source_panel(row), title=one_line(row.source.title))

    def action_open_link(self) -> None:
        """Open the source's page."""
        if row := self._rows.get(self.table.current_key or ""):
            self.open_address(row.source.url)


def _row(row: "SourceRow", since: datetime | None) -> Row:
    """A source; marked where its last run since then brought something or failed."""
    title = row.source.title if row.source.verified else _("{title} (ungeprüft)").format(title=row.source.title)
    last = row.last
    if last is None:
        return Row(row.name, (title, _("nie abgefragt"), "–", "–", "–", "–", "–", ""))
    told = bool(last.new or last.changed or last.retired) or last.outcome not in QUIET
    title = signs(new=told and is_new(last.started_at, since)) + title
    outcome = f"{OUTCOME_SIGNS[last.outcome]} {label(last.outcome)}" if last.outcome else f"… {_('läuft')}"
    counts = (last.opportunities, last.new, last.changed, last.retired)
    course = sparkline([run.opportunities for run in reversed(row.runs[:MOST_RUNS]) if run.outcome is not None])
    values: dict[int, Value] = {0: row.source.title, **dict(enumerate(counts, start=2))}
    values |= {1: label(last.outcome) if last.outcome else _("läuft"), 6: local_day(last.started_at)}
    return Row(row.name, (title, outcome, *map(number, counts), instant(last.started_at), course), values=values)
