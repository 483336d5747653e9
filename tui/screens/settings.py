"""Settings: my unit, language, light or dark, when dates warn; and where everything else is set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.rules.thresholds import OTHERS
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.formatting.messages import sentence
from tui.formatting.row_markers import is_own
from tui.screens.base.form import Choice, Filled, FormScreen, Line
from tui.screens.base.list_page import ListScreen
from tui.screens.base.page import Reader
from tui.state.user_settings import LANGUAGE, UNIT, keep_own, own_values
from tui.text.settings import (
    LANGUAGES,
    THEME,
    THRESHOLDS,
    Group,
    SettingRow,
    days_of,
    days_text,
    group_panel,
    groups,
    setting_panel,
)
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, Row, RowTable
from tui.widgets.theme import DARK

if TYPE_CHECKING:
    from sqlalchemy import Engine


class SettingTable(RowTable):
    """The list of settings; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", N_("Ändern"), key_display="⏎", tooltip=N_("Die gewählte Einstellung ändern")),
    ]


@dataclass(frozen=True)
class SettingsPage:
    """What is read: the units there are, what the file sets, the database's address for people."""

    units: tuple[str, ...]
    in_file: frozenset[str]
    database: str
    error: Message | None = None  # why the file can't be read


@dataclass(frozen=True)
class SettingsChange:
    """A change of settings: what writes it down, and what holds once that is done."""

    write: Reader[object]
    held: Mapping[str, Any]


