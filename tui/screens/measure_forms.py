"""The forms of a measure: what a person adds or changes, as far as their unit may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from grants_db.errors import UsageError
from grants_db.measures.edit_rights import EditRights
from grants_db.rules.german_numbers import Period
from grants_db.rules.typed_periods import read_open_period
from grants_db.typed_days import read_day
from grants_db.vocabulary import MeasureState
from tui.formatting.facets import facets_by_kind, typed_facets, written_facets
from tui.formatting.form_values import or_nothing, read_sum
from tui.formatting.format import figure, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, Tick, filled_in

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.measures.measure_edits import Editing
    from grants_db.measures.measure_values import MeasureValues

#: what a form writes, given the session and who edits
Change = Callable[["Session", "Editing"], object]


@dataclass(frozen=True)
class EditedMeasure:
    """A measure as its forms begin with it, and the words there are to choose from."""

    id: int
    number: str
    values: "MeasureValues"
    last_line: int
    read: tuple[str, ...] = ()  # the facets that matching last read it as


@dataclass(frozen=True)
class MeasureWords:
    """The action fields by number, and the units."""

    fields: dict[int, str]
    units: Sequence[str]


@dataclass
class MeasureForms:
    """The forms of one measure, or of a new one, which write into its database."""

    one: EditedMeasure | None
    words: MeasureWords
    engine: "Engine"
    today: date
    now: datetime
    by: str  # whose word is recorded
    rights: EditRights

    def read_day(self, text: str) -> date:
        """A day as it was typed; UsageError with what is wrong with it."""
        return read_day(text, self.today)

    def read_period(self, text: str) -> Period:
        """A period as it was typed, perhaps without an end; nothing is none."""
        return read_open_period(text, self.today) if text.strip() else Period()

    def add(self) -> FormScreen:
        """A new measure."""
        fields, units = list(self.words.fields), ["", *self.words.units]
        begin = self.one.values.action_field if self.one else fields[0]

        def change(session: "Session", editing: "Editing", filled: Filled) -> None:
            from grants_db.measures.measure_edits import add_measure, next_number
            from grants_db.measures.measure_values import MeasureValues

            number, title, *rest = filled.lines
            values = MeasureValues(title, fields[filled.choices[0]])
            values = self._filled(values, rest)
            lead = units[filled.choices[1]]
            others = [units[at + 1] for at in filled.ticked if units[at + 1] != lead]
            values = replace(values, units=tuple(name for name in (lead, *others) if name))
            add_measure(session, number or next_number(session, values.action_field), values, editing)

        shown = [f"{number} {one_line(name)}" for number, name in self.words.fields.items()]
        lines: list[Field] = [
            Choice(shown, _("Handlungsfeld"), fields.index(begin)),
            Line(_("Nummer"), str, hint=_("leer: die nächste freie des Felds")),
            Line(_("Titel"), filled_in),
            *self._lines(None),
            *self._units(()),
        ]
        return self._form(_("Neue Maßnahme"), "", lines, change)

    def edit(self) -> FormScreen | None:
        """What a measure says; a unit sees of its own what it may change. None: nothing."""
        one = self._one
        allowed = self.rights.fields(one.values.units)
        if allowed is not None:
            return self.edit_own() if allowed else None
        fields, units = list(self.words.fields), ["", *self.words.units]

        def change(session: "Session", editing: "Editing", filled: Filled) -> None:
            title, *rest = filled.lines
            lead = units[filled.choices[1]]
            others = [units[at + 1] for at in filled.ticked if units[at + 1] != lead]
            values = replace(one.values, title=title, action_field=fields[filled.choices[0]])
            values = replace(self._filled(values, rest), units=tuple(name for name in (lead, *others) if name))
            self._store(session, values, editing)

        shown = [f"{number} {one_line(name)}" for number, name in self.words.fields.items()]
        lines: list[Field] = [
            Line(_("Titel"), filled_in, value=one.values.title),
            *self._lines(one.values),
            Choice(shown, _("Handlungsfeld"), fields.index(one.values.action_field)),
            *self._units(one.values.units),
        ]
        return self._form(_("Maßnahme ändern"), self._what, lines, change)

    def edit_own(self) -> FormScreen:
        """What a unit knows best of its own measure: cost, secured money, description."""
        one = self._one

        def change(session: "Session", editing: "Editing", filled: Filled) -> None:
            cost, secured, description = filled.lines
            values = replace(one.values, cost=_sum(cost), secured=_sum(secured))
            self._store(session, _described(values, description), editing)

        return self._form(_("Maßnahme ändern"), self._what, self._known_best(one.values), change)

    def state(self) -> FormScreen:
        """Close a measure, give it up, put it off, open it again."""
        one = self._one
        states = [state for state in MeasureState if state is not one.values.state]

        def change(session: "Session", editing: "Editing", filled: Filled) -> None:
            from grants_db.clock import on_day
            from grants_db.measures.measure_edits import set_measure_state
            from grants_db.models.measure import Measure

            on, why = filled.lines
            day = self.read_day(on)
            if day > self.today:
                raise UsageError("Der {day} liegt in der Zukunft; eingetragen wird, was geschehen ist.", day=day)
            dated = editing if day == self.today else replace(editing, now=on_day(self.now, day))
            set_measure_state(session, session.get_one(Measure, one.id), states[filled.choice], dated, why)

        lines: list[Field] = [
            Choice([label(state) for state in states]),
            Line(_("Am"), self.read_day, value=f"{self.today:%d.%m.%Y}", hint=_("TT.MM.JJJJ")),
            Line(_("Grund"), str, hint=_("beim Aufgeben nötig; ohne Personennamen")),
        ]
        return self._form(_("Wie weit ist die Maßnahme?"), self._what, lines, change)

    @property
    def _one(self) -> EditedMeasure:
        if self.one is None:
            raise ValueError("only a stored measure is changed")
        return self.one

    @property
    def _what(self) -> str:
        return f"{self._one.number} {one_line(self._one.values.title)}"

    def _store(self, session: "Session", values: "MeasureValues", editing: "Editing") -> None:
        from grants_db.measures.measure_edits import edit_measure
        from grants_db.models.measure import Measure

        edit_measure(session, session.get_one(Measure, self._one.id), values, editing)

    def _known_best(self, values: "MeasureValues | None") -> list[Field]:
        cost, secured = (values.cost, values.secured) if values else (None, None)
        return [
            Line(_("Kosten"), or_nothing(read_sum), value=_written(cost), hint=_("in Euro; leer: unbekannt")),
            Line(
                _("Gesichert"),
                or_nothing(read_sum),
                value=_written(secured),
                hint=_("alles zusammen, auch Bescheide; leer: nichts bekannt"),
            ),
            Line(_("Beschreibung"), str, value=one_line(values.description) if values else ""),
        ]

    def _lines(self, values: "MeasureValues | None") -> list[Field]:
        return [
            *self._known_best(values),
            Line(_("Ziel"), str, value=values.goal if values else ""),
            Line(_("Träger"), str, value=values.carrier if values else ""),
            Line(
                _("Zeitraum"),
                self.read_period,
                value=values.period if values else "",
                hint=_("z. B. 01.03.-31.12.2027, 2027, ab 2026, laufend"),
            ),
            self._facets(values),
        ]

    def _facets(self, values: "MeasureValues | None") -> Line:
        """What the measure wants, by which calls are matched; without a word it is read from the text."""
        stated = values.facets if values else ()
        read = self.one.read if self.one and values and not stated else ()
        return Line(
            _("Merkmale"),
            typed_facets,
            value=written_facets(stated),
            hint=_("Worte mit Komma, z. B. Sprache, Frauen, Ort: Schule; leer: aus dem Text gelesen"),
            said=_("Gelesen als {facets}").format(facets=facets_by_kind(read)) if read else "",
        )

    def _units(self, chosen: Sequence[str]) -> list[Field]:
        units = list(self.words.units)
        lead = 1 + units.index(chosen[0]) if chosen else 0
        names = [_("(keine Einheit)"), *map(one_line, units)]
        ticked = [units.index(name) for name in chosen[1:]]
        return [
            Choice(names, _("Federführend"), lead),
            Tick([one_line(name) for name in units], _("Außerdem zuständig (Leertaste kreuzt an)"), ticked),
        ]

    def _filled(self, values: "MeasureValues", lines: Sequence[str]) -> "MeasureValues":
        """The values with what stands in the lines of `_lines`."""
        cost, secured, description, goal, carrier, period, facets = lines
        reach = self.read_period(period)
        values = _described(values, description)
        kept = period == values.period
        return replace(
            values,
            cost=_sum(cost),
            secured=_sum(secured),
            goal=goal,
            carrier=carrier,
            period=values.period if kept else reach.text,
            starts_on=values.starts_on if kept else reach.starts_on,
            ends_on=values.ends_on if kept else reach.ends_on,
            facets=typed_facets(facets),
        )

    def _form(
        self,
        title: str,
        what: str,
        lines: Sequence[Field],
        change: "Callable[[Session, Editing, Filled], object]",
    ) -> FormScreen:
        def store(filled: Filled) -> "Callable[[Engine], object]":
            return self.writer(lambda session, editing: change(session, editing, filled))

        return FormScreen(title, what, lines, store=store, engine=self.engine)

    def writer(self, change: Change) -> "Callable[[Engine], object]":
        """What writes a change, told once if others were at the measure meanwhile."""

        def write(engine: "Engine") -> object:
            from grants_db.measures.measure_edits import Editing
            from grants_db.storage.database import writing

            seen = self.one.last_line if self.one else None
            with writing(engine) as session:
                return change(session, Editing(self.now, self.by, self.rights, seen))

        return write


def read_forms(engine: "Engine", measure_id: int | None) -> tuple[EditedMeasure | None, MeasureWords]:
    """What the forms of a measure begin with, read as it is now; None for a new one."""
    from sqlmodel import select

    from grants_db.measures.measure_edits import last_measure_line, measure_history
    from grants_db.measures.measure_values import values_of
    from grants_db.measures.store import list_action_fields, list_units, shipped_action_fields
    from grants_db.models.match import Match
    from grants_db.models.measure import Measure
    from grants_db.storage.database import reading

    with reading(engine) as session:
        stored = list_action_fields(session) or shipped_action_fields()
        fields = {each.number: each.short_title for each in stored}
        words = MeasureWords(fields, [unit.name for unit in list_units(session)])
        measure = session.get(Measure, measure_id) if measure_id is not None else None
        if measure is None:
            return None, words
        last = last_measure_line(measure_history(session, measure))
        facets = session.exec(select(Match.facets).where(Match.measure_id == measure_id).limit(1)).first()
        read = tuple(facets.get("measure", ())) if facets else ()
        return EditedMeasure(measure.id or 0, measure.number, values_of(measure), last, read), words


def _described(values: "MeasureValues", line: str) -> "MeasureValues":
    """The values with this description, if another than what stands: its paragraphs would be lost in a line."""
    return values if one_line(values.description) == line else replace(values, description=line)


def _sum(text: str) -> "Decimal | None":
    return read_sum(text) if text.strip() else None


def _written(amount: "Decimal | None") -> str:
    return figure(amount) if amount is not None else ""
