"""`akquise financing plan …`: the financing plan of an application or a measure, by year."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tui.commands.arguments import Insist, Json, Number, percent_of, rules_of, word
from tui.commands.money import interest
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.models.application import Application
    from grants_db.rules.obligation_rules import Rules


class PlanGroup(TyperGroup):
    """`plan ANTRAG` is `plan show ANTRAG`: what is no verb is what is to be shown."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the verb before what is no verb."""
        first = next((argument for argument in args if not argument.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=PlanGroup,
    help="Finanzierungsplan eines Antrags oder einer Maßnahme, nach Jahren: „plan ANTRAG“ zeigt ihn.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
#: the whole group `akquise financing`
financing = interest.app
financing.add_typer(app, name="plan")

Year = Annotated[int, typer.Argument(metavar="JAHR", help="Haushaltsjahr, z. B. 2027.")]


@app.command(help="Den Plan zeigen: Ausgaben, Deckung, Haushalt, Verfall, Mittelanforderung.")
def show(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="ANTRAG|MASSNAHME", help="Nummer des Antrags oder der Maßnahme.")],
    measure: Annotated[
        bool, typer.Option("--measure", help="Die Nummer ist die einer Maßnahme, auch wenn ein Antrag so heißt.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show a plan; nothing is stored."""
    from grants_db.dashboard.financing_plan import measure_plan_file, plan_file
    from grants_db.measures.store import get_measure
    from grants_db.models.application import Application
    from grants_db.storage.database import reading
    from tui.text.money.financing_plan import measure_plan_page, plan_page
    from tui.text.money.financing_plan_json import measure_plan_record, plan_record

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        number = int(what) if what.isdecimal() and len(what) < 10 and not measure else None
        application = session.get(Application, number) if number is not None else None
        if application is not None:
            found = plan_file(session, application, state.today, rules_of(state))
            if as_json:
                say_json(plan_record(found))
            else:
                for line in plan_page(found):
                    say(line)
            return
        of_measure = measure_plan_file(session, get_measure(session, what), state.today, rules_of(state))
        if as_json:
            say_json(measure_plan_record(of_measure))
        else:
            for line in measure_plan_page(of_measure):
                say(line)


@app.command(help="Eine Zeile eintragen oder berichtigen; „applications undo“ nimmt es zurück.")
def enter(
    context: typer.Context,
    number: Number,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="ART", help="cost, grant, other_grant, own, third_party, donation, revenue oder in_kind."
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Wie die Zeile im Plan heißt, z. B. Personal.")],
    year: Year,
    amount: Annotated[
        str | None, typer.Argument(metavar="EUR", help="Geplante Summe; bei einer Pauschale entfällt sie.")
    ] = None,
    actual: Annotated[str | None, typer.Option(metavar="EUR", help="Was es wirklich wurde (Ist).")] = None,
    financing_type: Annotated[
        str | None, typer.Option("--type", metavar="ART", help="Wie eine Zuwendung zahlt: share, gap, fixed, full.")
    ] = None,
    rate: Annotated[str | None, typer.Option(metavar="PROZENT", help="Fördersatz, oder Satz der Pauschale.")] = None,
    cap: Annotated[str | None, typer.Option(metavar="EUR", help="Höchstbetrag der Zuwendung im Jahr.")] = None,
    flat_rate_of: Annotated[str, typer.Option(metavar="NAME", help="Ausgabe, von der diese eine Pauschale ist.")] = "",
    insist: Insist = False,
) -> None:
    """Enter a line of the plan, or put right the one with its kind, name and year."""
    from grants_db.applications.plan.entry import enter_line, plan_findings
    from grants_db.applications.store import get_application
    from grants_db.errors import UsageError
    from grants_db.financing_plan.plan_lines import PlanLine
    from grants_db.storage.database import writing
    from grants_db.vocabulary import FinancingType, PlanKind

    if amount is None and not flat_rate_of:
        raise UsageError("Welche Summe ist geplant? Nur eine Pauschale (--flat-rate-of) braucht keine.")
    line = PlanLine(
        kind=word(PlanKind, kind),
        name=name,
        year=year,
        planned=read_sum(amount) if amount is not None else Decimal(0),
        actual=read_sum(actual) if actual is not None else None,
        type=word(FinancingType, financing_type) if financing_type is not None else None,
        rate=percent_of(rate) if rate is not None else None,
        cap=read_sum(cap) if cap is not None else None,
        of=flat_rate_of,
    )
    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        application = get_application(session, number)
        row = enter_line(session, application, line, now=state.now(), by=state.decided_by, insist=insist)
        said = f"{number}: {_line(row)}"
        findings = plan_findings(session, application)
        gains = _gains(session, application, rules_of(state))
    say(said)
    for gain in gains:
        say(f"  {gain}")
    for finding in findings:
        note(translate(finding))


@app.command(help="Eine Zeile entfernen.")
def remove(
    context: typer.Context,
    number: Number,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Wie die Zeile im Plan heißt.")],
    year: Year,
) -> None:
    """Take a line out of the plan."""
    from grants_db.applications.plan.entry import plan_items, remove_line
    from grants_db.applications.store import get_application
    from grants_db.errors import InputError
    from grants_db.messages import Quote
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        application = get_application(session, number)
        rows = plan_items(session, application)
        row = next((row for row in rows if (row.name, row.year) == (name, year)), None)
        if row is None or row.id is None:
            raise InputError(
                "Im Finanzierungsplan des Antrags {number} gibt es {name} {year} nicht; „akquise financing plan "
                "{number}“ zeigt ihn.",
                number=number,
                name=Quote(name),
                year=str(year),
            )
        remove_line(session, application, row.id, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('entfernt')}")


@app.command(help="Ein Jahr verschieben, wie ein Änderungsbescheid es erlaubt: alles, oder eine Summe der Zuwendung.")
def move(
    context: typer.Context,
    number: Number,
    year: Year,
    to: Annotated[int, typer.Argument(metavar="NACH", help="In welches Jahr.")],
    amount: Annotated[
        str | None, typer.Argument(metavar="EUR", help="Nur so viel der Zuwendung; sonst alle Zeilen.")
    ] = None,
    insist: Insist = False,
) -> None:
    """Move a year's money to another year."""
    from grants_db.applications.plan.entry import move_year
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    moved = read_sum(amount) if amount is not None else None
    with writing(state.engine(create=False)) as session:
        application = get_application(session, number)
        move_year(session, application, year, to, moved, now=state.now(), by=state.decided_by, insist=insist)
    say(f"{number}: {year} → {to}")


def _line(row: Any) -> str:
    from grants_db.applications.plan.entry import line_of
    from tui.text.money.financing_plan import line_in_words

    return line_in_words(line_of(row))


def _gains(session: "Session", application: "Application", rules: "Rules") -> list[str]:
    """Who pays more and who less than planned, now, and what there is to ask."""
    from grants_db.plans.reading import plans
    from tui.text.money.financing_plan import change_lines

    (found,) = plans(session, [application.id or 0], rules)
    return [*change_lines(found.plan), *(f"? {translate(each)}" for each in found.plan.questions)]
