"""Measures: a tree field → goal → measure with cost, secured money, gap, matches and applications."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from grants_db.rules.unit_names import same_unit
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.screens.base.page import Reader
from tui.screens.combination import CheckedMeasure, CombinationScreen, read_combination
from tui.screens.measure_actions import MeasureActions
from tui.state.list_filter import ListFilter, remembered_number
from tui.text.measure_panels import branch_panel, measure_panel
from tui.text.measure_tree import (
    Branch,
    first_look,
    grown,
    measure_rows_alone,
    measures_counted,
    sum_of_gaps,
    total,
    tree_rows,
    unit_of,
)
from tui.widgets.row_table import Column, Row, RowTable
from tui.widgets.tree_table import TreeTable, is_branch

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.dashboard.details import MeasureRow
    from grants_db.dashboard.measure import MeasureFile


@dataclass(frozen=True)
class Measures:
    """All measures."""

    rows: "list[MeasureRow]"


@dataclass(frozen=True)
class WantedMeasures(ListFilter):
    """Which measures are shown."""

    field: int | None = None
    only_gaps: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """What was remembered; what makes no sense is left out."""
        return replace(
            super().from_json(stored),
            field=remembered_number(stored.get("field")),
            only_gaps=stored.get("only_gaps") is True,
        )

    def takes(self, row: "MeasureRow") -> bool:
        """Is this measure among them?"""
        measure = row.measure
        if self.field not in (None, *measure.action_fields) or (self.only_gaps and not row.unfunded):
            return False
        if self.unit and not any(same_unit(unit.name, self.unit) for unit in measure.units):
            return False
        goal = measure.goal.title if measure.goal else ""
        named = {
            _("Nummer"): measure.number,
            _("Titel"): measure.title,
            _("Ziel"): goal,
            _("Beschreibung"): measure.description,
            _("Einheit"): unit_of(row),
            _("Träger"): measure.carrier,
        }
        return self.has_words(" ".join(named.values()), named)


class MeasuresScreen(MeasureActions[Measures]):
    """What the concept wants done, and what it lacks."""

    MODE = "measures"
    WANTED = WantedMeasures
    wanted: WantedMeasures
    BEGINNINGS = frozenset({"add", "import_list"})
    OF_ONE = frozenset({*MeasureActions.CHANGES, "review", "combine", "sheet"})
    OF_ALL = frozenset({"fold_all"})
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Maßnahme"), share=3),
        Column(N_("Deckung"), width=10),
        Column(N_("Kosten"), width=15, right=True, from_width=112),
        Column(N_("Gesichert"), width=15, right=True, from_width=136),
        Column(N_("Lücke"), width=16, right=True),
        Column(N_("offen"), width=5, right=True),
        Column(N_("angen."), width=6, right=True, from_width=84),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "fold_all", N_("Alles auf/zu"), tooltip=N_("Alle Ziele aufklappen, oder alles zuklappen")),
        Binding("f", "next_field", N_("Handlungsfeld"), tooltip=N_("Nur die Maßnahmen eines Handlungsfelds zeigen")),
        Binding("g", "only_gaps", N_("Nur ungedeckte"), tooltip=N_("Nur Maßnahmen zeigen, denen Geld fehlt")),
        Binding("r", "review", N_("Treffer prüfen"), tooltip=N_("Die Treffer dieser Maßnahme ansehen und entscheiden")),
        Binding("k", "combine", N_("Kombination"), tooltip=N_("Ob die Fördermittel nebeneinander stehen dürfen")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Ein Blatt zum Drucken machen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[MeasureRow] = []
        self._tree: list[Branch] = []
        self._folded: dict[str, bool] = {}  # what somebody folded (True) or unfolded, by key

    def compose_page(self) -> ComposeResult:
        """What was folded last time is folded again."""
        remembered: dict[str, object] = self.context.memory.get("folding.measures", {})
        self._folded = {key: shut for key, shut in remembered.items() if isinstance(shut, bool)}
        yield from super().compose_page()

    def make_list(self) -> TreeTable:
        """A tree in place of the plain list."""
        return TreeTable(self.COLUMNS, id="list")

    def reader(self) -> Reader[Measures]:
        """All measures: a concept has hundreds, not thousands."""

        def read(engine: "Engine") -> Measures:
            from grants_db.dashboard.details import measure_rows
            from grants_db.storage.database import reading

            with reading(engine) as session:
                return Measures(measure_rows(session))

        return read

    def empty_state(self, found: Measures) -> str:
        """Without measures, how to bring them in."""
        if found.rows:
            return ""
        return _(
            "Noch keine Maßnahmen: akquise measures import DATEI, oder A legt eine an.\n\n"
            "Eine leere Vorlage: akquise measures template DATEI"
        )

    def show(self, found: Measures) -> None:
        """Fill the tree."""
        self._rows = found.rows
        self.paint()
        self.go_to_asked_row()

    def show_details(self, key: str) -> None:
        """A field's or a goal's sums, or what belongs to a measure, read in a worker."""
        if is_branch(key):
            if branch := self._branch(key):
                self.details.show(branch_panel(branch, self.context.settings.unit), title="")
            return
        if (row := self._row(key)) is None:
            return

        def read(engine: "Engine") -> "MeasureFile":
            from grants_db.dashboard.measure import measure_file
            from grants_db.storage.database import reading
            from tui.jobs.known_regimes import rules_or_shipped

            with reading(engine) as session:
                return measure_file(session, row.measure.id or 0, rules_or_shipped(self.context.settings))

        self.read_aside(read, partial(self._show_measure, row))

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Enter or a click on a branch folds or unfolds it; on a measure it goes into the details."""
        key = event.key
        if branch := self._branch(key):
            event.prevent_default()  # else the list screen goes into the details
            self._fold(key, shut=self._is_open(branch))

    def on_tree_table_folded(self, message: TreeTable.Folded) -> None:
        """Right unfolds, and goes one step in where it is unfolded; left folds, or goes one step out."""
        branch, above = self._branch(message.key), self._above(message.key)
        if branch is not None and self._is_open(branch) is message.shut:
            self._fold(message.key, shut=message.shut)
        elif not message.shut:
            self.table.action_cursor_down() if branch else self.table.action_select_cursor()
        elif above is not None:
            self.table.go_to(above.key)

    def action_fold_all(self) -> None:
        """Unfold everything, or fold everything when nothing is folded."""
        branches = [each for field in self._tree for each in (field, *field.goals)]
        shut = all(self._is_open(each) for each in branches)
        self._folded |= {each.key: shut for each in branches}
        self._remember_folding()

    def action_next_field(self) -> None:
        """All action fields, then one after the other."""
        numbers = sorted({row.measure.action_field_number for row in self._rows})
        field = self.wanted.field
        ahead = [number for number in numbers if field is None or number > field]
        self.want(replace(self.wanted, field=ahead[0] if ahead else None))

    def action_only_gaps(self) -> None:
        """All measures, or those that lack money."""
        self.want(replace(self.wanted, only_gaps=not self.wanted.only_gaps))

    def is_at_one(self) -> bool:
        """Is there a measure under the cursor? A field or a goal is none."""
        return self._row(self.table.current_key or "") is not None

    def measure_at_cursor(self) -> int | None:
        """The id of the measure under the cursor."""
        row = self._row(self.table.current_key or "")
        return row.measure.id if row else None

    def action_review(self) -> None:
        """Go to the matches of the measure under the cursor."""
        if row := self._row(self.table.current_key or ""):
            self.akquise.review(measure=row.measure.number)

    def action_combine(self) -> None:
        """The grants of the measure under the cursor beside each other; anew after each answer."""
        key, context = self.measure_at_cursor(), self.context
        if key is None or (engine := context.engine) is None:
            return

        def go_on(found: object) -> None:
            shown = CombinationScreen(
                cast("CheckedMeasure", found), context.settings.city.name, engine, context.now, context.decided_by
            )
            self.app.push_screen(shown, lambda answered: self.action_combine() if answered else None)

        self.read_to_open(lambda engine: read_combination(engine, key, context.today), go_on)

    def action_sheet(self) -> None:
        """Print the measure under the cursor."""
        if row := self._row(self.table.current_key or ""):
            self.print_sheet("measure", str(row.measure.id))

    def units(self) -> list[str]:
        """The units that answer for measures."""
        return [unit.name for row in self._rows for unit in row.measure.units]

    def paint(self) -> None:
        """Show what is wanted, folded as it was."""
        shown = [row for row in self._rows if self.wanted.takes(row)]
        own = self.context.settings.unit
        self._tree = grown(shown, own)
        self.query_one("#chip-text", Static).update(self._summary(shown))
        if self.arrangement.by:
            self.table.show_rows(measure_rows_alone(shown, own))
        else:
            self.table.show_rows(tree_rows(self._tree, self._opened(), own))
        if not shown:
            self.details.show(_("Nichts gefunden. x zeigt wieder alle."), title="")

    def after_arranging(self) -> None:
        """Sorted, the measures stand without their fields and goals."""
        self.paint()

    def every_row(self) -> Reader[Sequence[Row]]:
        """All measures that are wanted, also those folded away."""
        shown = [row for row in self._rows if self.wanted.takes(row)]
        rows = self.table.sorted_rows(measure_rows_alone(shown, self.context.settings.unit))
        return lambda _engine: rows

    def _opened(self) -> Callable[[Branch], bool]:
        """What is unfolded: as somebody left it, else as at first; who searches sees all that was found."""
        at_first = first_look(self._tree)
        if self.wanted.words:
            return lambda _branch: True
        return lambda branch: not self._folded.get(branch.key, not at_first(branch))

    def _is_open(self, branch: Branch) -> bool:
        return self._opened()(branch)

    def _fold(self, key: str, *, shut: bool) -> None:
        self._folded[key] = shut
        self._remember_folding()

    def _remember_folding(self) -> None:
        self.context.memory.put("folding.measures", dict(self._folded))
        self.paint()

    def _summary(self, shown: "list[MeasureRow]") -> str:
        fields = {row.measure.action_field_number: _(row.measure.action_field.short_title) for row in self._rows}
        where = one_line(fields.get(self.wanted.field or 0, "")) or _("alle Handlungsfelder")
        sums = total(shown)
        parts = [_("Lücke zusammen {sum}").format(sum=sum_of_gaps(sums))] if shown else []
        parts += [where, measures_counted(sums)]
        if self.wanted.only_gaps:
            parts.append(_("nur ungedeckte"))
        if self.wanted.unit:
            parts.append(one_line(self.wanted.unit))
        return " · ".join(parts)

    def _row(self, key: str) -> "MeasureRow | None":
        return next((row for row in self._rows if str(row.measure.id) == key), None)

    def _branch(self, key: str) -> Branch | None:
        return next((each for field in self._tree for each in (field, *field.goals) if each.key == key), None)

    def _above(self, key: str) -> Branch | None:
        """The branch that a goal or a measure stands below."""
        for field in self._tree:
            for goal in field.goals:
                if goal.key == key:
                    return field
                if any(str(row.measure.id) == key for row in goal.rows):
                    return goal
            if any(str(row.measure.id) == key for row in field.loose):
                return field
        return None

    def _show_measure(self, row: "MeasureRow", found: object) -> None:
        if self.table.current_key == str(row.measure.id):
            title = one_line(_(row.measure.action_field.short_title))
            self.details.show(measure_panel(row, cast("MeasureFile", found), self.context.since), title=title)
