"""What one does with the measure under the cursor: add, change, close, take back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType

from grants_db.measures.edit_rights import EditRights
from grants_db.messages import Message
from grants_db.vocabulary import ImportKind
from tui.formatting.i18n import N_, _
from tui.formatting.messages import sentence
from tui.screens.base.filtered_list import FilteredListScreen
from tui.screens.base.form import FormScreen
from tui.screens.lists.import_screen import open_import
from tui.screens.measure_forms import EditedMeasure, MeasureForms, MeasureWords, read_forms

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.measures.measure_edits import Editing

Found = TypeVar("Found")


class MeasureActions(FilteredListScreen[Found]):
    """Keys that change a measure; the screen says which is meant."""

    #: those that need a measure under the cursor
    CHANGES = frozenset({"edit", "state", "take_back"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("A", "add", N_("Neue Maßnahme"), tooltip=N_("Eine Maßnahme anlegen")),
        Binding("e", "edit", N_("Ändern"), tooltip=N_("Angaben der Maßnahme ändern")),
        Binding("s", "state", N_("Status"), tooltip=N_("Abschließen, aufgeben, zurückstellen, wieder öffnen")),
        Binding("u", "take_back", N_("Zurücknehmen"), tooltip=N_("Die letzte Änderung der Maßnahme zurücknehmen")),
        Binding("E", "import_list", N_("Einlesen"), tooltip=N_("Aus einer Tabelle einlesen, oder das zurücknehmen")),
    ]

    def measure_at_cursor(self) -> int | None:
        """The id of the measure under the cursor; a field or a goal is none."""
        raise NotImplementedError

    def action_import_list(self) -> None:
        """A table of measures comes in."""
        open_import(self, ImportKind.MEASURES)

    def action_add(self) -> None:
        """A new measure, of the field of the one under the cursor."""
        rights = self._rights
        if not rights.everything:
            self.say(_("Maßnahmen legt die Fördermittelstelle an; Ihre eigenen ändern Sie mit e."))
            return
        self._with_measure_forms(lambda forms: self.app.push_screen(forms.add()), new=True)

    def action_edit(self) -> None:
        """Change what the measure says, as far as the own unit may."""

        def ask(forms: MeasureForms) -> None:
            form = forms.edit()
            if form is None:
                self._not_ours()
            else:
                self.app.push_screen(form)

        self._with_measure_forms(ask)

    def action_state(self) -> None:
        """Close it, give it up, put it off, open it again."""

        def ask(forms: MeasureForms) -> None:
            form: FormScreen = forms.state()
            if self._rights.everything:
                self.app.push_screen(form)
            else:
                self._not_ours()

        self._with_measure_forms(ask)

    def action_take_back(self) -> None:
        """Take back what was changed last."""

        def ask(forms: MeasureForms) -> None:
            one = forms.one

            def change(session: "Session", editing: "Editing") -> Message:
                from grants_db.measures.measure_edits import take_measure_change_back
                from grants_db.models.measure import Measure

                return take_measure_change_back(session, session.get_one(Measure, one.id if one else 0), editing)

            def done(told: object) -> None:
                self.action_reload()
                self.say(sentence(cast("Message", told)))

            self.write(forms.writer(change), done)

        self._with_measure_forms(ask)

    @property
    def _rights(self) -> EditRights:
        return EditRights(self.context.settings.unit, self.context.settings.funding_office)

    def _not_ours(self) -> None:
        self.say(_("Das ändert die Fördermittelstelle; Kosten, Gesichertes und Beschreibung auch die eigene Einheit."))

    def _with_measure_forms(self, ask: Callable[[MeasureForms], object], *, new: bool = False) -> None:
        """Read the measure under the cursor as it is now, then ask."""
        engine, key = self.context.engine, self.measure_at_cursor()
        if engine is None or (key is None and not new):
            return

        def read(engine: "Engine") -> "tuple[EditedMeasure | None, MeasureWords]":
            return read_forms(engine, key)

        def go_on(found: object) -> None:
            one, words = cast("tuple[EditedMeasure | None, MeasureWords]", found)
            context = self.context
            ask(MeasureForms(one, words, engine, context.today, context.now(), context.decided_by, self._rights))

        self.read_to_open(read, go_on)
