"""`akquise measures add|edit|close|give-up|postpone|reopen|undo|history`: measures changed by hand, with history."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.errors import UsageError
from tui.commands.arguments import Json, On
from tui.commands.lists import measure_lists
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grants_db.measures.measure_edits import Editing
    from grants_db.measures.measure_values import MeasureValues
    from grants_db.rules.german_numbers import Period
    from grants_db.vocabulary import MeasureState

app = measure_lists.app

Number = Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Grund in einem Satz, ohne Personennamen.")]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Titel.")]
FieldNumber = Annotated[int | None, typer.Option("--field", metavar="NR", help="Handlungsfeld.")]
Goal = Annotated[str | None, typer.Option(metavar="TEXT", help="Ziel, unter dem sie steht.")]
Description = Annotated[str | None, typer.Option(metavar="TEXT", help="Beschreibung.")]
Units = Annotated[
    list[str] | None, typer.Option("--unit", metavar="EINHEIT", help="Zuständig; mehrfach: die erste führt.")
]
Carrier = Annotated[str | None, typer.Option(metavar="TEXT", help="Träger.")]
Reach = Annotated[
    str | None,
    typer.Option("--period", metavar="ZEITRAUM", help="z. B. 01.03.-31.12.2027, 2027, ab 2026, laufend."),
]
Facets = Annotated[
    str | None,
    typer.Option(metavar="MERKMALE", help="Was sie will, z. B. „Sprache, Frauen“; leer: aus dem Text gelesen."),
]
Cost = Annotated[str | None, typer.Option(metavar="EUR", help="Kosten; leer: unbekannt.")]
Secured = Annotated[str | None, typer.Option(metavar="EUR", help="Alles Gesicherte zusammen; leer: nichts bekannt.")]


@app.command(help="Eine Maßnahme anlegen; ihre Nummer wird ausgegeben.")
def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITEL", help="Titel der Maßnahme.")],
    action_field: Annotated[int, typer.Option("--field", metavar="NR", help="Handlungsfeld.")],
    number: Annotated[str | None, typer.Option(metavar="NUMMER", help="Sonst die nächste freie ihres Felds.")] = None,
    goal: Goal = None,
    description: Description = None,
    unit: Units = None,
    carrier: Carrier = None,
    period: Reach = None,
    cost: Cost = None,
    secured: Secured = None,
) -> None:
    """Add a measure to the catalogue."""
    from grants_db.measures.measure_edits import add_measure, next_number
    from grants_db.measures.measure_values import MeasureValues
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    reach = state.open_period(period) if period is not None else None
    given = {"goal": goal, "description": description, "carrier": carrier, "cost": cost, "secured": secured}
    values = _over(MeasureValues(title, action_field), given, unit, reach)
    with writing(state.engine(create=False)) as session:
        made = add_measure(session, number or next_number(session, action_field), values, _editing(state))
        called = made.number
    say(called)


@app.command(help="Angaben einer Maßnahme ändern; was nicht genannt ist, bleibt.")
def edit(
    context: typer.Context,
    number: Number,
    title: Title = None,
    action_field: FieldNumber = None,
    goal: Goal = None,
    description: Description = None,
    unit: Units = None,
    carrier: Carrier = None,
    period: Reach = None,
    cost: Cost = None,
    secured: Secured = None,
    facets: Facets = None,
) -> None:
    """Change what a measure says; a unit changes cost, secured money and description of its own."""
    from grants_db.measures.measure_edits import edit_measure
    from grants_db.measures.measure_values import values_of
    from grants_db.measures.store import get_measure
    from grants_db.storage.database import writing
    from grants_db.vocabulary_facets import read_facets

    state: CommandContext = context.obj
    reach = state.open_period(period) if period is not None else None
    given = {"title": title, "goal": goal, "description": description, "carrier": carrier}
    given |= {"cost": cost, "secured": secured}
    with writing(state.engine(create=False)) as session:
        measure = get_measure(session, number)
        values = values_of(measure)
        if action_field is not None:
            values = replace(values, action_field=action_field)
        if facets is not None:
            values = replace(values, facets=read_facets(facets))
        changed = edit_measure(session, measure, _over(values, given, unit, reach), _editing(state))
    say(f"{number}: {_('geändert') if changed else _('unverändert')}")


@app.command(help="Eine Maßnahme abschließen.")
def close(context: typer.Context, number: Number, why: Why = "", on: On = None) -> None:
    """A measure is done."""
    from grants_db.vocabulary import MeasureState

    state: CommandContext = context.obj
    _set_state(state, number, MeasureState.DONE, why, state.day(on))


@app.command("give-up", help="Eine Maßnahme aufgeben, mit Grund.")
def give_up(context: typer.Context, number: Number, why: Why = "", on: On = None) -> None:
    """A measure will not be done."""
    from grants_db.vocabulary import MeasureState

    state: CommandContext = context.obj
    _set_state(state, number, MeasureState.GIVEN_UP, why, state.day(on))


@app.command(help="Eine Maßnahme zurückstellen.")
def postpone(context: typer.Context, number: Number, why: Why = "", on: On = None) -> None:
    """A measure is put off."""
    from grants_db.vocabulary import MeasureState

    state: CommandContext = context.obj
    _set_state(state, number, MeasureState.POSTPONED, why, state.day(on))


@app.command(help="Eine abgeschlossene, aufgegebene oder zurückgestellte Maßnahme wieder öffnen.")
def reopen(context: typer.Context, number: Number, why: Why = "", on: On = None) -> None:
    """A measure is open again."""
    from grants_db.vocabulary import MeasureState

    state: CommandContext = context.obj
    _set_state(state, number, MeasureState.OPEN, why, state.day(on))


@app.command(help="Die letzte Änderung einer Maßnahme zurücknehmen.")
def undo(context: typer.Context, number: Number) -> None:
    """Take back what was changed last."""
    from grants_db.measures.measure_edits import take_measure_change_back
    from grants_db.measures.store import get_measure
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        told = take_measure_change_back(session, get_measure(session, number), _editing(state))
    say(f"{number}: {translate(told)}")


@app.command(help="Was an einer Maßnahme von Hand geändert wurde: wann, von wem, was vorher dastand.")
def history(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Every change of a measure by people."""
    from grants_db.measures.measure_edits import measure_history
    from grants_db.measures.store import get_measure
    from grants_db.messages import Message
    from grants_db.storage.database import reading
    from tui.text.records.measure_history import measure_history_line

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        lines = list(measure_history(session, get_measure(session, number)))
    if as_json:
        say_json(
            [
                {
                    "at": line.at.isoformat(),
                    "what": line.what,
                    "text": str(Message.from_json(line.sentence)),
                    "by": line.by,
                    "changes": line.changes,
                    "taken_back": line.undone_at is not None,
                }
                for line in lines
            ]
        )
        return
    for line in lines:
        say(measure_history_line(line))
    if not lines:
        note(_("An dieser Maßnahme hat noch niemand von Hand etwas geändert."))


