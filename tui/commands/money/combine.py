"""`akquise financing combine|question|answer|de-minimis`: grants beside each other, what authorities say."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.arguments import Insist, Json, percent_of, word
from tui.commands.money import financing
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.financing_plan.cumulation import CombinationCheck, CombinedGrant
    from grants_db.financing_plan.de_minimis import AidLine
    from grants_db.models.measure import Measure

app = financing.app
aids = typer.Typer(
    help="De-minimis-Beihilfen dessen, an den Geld weitergeleitet wird.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(aids, name="de-minimis")

MeasureNumber = Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")]
Asked = Annotated[int, typer.Argument(metavar="ANGEBOT", help="Förderangebot, dessen Behörde gefragt ist.")]
Other = Annotated[int, typer.Argument(metavar="ANDERES", help="Förderangebot, nach dem gefragt ist.")]
Matches = Annotated[bool, typer.Option("--matches", help="Auch offene Treffer, für die noch kein Antrag läuft.")]


@app.command(help="Ob die Fördermittel einer Maßnahme nebeneinander stehen dürfen, mit dem Satz jedes Aufrufs.")
def combine(context: typer.Context, measure: MeasureNumber, matches: Matches = False, as_json: Json = False) -> None:
    """Check all grants of a measure; nothing is stored."""
    from grants_db.measures.store import get_measure
    from grants_db.storage.database import reading
    from tui.formatting.combination_text import combination_lines, combination_record

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        checked, lines = _checked(session, get_measure(session, measure), state, matches=matches)
    if as_json:
        say_json(combination_record(measure, checked, lines))
        return
    for line in combination_lines(checked, lines):
        say(line)


@app.command(help="Der Text, mit dem eine Behörde gefragt wird, ob ihre Förderung neben einer anderen stehen darf.")
def question(context: typer.Context, measure: MeasureNumber, asked: Asked, other: Other) -> None:
    """Subject and text of a mail, to be sent by a person."""
    from grants_db.errors import InputError
    from grants_db.measures.store import get_measure
    from grants_db.storage.database import reading
    from tui.formatting.combination_text import question_text

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        found = get_measure(session, measure)
        checked, _lines = _checked(session, found, state, matches=True)
        known: dict[int, CombinedGrant] = {grant.call: grant for grant in reversed(checked.grants)}
        for number in (asked, other):
            if number not in known:
                raise InputError(
                    "Förderangebot {id} ist für Maßnahme {number} weder beantragt noch ein offener Treffer.",
                    id=number,
                    number=measure,
                )
        subject, text = question_text(found, known[asked], known[other], state.settings.city.name)
    say(f"{_('Betreff')}: {subject}")
    say("")
    say(text)


@app.command(help="Eintragen, was die Behörde geantwortet hat; die Antwort zählt ab jetzt.")
def answer(
    context: typer.Context,
    measure: MeasureNumber,
    asked: Asked,
    other: Other,
    says: Annotated[
        str, typer.Argument(metavar="allowed|limited|prohibited", help="Zulässig, begrenzt, ausgeschlossen.")
    ],
    quote: Annotated[str, typer.Option(metavar="TEXT", help="Der Wortlaut der Antwort.")],
    by: Annotated[str, typer.Option(metavar="WER", help="Behörde und Funktion, kein Personenname.")],
    on: Annotated[str | None, typer.Option(metavar="TAG", help="Tag der Antwort; sonst heute.")] = None,
    ceiling: Annotated[
        str | None, typer.Option(metavar="PROZENT", help="Höchstens so viel vom Hundert aus öffentlichen Mitteln.")
    ] = None,
) -> None:
    """Keep an authority's answer with its day, who gave it and its words."""
    from grants_db.financing_plan.cumulation import AuthorityAnswer
    from grants_db.measures.store import get_measure
    from grants_db.review.cumulation_answers import record_answer
    from grants_db.storage.database import writing
    from grants_db.vocabulary import Cumulation

    state: CommandContext = context.obj
    rate: Decimal | None = percent_of(ceiling) if ceiling else None
    said = AuthorityAnswer(word(Cumulation, says), quote, state.day(on), by, rate)
    with writing(state.engine(create=False)) as session:
        record_answer(
            session, get_measure(session, measure), (asked, other), said, now=state.now(), by=state.decided_by
        )
    say(f"{measure}: {_('Antwort eingetragen')}")


