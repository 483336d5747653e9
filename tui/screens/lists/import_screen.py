"""A table comes in: its file, what each column is read as, what would change; then go, or take it back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from grants_db.errors import AkquiseError
from grants_db.vocabulary import ImportKind
from tui.formatting.format import harmless, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.formatting.worker_errors import EXPECTED, explained
from tui.screens.base.form import Choice, Filled, FormScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.row_table import Column, Row, RowTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.import_export.list_files.list_file import ImportSetting, ListFile, Looked
    from tui.screens.base.page import PageScreen

SHOWN = 12  # lines of what would change, and of what is to be looked at


def path_of(text: str) -> Path:
    r"""The path that was typed, or dropped on the terminal with quotes and escaped blanks.

    >>> path_of("'/tmp/Meine Liste.xlsx'").name, path_of("/tmp/Meine\\ Liste.xlsx").name
    ('Meine Liste.xlsx', 'Meine Liste.xlsx')
    """
    text = text.strip().removeprefix("file://")
    if text[:1] in "'\"" and text[-1:] == text[:1]:
        text = text[1:-1]
    return Path(text.replace("\\ ", " ")).expanduser()


class ImportScreen(ModalScreen[bool]):
    """Enter after the path looks at the file, Enter on a column says what it is; answers whether anything changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", N_("Ansehen"), key_display="⏎", tooltip=N_("Datei ansehen; Spalte zuordnen")),
        Binding("ctrl+s", "take", N_("Einlesen"), tooltip=N_("Eintragen, was angezeigt ist")),
        Binding(
            "ctrl+t", "next_kind", N_("Art"), tooltip=N_("Maßnahmen, Anträge, Spenden oder Finanzierungspläne einlesen")
        ),
        Binding("ctrl+o", "insist", N_("Stimmt doch"), tooltip=N_("Auch eintragen, was Zweifel weckt")),
        Binding("ctrl+z", "undo", N_("Zurücknehmen"), tooltip=N_("Das letzte Einlesen dieser Art zurücknehmen")),
        Binding("tab", "app.focus_next", N_("Datei/Spalten"), tooltip=N_("Zwischen Datei und Spalten wechseln")),
        Binding("escape", "leave", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück, ohne etwas einzutragen")),
    ]
    COLUMNS: ClassVar[list[Column]] = [Column(N_("Ihre Spalte"), share=1), Column(N_("wird gelesen als"), share=1)]

    class Done(Message):
        """Something was read or written, or refused."""

        def __init__(self, go_on: Callable[[], None]) -> None:
            super().__init__()
            self.go_on = go_on

    def __init__(self, kind: ImportKind, engine: "Engine", setting: "ImportSetting") -> None:
        super().__init__()
        self._kind, self._engine, self._setting = kind, engine, setting
        self._file: ListFile | None = None
        self._looked: Looked | None = None
        self._changed = False

    def compose(self) -> ComposeResult:
        """The file, its columns, what would happen."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Aus einer Tabelle einlesen"))
            yield Static("", markup=False, id="what")
            hint = _("Pfad der Datei, oder die Datei hierher ziehen")
            yield Input(placeholder=hint, classes="line", compact=True, id="path")
            named = _("Name der Liste; leer: vorgeschlagen")
            yield Input(placeholder=named, classes="line", compact=True, id="list-name")
            yield RowTable(self.COLUMNS, id="list")
            with VerticalScroll(id="fields"):
                yield Static("", markup=False, id="said")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the path."""
        self._name_kind()
        self.query_one("#path", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter after the path, or after the list's name."""
        event.stop()
        self.action_look()

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Enter on a column: what it is."""
        from grants_db.import_export.list_files.list_file import fields_of

        heading = event.key.partition(" ")[2]
        fields = fields_of(self._kind)
        names = [_(german) if german else _("nicht lesen") for german in fields.values()]
        form = FormScreen(_("Spalte zuordnen"), one_line(heading), [Choice(names)])
        self.app.push_screen(form, partial(self._mapped, heading, list(fields)))

    def action_look(self) -> None:
        """Look at the file that is named."""
        from grants_db.import_export.list_files.list_file import ListFile

        if text := self.query_one("#path", Input).value.strip():
            path, name = path_of(text), self.query_one("#list-name", Input).value.strip()
            known = self._file
            if known is None or (known.path, known.kind) != (path, self._kind):
                known = ListFile(self._kind, path)
            self._file = replace(known, list_name=name, insist=False)
            self._work(self._look)

    def action_next_kind(self) -> None:
        """Lists of the next kind."""
        kinds = list(ImportKind)
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self._name_kind()
        self._forget()
        self.action_look()

    def action_take(self) -> None:
        """Take over what is shown; before it is shown, nothing is."""
        if self._looked is not None:
            self._work(self._take)

    def action_insist(self) -> None:
        """Look again, with what was doubted taken as it stands."""
        if self._file is not None and self._looked is not None and self._looked.doubtful:
            self._file = replace(self._file, insist=True)
            self._work(self._look)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to insist on while nothing is doubted."""
        if action == "insist":
            return self._looked is not None and self._looked.doubtful > 0
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take the last import of this kind back."""
        self._work(self._undo)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(self._changed)

    def on_import_screen_done(self, message: Done) -> None:
        """Go on in the app with what the worker brought."""
        message.go_on()

    def _name_kind(self) -> None:
        self.query_one("#list-name", Input).display = self._kind is ImportKind.MEASURES
        self.query_one("#what", Static).update(_("Liste: {kind}  (^T: andere Art)").format(kind=label(self._kind)))

    def _forget(self) -> None:
        self._file = self._looked = None
        self.query_one(RowTable).show_rows([])
        self.query_one("#said", Static).update("")

    def _mapped(self, heading: str, fields: list[str], filled: Filled | None) -> None:
        if filled is not None and self._file is not None:
            kept = tuple(each for each in self._file.mapping if each.rpartition("=")[0] != heading)
            self._file = replace(self._file, mapping=(*kept, f"{heading}={fields[filled.choice]}"))
            self._work(self._look)

    def _work(self, job: "Callable[[], Callable[[], None]]") -> None:
        self.run_worker(partial(self._run, job), thread=True, exclusive=True, group="work")

    def _run(self, job: "Callable[[], Callable[[], None]]") -> None:
        try:
            go_on = job()
        except EXPECTED as error:
            go_on = partial(self._refused, explained(error))
        self.post_message(self.Done(go_on))

    def _look(self) -> "Callable[[], None]":
        from grants_db.import_export.list_files.list_file import look_at
        from grants_db.storage.database import writing

        if self._file is None:
            raise ValueError("nothing is named yet")
        with writing(self._engine) as session:
            return partial(self._show, look_at(session, self._file, self._setting))

    def _take(self) -> "Callable[[], None]":
        from grants_db.import_export.list_files.list_file import take_over
        from grants_db.storage.database import writing

        if self._file is None:
            raise ValueError("nothing is named yet")
        with writing(self._engine) as session:
            taken = take_over(session, self._file, self._setting)
        return partial(self._show, taken, changed=True)

    def _undo(self) -> "Callable[[], None]":
        from grants_db.import_export.import_log.runs import past_imports
        from grants_db.import_export.import_log.take_back import take_import_back
        from grants_db.storage.database import writing

        with writing(self._engine) as session:
            last = next((run for run in past_imports(session, self._kind) if run.taken_back < run.things), None)
            if last is None:
                return partial(self._say, _("Es gibt nichts zurückzunehmen."))
            result = take_import_back(session, self._kind, last.number, self._setting.now)
        head = _("{file} zurückgenommen:").format(file=one_line(last.file))
        return partial(self._undone, "\n".join([head, *map(sentence, result.lines())]))

    def _undone(self, text: str) -> None:
        self._changed = True
        self._forget()
        self._say(text)

    def _show(self, looked: "Looked", *, changed: bool = False) -> None:
        """The columns and what would happen, or what did."""
        self._looked = None if changed else looked
        self._changed = self._changed or (changed and looked.number is not None)
        rows = [
            Row(f"{number} {heading}", (one_line(heading), one_line(_(meaning)) if meaning else _("nicht gelesen")))
            for number, (heading, meaning) in enumerate(pair for table in looked.tables for pair in table.columns)
        ]
        self.query_one(RowTable).show_rows(rows)
        lines = [sentence(line) for line in looked.lines[:SHOWN]]
        if looked.list_name:
            lines.insert(0, _("Liste: {list}").format(list=one_line(looked.list_name)))
        findings = [sentence(line) for line in looked.findings[:SHOWN]]
        if len(looked.findings) > SHOWN:
            findings.append(_("… und {count} weitere.").format(count=len(looked.findings) - SHOWN))
        if changed:
            lines.insert(0, _("Eingelesen; ^Z nimmt es zurück."))
        else:
            lines.append(_("^S liest so ein."))
            if looked.doubtful:
                lines.append(_("Stimmt es doch, nimmt ^O auch, was Zweifel weckt."))
        self.refresh_bindings()
        self._say("\n".join([*lines, "", *findings]))

    def _refused(self, error: AkquiseError) -> None:
        self._looked = None
        self._say(sentence(error.sentence))

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update("\n".join(harmless(line) for line in text.split("\n")))


def open_import(screen: "PageScreen[Any]", kind: ImportKind) -> None:
    """Open it over a page; where something came in or was taken back, the page is read anew."""
    from grants_db.import_export.list_files.list_file import ImportSetting

    context = screen.context
    if context.engine is None:
        return
    city = context.settings.city
    own = context.settings.rules_file
    setting = ImportSetting(city.name, city.state, context.today, context.now(), context.decided_by, own)

    def closed(changed: bool | None) -> None:
        if changed:
            screen.action_reload()

    screen.app.push_screen(ImportScreen(kind, context.engine, setting), closed)
