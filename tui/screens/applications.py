"""Applications: the list and the board by stage, one application with its plan of dates, and what one does with it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from grants_db.errors import UsageError
from grants_db.vocabulary import ApplicationStage, FunderStatus
from tui.application_panels import application_panel, board
from tui.application_texts import CERTAINTY_SIGNS
from tui.format import day, one_line
from tui.i18n import N_, _
from tui.labels import label
from tui.screens.form import Filled, FormScreen
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.screens.reason import Reason, ReasonScreen
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.application_file import ApplicationFile
    from grants_db.models.application import Application

Writer = Callable[["Session", "Application"], object]


class ApplicationsScreen(ListScreen["list[ApplicationFile]"]):
    """From the accepted match to the closed file."""

    MODE = "applications"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Nr."), width=4, right=True),
        Column(N_("Unser Stand"), width=18),
        Column(N_("Zuwendungsgeber"), width=18),
        Column(N_("Förderangebot"), share=3),
        Column(N_("Nächstes"), width=12),
        Column(N_("Einheit"), width=14, from_width=110),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "move", N_("Stand"), tooltip=N_("Auf einen anderen Stand setzen; Ausnahmen mit Begründung")),
        Binding("f", "funder", N_("Zuwendungsgeber"), tooltip=N_("Den Stand beim Zuwendungsgeber eintragen")),
        Binding("a", "task", N_("Aufgabe"), tooltip=N_("Einer Einheit eine Aufgabe bis zu einem Tag geben")),
        Binding("e", "finish", N_("Erledigt"), tooltip=N_("Die nächste offene Aufgabe als erledigt eintragen")),
        Binding("n", "note", N_("Notiz"), tooltip=N_("Eine Notiz in den Verlauf schreiben")),
        Binding("b", "board", N_("Tafel"), tooltip=N_("Zwischen der Liste und der Tafel nach Stand wechseln")),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, ApplicationFile] = {}

    def compose_page(self) -> ComposeResult:
        """List and details, and the board in their place."""
        yield from super().compose_page()
        yield Panel(_("Anträge nach Stand"), id="board")

    def reader(self) -> Reader["list[ApplicationFile]"]:
        """All applications."""
        settings, today = self.desk.settings, self.desk.today

        def read(engine: "Engine") -> "list[ApplicationFile]":
            from tui.jobs.dates import read_applications

            return read_applications(engine, settings, today)

        return read

    def empty_state(self, found: "list[ApplicationFile]") -> str:
        """Without an application, how to make one."""
        if found:
            return ""
        return _(
            "Noch keine Anträge.\n\nEin angenommener Treffer (Taste 2, dann a) wird zum Antrag:\n"
            "akquise applications create MASSNAHME FOERDERANGEBOT"
        )

    def show(self, found: "list[ApplicationFile]") -> None:
        """Fill the list and the board."""
        self._files = {str(one.application.id): one for one in found}
        self.table.show_rows([_row(one) for one in found])
        self._paint_board()
        if self.table.current_key:
            self.show_details(self.table.current_key)

    def show_details(self, key: str) -> None:
        """The application under the cursor."""
        if one := self._files.get(key):
            self.details.show(application_panel(one), title=_("Antrag {number}").format(number=key))
            self._paint_board()

    def _paint_board(self) -> None:
        chosen = self._chosen()
        number = chosen.application.id if chosen else None
        self.query_one("#board", Panel).show(board(list(self._files.values()), number))

    def _chosen(self) -> "ApplicationFile | None":
        return self._files.get(self.table.current_key or "")

    def action_board(self) -> None:
        """Change between list and board."""
        self.toggle_class("-board")
        (self.query_one("#board", Panel) if self.has_class("-board") else self.table).focus()

    def action_open_link(self) -> None:
        """Open the source's page."""
        if one := self._chosen():
            self.open_address(one.opportunity.url)

    def action_move(self) -> None:
        """Ask for the next stage; the regular ones come first, the others need a reason."""
        if (one := self._chosen()) is None:
            return
        here = one.application.stage
        others = [stage for stage in ApplicationStage if stage not in one.following and stage is not here]
        stages = [*one.following, *others]
        names = [label(stage) if stage in one.following else f"{label(stage)} {_('(Ausnahme)')}" for stage in stages]

        def answered(filled: Filled | None) -> None:
            if filled is not None:
                self._move_to(one, stages[filled.choice], filled.lines[0])

        form = FormScreen(
            _("Auf welchen Stand?"),
            one.opportunity.title,
            choices=names,
            lines=[_("Begründung (nur bei einer Ausnahme)")],
        )
        self.app.push_screen(form, answered)

    def _move_to(self, one: "ApplicationFile", to: ApplicationStage, why: str) -> None:
        now = self.desk.now()

        def change(session: "Session", application: "Application", reason: Reason | None = None) -> None:
            from grants_db.applications import change_stage
            from grants_db.casework import add_note

            code = reason.code if reason else None
            change_stage(session, application, to, now=now, reason=code, override=why)
            if reason is not None and reason.note:
                add_note(session, application, reason.note, now=now)

        def reasoned(reason: Reason | None) -> None:
            if reason is not None:
                self._store(one, lambda session, application: change(session, application, reason))

        if to is ApplicationStage.NOT_PURSUED:
            self.app.push_screen(ReasonScreen(one.opportunity.title), reasoned)
        else:
            self._store(one, change)

    def action_funder(self) -> None:
        """Ask for the funder's status."""
        if (one := self._chosen()) is None:
            return
        statuses = [status for status in FunderStatus if status is not one.application.funder_status]
        now = self.desk.now()

        def answered(filled: Filled | None) -> None:
            if filled is None:
                return

            def change(session: "Session", application: "Application") -> None:
                from grants_db.applications import set_funder_status

                set_funder_status(session, application, statuses[filled.choice], now=now)

            self._store(one, change)

        form = FormScreen(
            _("Stand beim Zuwendungsgeber"), one.opportunity.title, choices=[label(status) for status in statuses]
        )
        self.app.push_screen(form, answered)

    def action_note(self) -> None:
        """Ask for a note."""
        if (one := self._chosen()) is None:
            return
        now = self.desk.now()

        def answered(filled: Filled | None) -> None:
            if filled is None:
                return

            def add(session: "Session", application: "Application") -> None:
                from grants_db.casework import add_note

                add_note(session, application, filled.lines[0], now=now)

            self._store(one, add)

        self.app.push_screen(
            FormScreen(_("Notiz"), one.opportunity.title, lines=[_("Notiz, ohne Personennamen")]), answered
        )

    def action_task(self) -> None:
        """Ask for a task: what, until when, and who."""
        if (one := self._chosen()) is None:
            return
        now = self.desk.now()
        units = sorted(name for name in one.units.values() if name != one.unit)
        owners = [one.unit or _("(keine Einheit)"), *units]

        def answered(filled: Filled | None) -> None:
            if filled is None:
                return

            def add(session: "Session", application: "Application") -> None:
                from grants_db.casework import add_task
                from grants_db.units import get_unit

                owner = get_unit(session, units[filled.choice - 1]) if filled.choice else None
                title, due = filled.lines
                add_task(session, application, title, read_day(due), now=now, unit=owner)

            self._store(one, add)

        form = FormScreen(
            _("Aufgabe: wer, was, bis wann?"),
            one.opportunity.title,
            choices=[one_line(name) for name in owners],
            lines=[_("Was zu tun ist"), _("Bis wann (TT.MM.JJJJ)")],
        )
        self.app.push_screen(form, answered)

    def action_finish(self) -> None:
        """Mark the next open task as done."""
        if (one := self._chosen()) is None:
            return
        waiting = [task for task in one.tasks if task.done_on is None]
        if not waiting:
            self.say(_("Keine offene Aufgabe."))
            return
        now, today, number = self.desk.now(), self.desk.today, waiting[0].id or 0

        def finish(session: "Session", _application: "Application") -> None:
            from grants_db.casework import finish_task

            finish_task(session, number, today, now=now)

        self._store(one, finish)

    def _store(self, one: "ApplicationFile", change: Writer) -> None:
        """Change an application in a worker, then read anew; what is refused is said and changes nothing."""
        number = one.application.id or 0

        def write(engine: "Engine") -> None:
            from grants_db.applications import get_application
            from grants_db.database import writing

            with writing(engine) as session:
                change(session, get_application(session, number))

        self.write(write, lambda _nothing: self.action_reload())


def read_day(text: str) -> date:
    """A day as people write it, 24.11.2026, or as 2026-11-24; UsageError for anything else."""
    parts = text.strip().split(".")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("„{text}“ ist kein Tag; bitte als TT.MM.JJJJ schreiben.", text=text) from None


def _row(found: "ApplicationFile") -> Row:
    application, entry = found.application, found.next_entry
    coming = f"{CERTAINTY_SIGNS[entry.certainty]} {day(entry.due)}" if entry else "–"
    warned = "! " if found.warning is not None else ""
    cells = (
        str(application.id),
        label(application.stage),
        label(application.funder_status),
        warned + found.opportunity.title,
        coming,
        found.unit,
    )
    return Row(str(application.id), cells)