@app.command("answer-remove", help="Die Antwort einer Behörde zurücknehmen; die frühere gilt wieder.")
def answer_remove(context: typer.Context, measure: MeasureNumber, asked: Asked, other: Other) -> None:
    """Take back the answer that counts."""
    from grants_db.measures.store import get_measure
    from grants_db.review.cumulation_answers import take_back_answer
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        take_back_answer(session, get_measure(session, measure), (asked, other), now=state.now())
    say(f"{measure}: {_('Antwort zurückgenommen')}")


@aids.command(help="Eine Beihilfe eintragen; ihre Nummer wird ausgegeben.")
def add(
    context: typer.Context,
    undertaking: Annotated[str, typer.Argument(metavar="UNTERNEHMEN", help="Wer sie bekommt; kein Personenname.")],
    amount: Annotated[str, typer.Argument(metavar="EUR", help="Die Beihilfe.")],
    on: Annotated[str | None, typer.Option(metavar="TAG", help="Tag der Gewährung; sonst heute.")] = None,
    dawi: Annotated[bool, typer.Option("--dawi", help="Für eine Dienstleistung von allgemeinem Interesse.")] = False,
    application: Annotated[
        int | None, typer.Option(metavar="ANTRAG", help="Aus welchem Antrag das Geld weitergeleitet wird.")
    ] = None,
    remark: Annotated[str, typer.Option(metavar="TEXT", help="Woher es bekannt ist.")] = "",
    insist: Insist = False,
) -> None:
    """Enter an aid; more than the ceiling in any three years is asked back."""
    from grants_db.applications.store import get_application
    from grants_db.measures.de_minimis import enter_aid
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    day, much = state.day(on), read_sum(amount)
    with writing(state.engine(create=False)) as session:
        if application is not None:
            get_application(session, application)
        entered = enter_aid(
            session,
            undertaking,
            day,
            much,
            now=state.now(),
            dawi=dawi,
            application_id=application,
            note=remark,
            by=state.decided_by,
            insist=insist,
        )
        number = entered.id
    say(str(number))


@aids.command(help="Eine Beihilfe entfernen, die ein Versehen war.")
def remove(context: typer.Context, number: Annotated[int, typer.Argument(metavar="NR", help="Aus „list“.")]) -> None:
    """Take an aid out."""
    from grants_db.measures.de_minimis import remove_aid
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        remove_aid(session, number)
    say(f"{number}: {_('gelöscht')}")


@aids.command("list", help="Alle Beihilfen mit der Summe der drei Jahre bis zu ihrem Tag.")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """The ledger."""
    from grants_db.measures.de_minimis import ledger_of
    from grants_db.storage.database import reading
    from tui.formatting.combination_text import ledger_lines, ledger_record

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        lines = ledger_of(session)
    if as_json:
        say_json([ledger_record(line) for line in lines])
        return
    for line in ledger_lines(lines):
        say(line)
    if not lines:
        note(_("Noch keine De-minimis-Beihilfen eingetragen."))


def _checked(
    session: "Session", measure: "Measure", state: CommandContext, *, matches: bool
) -> "tuple[CombinationCheck, list[AidLine]]":
    from grants_db.applications.combination import combination, running_applications
    from grants_db.measures.de_minimis import ledger_of

    ids = [application.id or 0 for application in running_applications(session, measure)]
    return combination(session, measure, state.today, matches=matches), ledger_of(session, ids)
