"""What one looks for among the opportunities: filters by keys, an order, a view; and what of it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from grants_db.rules.status import STATUS_ORDER
from grants_db.vocabulary import ApplicantRoute, Level
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.screens.base.arranged_list import ArrangedListScreen
from tui.screens.base.form import Filled, FormScreen, Tick
from tui.screens.base.page import Reader
from tui.screens.opportunities.queries import MOST_SORTED, Hits, OpportunityQuery, lines, read_page
from tui.state.saved_views import OpportunityView
from tui.text import opportunities as texts
from tui.widgets.row_table import Row

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.models.measure import ActionField

#: rows read at once
PAGE = 50


class OpportunityFilters(ArrangedListScreen[Hits]):
    """The keys that narrow the list; the screen shows what they leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # before any other key, so that what is typed right after it goes into the search, however slow the screen is
        Binding(
            "slash", "search", N_("Suchen"), key_display="/", tooltip=N_("In Titel und Text suchen"), priority=True
        ),
        Binding("e", "next_level", N_("Ebene"), tooltip=N_("Nach Ebene filtern: Land, Bund, EU …"), show=False),
        Binding("s", "next_status", N_("Stand"), tooltip=N_("Nach Stand filtern: offen, angekündigt …"), show=False),
        Binding("f", "next_field", N_("Handlungsfeld"), tooltip=N_("Nur, was für eines vorgeschlagen ist"), show=False),
        Binding("w", "next_route", N_("Wer"), tooltip=N_("Nach dem Antragsweg filtern: selbst, Partner …"), show=False),
        Binding(
            "F", "combine", N_("Filter"), tooltip=N_("Mehrere Ebenen, Stände und Antragswege zugleich"), show=False
        ),
        Binding("m", "own", N_("Eigene"), tooltip=N_("Nur, was für die eigene Einheit vorgeschlagen ist"), show=False),
        Binding("i", "new", N_("Neu"), tooltip=N_("Nur, was seit dem letzten Mal neu oder geändert ist"), show=False),
        Binding("z", "to_check", N_("Zu prüfen"), tooltip=N_("Nur, wovon der Text etwas offen lässt"), show=False),
        Binding("x", "clear", N_("Filter löschen"), tooltip=N_("Suche und Filter zurücknehmen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.wanted = OpportunityView()
        self._offset = 0
        self._fields: Sequence[ActionField] = ()

    def question(self) -> OpportunityQuery:
        """What the list asks for now: a page of it."""
        context = self.context
        return OpportunityQuery(
            *(self.wanted, context.settings.unit, context.since, context.today, self._offset, PAGE, self._fields),
            arrangement=self.arrangement,
            columns=self.COLUMNS,
        )

    def every_row(self) -> Reader[Sequence[Row]]:
        """All calls that fit, in the list's order, read anew."""
        question = replace(self.question(), offset=0, limit=MOST_SORTED)

        def read(engine: "Engine") -> Sequence[Row]:
            return lines(read_page(engine, question), question.today, question.since)

        return read

    def after_arranging(self) -> None:
        """In another order other calls come first."""
        self._offset = 0
        self.action_reload()

    def filter_as_json(self) -> Mapping[str, object]:
        """What is wanted."""
        return self.wanted.as_json()

    def filter_from_json(self, stored: Mapping[str, object]) -> None:
        """Look for what a saved view has kept."""
        self.recall(OpportunityView.from_json(stored))

    def in_words(self) -> str:
        """Words and filters in one line."""
        return texts.in_words(self.wanted, self._fields)

    def action_next_level(self) -> None:
        """All levels, then one after the other."""
        self._want(replace(self.wanted, levels=texts.after_one(self.wanted.levels, list(Level))))

    def action_next_status(self) -> None:
        """Any status, then one after the other."""
        self._want(replace(self.wanted, statuses=texts.after_one(self.wanted.statuses, STATUS_ORDER)))

    def action_next_field(self) -> None:
        """All action fields, then one after the other."""
        numbers = [field.number for field in self._fields]
        self._want(replace(self.wanted, action_field=texts.after(self.wanted.action_field, numbers)))

    def action_next_route(self) -> None:
        """Whoever may apply, then one way after the other."""
        self._want(replace(self.wanted, routes=texts.after_one(self.wanted.routes, list(ApplicantRoute))))

    def action_combine(self) -> None:
        """Tick any of the levels, statuses and routes; of each kind any may fit, of the kinds all have to."""
        wanted = self.wanted
        levels, statuses, routes = list(Level), list(STATUS_ORDER), list(ApplicantRoute)
        fields = [
            Tick([label(one) for one in levels], _("Ebene"), [levels.index(one) for one in wanted.levels]),
            Tick([label(one) for one in statuses], _("Stand"), [statuses.index(one) for one in wanted.statuses]),
            Tick([label(one) for one in routes], _("Antragsweg"), [routes.index(one) for one in wanted.routes]),
        ]

        def answered(filled: Filled | None) -> None:
            if filled is not None:
                of_levels, of_statuses, of_routes = filled.ticks
                self._want(
                    replace(
                        self.wanted,
                        levels=tuple(levels[at] for at in sorted(of_levels)),
                        statuses=tuple(statuses[at] for at in sorted(of_statuses)),
                        routes=tuple(routes[at] for at in sorted(of_routes)),
                    )
                )

        self.app.push_screen(FormScreen(_("Was soll die Liste zeigen?"), "", fields), answered)

    def action_own(self) -> None:
        """Only the own unit's, or all."""
        if self.context.settings.unit:
            self._want(replace(self.wanted, own=not self.wanted.own))
        else:
            self.say(_("Es ist keine eigene Einheit eingestellt; das geht unter „Einstellungen“ (Taste 9)."))

    def action_new(self) -> None:
        """Only what is new since last time, or all."""
        if self.context.since is not None:
            self._want(replace(self.wanted, new=not self.wanted.new))
        else:
            self.say(_("Das ist der erste Besuch: Es gibt noch kein „seit dem letzten Mal“."))

    def action_to_check(self) -> None:
        """Only those with a fact to be checked, or all."""
        self._want(replace(self.wanted, to_check=not self.wanted.to_check))

    def action_clear(self) -> None:
        """Show everything again."""
        self.recall(OpportunityView())

    def _want(self, wanted: OpportunityView) -> None:
        if wanted != self.wanted:
            self.wanted, self._offset = wanted, 0
            self.action_reload()

    def recall(self, wanted: OpportunityView) -> None:
        """Look for this instead."""
        with self.prevent(Input.Changed):
            self.query_one("#words", Input).value = wanted.words
        self._want(wanted)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing narrows the list there is nothing to take back."""
        if action == "clear" and self.has_class("-ready"):
            return True if self.wanted != OpportunityView() else None
        return super().check_action(action, parameters)
