"""What one does with the application under the cursor: each key asks in a form, and what it wrote is read again."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from grants_db.messages import Message
from grants_db.vocabulary import ApplicationStage, ImportKind
from tui.formatting.i18n import N_, _
from tui.formatting.messages import sentence
from tui.formatting.row_markers import is_own
from tui.screens.applications.award_from_file import file_form, read_award_file
from tui.screens.applications.by_hand import application_by_hand
from tui.screens.applications.edit_forms import EditForms
from tui.screens.applications.forms import Forms
from tui.screens.applications.menu import Step, menu, why_no_task
from tui.screens.applications.new import new_application
from tui.screens.base.dismiss_reason import Reason, ReasonScreen
from tui.screens.base.filtered_list import FilteredListScreen
from tui.screens.base.form import Choice, Filled, FormScreen
from tui.screens.base.page import Reader
from tui.screens.base.tick_off import Ticked, ask_about_dates, take_back
from tui.screens.lists.import_screen import open_import
from tui.text.records.application_records import records_of

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.applications.store import Applicable
    from grants_db.dashboard.application import ApplicationFile, ApplicationRow
    from grants_db.models.application import Application


class ApplicationActions(FilteredListScreen["list[ApplicationRow]"]):
    """Keys that change an application; the screen says which is meant (`key`) and how it is listed (`row`)."""

    #: those that need an application under the cursor
    CHANGES = frozenset({"move", "funder", "task", "finish", "note", "checklist", "more", "correct", "take_back"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("A", "create", N_("Neuer Antrag"), tooltip=N_("Aus einem angenommenen Treffer oder von Hand")),
        Binding("s", "move", N_("Stand"), tooltip=N_("Auf einen anderen Stand setzen; Ausnahmen mit Begründung")),
        Binding("z", "funder", N_("Zuwendungsgeber"), tooltip=N_("Den Stand beim Zuwendungsgeber eintragen")),
        Binding("a", "task", N_("Aufgabe"), tooltip=N_("Einer Einheit eine Aufgabe bis zu einem Tag geben")),
        Binding("e", "finish", N_("Erledigt"), tooltip=N_("Einen Termin des Antrags abhaken oder verschieben")),
        Binding("n", "note", N_("Notiz"), tooltip=N_("Eine Notiz in den Verlauf schreiben")),
        Binding(
            "k",
            "checklist",
            N_("Unterlagen"),
            tooltip=N_("Abhaken, was zum Antrag da ist, und ergänzen"),
            show=False,  # the bar is full at 80 columns; `+` offers it too
        ),
        Binding("plus", "more", N_("Eintragen …"), key_display="+", tooltip=N_("Bescheid, Auszahlung, Dokument …")),
        Binding("b", "correct", N_("Berichtigen"), tooltip=N_("Etwas Eingetragenes ändern oder löschen")),
        Binding("u", "take_back", N_("Zurücknehmen"), tooltip=N_("Das zuletzt Eingetragene zurücknehmen, samt Folgen")),
        Binding("E", "import_list", N_("Einlesen"), tooltip=N_("Aus einer Tabelle einlesen, oder das zurücknehmen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._ticked: list[Ticked] = []  # dates, in this session

    @property
    def key(self) -> str | None:
        """The application under the cursor."""
        raise NotImplementedError

    def row(self, key: str) -> "ApplicationRow | None":
        """An application as the list shows it."""
        raise NotImplementedError

    def action_import_list(self) -> None:
        """A table of applications, or of donations, comes in."""
        open_import(self, ImportKind.APPLICATIONS)

    def action_create(self) -> None:
        """Choose an accepted match that has no application yet, one's own unit's first; else enter one by hand."""

        def read(engine: "Engine") -> "list[Applicable]":
            from grants_db.applications.store import applicable
            from grants_db.storage.database import reading

            with reading(engine) as session:
                return applicable(session)

        def choose(found: object) -> None:
            engine, own = self.context.engine, self.context.settings.unit
            ready = sorted(cast("list[Applicable]", found), key=lambda one: not is_own(one.unit, own))
            if engine is None:
                return
            now, by, today = self.context.now(), self.context.decided_by, self.context.today
            by_hand = application_by_hand(engine, today, now, by, self.context.settings)
            if not ready:
                self._push(by_hand)
                return

            def answered(filled: Filled | None) -> None:
                if filled is not None and filled.choice == len(ready):
                    self._push(by_hand)

            self._push(new_application(ready, engine, now, by), answered)

        self.read_to_open(read, choose)

    def action_move(self) -> None:
        """Ask for the next stage; the regular ones come first, the others need a reason."""
        self._with_forms(lambda forms: self._push(forms.stage(), partial(self._moved, forms)))

    def action_funder(self) -> None:
        """Ask for the funder's status."""

        def ask(forms: Forms) -> None:
            def answered(filled: Filled | None) -> None:
                if filled is not None and forms.is_granted(filled):
                    self._push(forms.award())

            self._push(forms.funder(), answered)

        self._with_forms(ask)

    def action_note(self) -> None:
        """Ask for a note."""
        self._with_forms(lambda forms: self._push(forms.note()))

    def action_checklist(self) -> None:
        """Ask which documents are there, and what else is needed."""
        self._with_forms(lambda forms: self._push(forms.checklist()))

    def action_task(self) -> None:
        """Ask for a task: what, until when, and who."""
        self._with_forms(lambda forms: self._push(forms.task(), instead=why_no_task(forms.one)))

    def action_finish(self) -> None:
        """Ask which of its dates is done, or is to stand on another day."""
        if (row := self.row(self.key or "")) is not None:
            ask_about_dates(self, row.dates, self._ticked.append)

    def action_more(self) -> None:
        """Choose what to enter, then enter it."""

        def ask(forms: Forms) -> None:
            offered, entries = menu(forms)

            def chosen(filled: Filled | None) -> None:
                if filled is None:
                    return
                steps = entries[filled.choice]
                if steps[0][1] is file_form:
                    self._push(file_form(forms), partial(read_award_file, self, forms))
                else:
                    self._one_after_the_other(forms, steps)

            self._push(offered, chosen)

        self._with_forms(ask)

    def _one_after_the_other(self, forms: Forms, steps: Sequence[Step]) -> None:
        """Enter what must come first, then what was asked for, each knowing what the one before has brought."""
        (_name, make), *rest = steps
        forms.then = ", ".join(name for name, _make in rest)

        def stored(filled: Filled | None) -> None:
            if filled is not None and rest:
                self._with_forms(lambda again: self._one_after_the_other(again, rest))

        self._push(make(forms), stored)

    def action_correct(self) -> None:
        """Choose what is to be corrected or deleted, then ask how."""

        def ask(forms: Forms) -> None:
            records = records_of(forms.one)
            offered = FormScreen(
                _("Was berichtigen oder löschen?"), forms.what, [Choice([one.line for one in records])]
            )

            def chosen(filled: Filled | None) -> None:
                if filled is not None:
                    edit = EditForms(forms.one, forms.engine, forms.today, forms.now, forms.by, forms.settings)
                    self._push(edit.form_of(records[filled.choice]))

            self._push(offered, chosen)

        self._with_forms(ask)

    def action_take_back(self) -> None:
        """Take back what was entered last, in all that followed from it; an internal date's tick is no entry."""
        if self._ticked and (marked := self._ticked.pop()).how.mark is not None:
            take_back(self, marked)
            return

        def ask(forms: Forms) -> None:
            told: list[Message] = []

            def change(session: "Session", application: "Application") -> None:
                from grants_db.applications.acts import take_back

                told.append(take_back(session, application, now=forms.now, by=forms.by))

            def done(_nothing: object) -> None:
                self.action_reload()
                self.say(sentence(told[-1]))

            self.write(forms.writer(change), done)

        self._with_forms(ask)

    def _moved(self, forms: Forms, filled: Filled | None) -> None:
        """After the stage: "not pursued" asks for its reason, "awarded" for the award; all else is written already."""
        if filled is not None and forms.is_awarded(filled):
            self._push(forms.award())
            return
        stage = forms.stages()[filled.choice] if filled is not None else None
        if stage is not ApplicationStage.NOT_PURSUED:
            return
        now, by = self.context.now(), self.context.decided_by

        def reasoned(reason: Reason | None) -> None:
            if reason is None:
                return

            def change(session: "Session", application: "Application") -> None:
                from grants_db.applications.notes_documents_tasks import add_note
                from grants_db.applications.store import change_stage

                why = filled.lines[1] if filled else ""
                on = forms.read_day(filled.lines[0]) if filled else None
                change_stage(session, application, stage, now=now, reason=reason.code, override=why, by=by, on=on)
                if reason.note:
                    add_note(session, application, reason.note, now=now, by=by)

            self.write(forms.writer(change), lambda _nothing: self.action_reload(), lambda _error: ask(reason))

        def ask(given: Reason | None) -> None:
            self.app.push_screen(ReasonScreen(forms.one.opportunity.title, given), reasoned)

        ask(None)

    def _push(
        self, form: FormScreen | None, then: Callable[[Filled | None], None] | None = None, instead: str = ""
    ) -> None:
        """Show a form, or say why there is none; what it wrote is read when this screen comes back to the front."""
        if form is None:
            self.say(instead)
        else:
            self.app.push_screen(form, then)

    def _with_forms(self, ask: Callable[[Forms], None]) -> None:
        """Read the application under the cursor as it is now, then ask."""
        engine = self.context.engine
        if engine is None or (read := self.file_reader(self.key or "")) is None:
            return
        context = self.context

        def go_on(found: object) -> None:
            one, by = cast("ApplicationFile", found), context.decided_by
            ask(Forms(one, engine, context.today, context.now(), by, context.settings))

        self.read_to_open(read, go_on)

    def file_reader(self, key: str) -> "Reader[ApplicationFile] | None":
        """What reads an application as it is now; None without one of that key."""
        if (row := self.row(key)) is None:
            return None

        settings, today = self.context.settings, self.context.today

        def read(engine: "Engine") -> "ApplicationFile":
            from tui.jobs.agenda_inputs import read_application

            return read_application(engine, settings, int(key), row.dates, today)

        return read