class SettingsScreen(ListScreen[SettingsPage]):
    """What a user sets, and what is set for them."""

    MODE = "settings"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Einstellung"), share=3),
        Column(N_("Wert"), share=4),
        Column(N_("Steht in"), width=18, from_width=76),
    ]

    def __init__(self, at: str | None = UNIT) -> None:
        super().__init__()
        self._rows: dict[str, SettingRow] = {}
        self._groups: dict[str, Group] = {}
        self._units: tuple[str, ...] = ()
        self._found: SettingsPage | None = None
        self._at = at  # the row it begins at

    def compose_page(self) -> ComposeResult:
        """The settings, and beside them what the chosen one is for."""
        with Horizontal(id="panes"):
            yield SettingTable(self.COLUMNS, id="list")
            yield Panel(id="details")

    def on_mount(self) -> None:
        """Light and dark may be changed by a key at any time."""
        self.watch(self.app, "theme", self._paint, init=False)

    def reader(self) -> Reader[SettingsPage]:
        """Units and the file."""
        file, url = self.context.config_file, self.context.settings.database_url

        def read(engine: "Engine") -> SettingsPage:
            from grants_db.measures.store import list_units
            from grants_db.settings import file_values
            from grants_db.storage.address import shown
            from grants_db.storage.database import reading

            with reading(engine) as session:
                units = tuple(unit.name for unit in list_units(session))
            address = shown(engine.url) or url
            try:
                return SettingsPage(units, frozenset(file_values(file) if file else ()), address)
            except AkquiseError as error:
                return SettingsPage(units, frozenset(), address, error.sentence)

        return read

    def empty_state(self, found: SettingsPage) -> str:
        """There are always settings."""
        del found
        return ""

    def show(self, found: SettingsPage) -> None:
        """Fill the list, on the first visit at the row it is to begin at."""
        self._found, self._units = found, found.units
        self._paint()
        if found.error is not None:
            self.say(sentence(found.error), bad=True)

    def _paint(self) -> None:
        if (found := self._found) is None:
            return
        context = self.context
        listed = groups(
            context.settings,
            in_file=found.in_file,
            led=context.led,
            units=found.units,
            database=found.database,
            file=context.config_file,
            dark=self.app.theme == DARK.name,
            own=own_values(context.memory) if context.user else None,
        )
        self._rows = {row.key: row for group in listed for row in group.rows}
        self._groups = {_heading(group): group for group in listed}
        self.table.show_rows([line for group in listed for line in _lines(group)], self._at)
        self.show_details(self._at or self.table.current_key or "")
        self._at = None

    def show_details(self, key: str) -> None:
        """What a setting is for, or what those under a heading have in common."""
        if row := self._rows.get(key):
            self.details.show(setting_panel(row), title=row.name)
        elif group := self._groups.get(key):
            self.details.show(group_panel(group), title=group.heading)

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Change the setting, or go and read why it can't be changed here."""
        row = self._rows.get(event.key)
        if row is None or not row.changeable:
            return  # the list's own answer: go into the details
        event.prevent_default()
        if row.key == THEME:
            self.akquise.action_theme()
        elif row.key == LANGUAGE:
            other = next(code for code in LANGUAGES if code != self.context.settings.lang)
            change = self._own(LANGUAGE, other)
            self.write(change.write, lambda _stored: self._hold(change.held))
        elif row.key == UNIT:
            self._ask_unit()
        else:
            self._ask_days(row)

    def _ask_unit(self) -> None:
        choices = [_("keine"), *(one_line(unit) for unit in self._units)]
        names = ["", *self._units]

        def change(filled: Filled) -> SettingsChange:
            return self._own(UNIT, names[filled.choice])

        own = self.context.settings.unit
        chosen = next((number for number, name in enumerate(names) if is_own(name, own)), 0)
        self._ask(_("Meine Einheit"), _("Für welche Einheit arbeiten Sie?"), Choice(choices, chosen=chosen), change)

    def _ask_days(self, row: SettingRow) -> None:
        unit = row.key.removeprefix(THRESHOLDS)
        thresholds = self.context.settings.thresholds

        def change(filled: Filled) -> SettingsChange:
            days = days_of(filled.lines[0])
            kept = {name: wanted for name, wanted in thresholds.items() if name != unit}
            held = {"thresholds": kept | ({unit: days} if days else {})}
            return SettingsChange(self._writer({"thresholds": {unit: days or None}}), held)

        what = _("Alle anderen Einheiten") if unit == OTHERS else unit
        hint = _("zum Beispiel 28, 14, 3; leer: wie vorgegeben")
        line = Line(_("Tage vorher"), days_of, value=days_text(thresholds.get(unit, ())), hint=hint)
        self._ask(_("Vor Fristen warnen"), what, line, change)

    def _ask(self, title: str, what: str, field: Choice | Line, change: Callable[[Filled], SettingsChange]) -> None:
        """Show a form of one field; what it answers is stored before it closes, then holds."""

        def answered(filled: Filled | None) -> None:
            if filled is not None:
                self._hold(change(filled).held)

        engine = self.context.engine
        form = FormScreen(title, what, [field], store=lambda filled: change(filled).write, engine=engine)
        self.app.push_screen(form, answered)

    def _own(self, name: str, value: str) -> SettingsChange:
        """A user's own setting: in their file, or where several share one, in their memory."""
        if self.context.user:
            memory = self.context.memory
            return SettingsChange(lambda _engine: keep_own(memory, {name: value}), {name: value})
        return SettingsChange(self._writer({name: value or None}), {name: value})

    def _writer(self, changes: Mapping[str, object]) -> Reader[object]:
        """What writes into the user's file, where there is one."""
        file = self.context.config_file

        def write(_engine: "Engine") -> None:
            from grants_db.settings import store_settings

            if file is not None:
                store_settings(changes, file)

        return write

    def _hold(self, held: Mapping[str, Any]) -> None:
        self.context.settings = self.context.settings.model_copy(update=dict(held))
        if LANGUAGE in held:
            self.akquise.speak(held[LANGUAGE], partial(SettingsScreen, at=LANGUAGE))
        else:
            lasts = self.context.memory.lasts if self.context.user else self.context.config_file is not None
            self.say(_("Gespeichert.") if lasts else _("Gilt, bis die Anwendung endet."))
            self.action_reload()


def _lines(group: Group) -> list[Row]:
    heading = Row(_heading(group), (group.heading, "", ""), bold=True)
    return [heading, *(Row(row.key, (row.name, row.value, row.origin)) for row in group.rows)]


def _heading(group: Group) -> str:
    return f"heading:{group.heading}"