def _set_state(state: CommandContext, number: str, to: "MeasureState", why: str, on: "date") -> None:
    from grants_db.measures.measure_edits import set_measure_state
    from grants_db.measures.store import get_measure
    from grants_db.storage.database import writing
    from tui.formatting.labels import label

    with writing(state.engine(create=False)) as session:
        set_measure_state(session, get_measure(session, number), to, _editing(state, on), why)
    say(f"{number}: {label(to)}")


def _editing(state: CommandContext, on: "date | None" = None) -> "Editing":
    from grants_db.clock import on_day
    from grants_db.measures.edit_rights import EditRights
    from grants_db.measures.measure_edits import Editing

    if on is not None and on > state.today:
        raise UsageError("Der {day} liegt in der Zukunft; eingetragen wird, was geschehen ist.", day=on)
    rights = EditRights(state.settings.unit, state.settings.funding_office)
    now = state.now() if on is None or on == state.today else on_day(state.now(), on)
    return Editing(now, state.decided_by, rights)


def _over(
    values: "MeasureValues", given: "Mapping[str, str | None]", units: list[str] | None, period: "Period | None"
) -> "MeasureValues":
    """What was given, over what stands."""
    from tui.formatting.form_values import read_sum

    for name, text in given.items():
        if text is not None and name in ("cost", "secured"):
            amount = read_sum(text) if text.strip() else None
            values = replace(values, cost=amount) if name == "cost" else replace(values, secured=amount)
        elif text is not None:
            values = replace(values, **{name: text.strip()})  # type: ignore[arg-type]  # all others are texts
    if units is not None:
        values = replace(values, units=tuple(name.strip() for name in units if name.strip()))
    if period is not None:
        values = replace(values, period=period.text, starts_on=period.starts_on, ends_on=period.ends_on)
    return values
