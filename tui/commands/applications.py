"""`akquise applications`: from an accepted match to the closed file."""

from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from grants_db.errors import UsageError
from grants_db.sentence import Sentence
from tui.commands.state import State, note, say, say_json, translate

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.models.application import Application

app = typer.Typer(help="Anträge führen.", no_args_is_help=True, rich_markup_mode=None)

Number = Annotated[int, typer.Argument(metavar="ANTRAG", help="Nummer des Antrags.")]
Word = TypeVar("Word", bound=StrEnum)


@app.command("list", help="Alle Anträge mit unserem Stand und dem des Zuwendungsgebers.")
def list_(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """Every application with both its stages: ours and the funder's."""
    from grants_db.applications import list_applications
    from grants_db.database import reading

    state: State = context.obj
    with reading(state.engine(create=False)) as session:
        rows = [_row(session, application) for application in list_applications(session)]
    if as_json:
        say_json(rows)
        return
    from grants_db.vocabulary import ApplicationStage, FunderStatus
    from tui.labels import label

    for row in rows:
        ours = label(ApplicationStage(str(row["stage"])))
        theirs = label(FunderStatus(str(row["funder_status"])))
        say(f"{row['application']:>5}  {ours:<20} {theirs:<24} {', '.join(map(str, row['measures']))}  {row['title']}")
    if not rows:
        note("Noch keine Anträge. „akquise applications create MASSNAHME FOERDERANGEBOT“ legt einen an.")


@app.command(help="Aus angenommenen Treffern einen Antrag anlegen.")
def create(
    context: typer.Context,
    measures: Annotated[str, typer.Argument(metavar="MASSNAHME[,MASSNAHME …]", help="Nummern der Maßnahmen.")],
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    role: Annotated[str, typer.Option(help="Zuständige Funktion, kein Personenname.")] = "",
    requested: Annotated[str | None, typer.Option(metavar="EUR", help="Beantragte Summe, z. B. 12500.00.")] = None,
) -> None:
    """Make an application of accepted matches."""
    from grants_db.applications import create_application
    from grants_db.database import writing
    from grants_db.measures import get_measure
    from grants_db.opportunities import get_opportunity

    state: State = context.obj
    with writing(state.engine(create=False)) as session:
        application = create_application(
            session,
            [get_measure(session, number) for number in measures.split(",")],
            get_opportunity(session, opportunity),
            now=state.now(),
            role=role,
            requested=_sum(requested) if requested else None,
        )
        number = application.id
    say(str(number))


@app.command(help="Ein Antrag: Stand, Termine mit Regel, Verlauf.")
def show(
    context: typer.Context,
    number: Number,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """One application: stages, dates with their rules, history."""
    from grants_db.agenda import agenda
    from grants_db.applications import get_application
    from grants_db.database import reading
    from grants_db.history import history
    from grants_db.obligations import load_rules
    from grants_db.planning import load_meetings
    from tui.format import day
    from tui.labels import label

    state: State = context.obj
    calendar = state.settings.calendar_file
    with reading(state.engine(create=False)) as session:
        application = get_application(session, number)
        row = _row(session, application)
        meetings = load_meetings(calendar) if calendar else ()
        entries = [
            entry for entry in agenda(session, state.today, load_rules(), meetings) if entry.application_id == number
        ]
        lines = history(session, application)
    if as_json:
        dates = [
            {
                "due": entry.due.isoformat() if entry.due else None,
                "title": str(entry.title),
                "certainty": entry.certainty.value,
                "rule": entry.rule,
                "source": entry.source,
                "leads": entry.leads,
            }
            for entry in entries
        ]
        told = [
            {"at": line.at.isoformat(), "what": line.what, "text": str(Sentence.from_json(line.sentence))}
            for line in lines
        ]
        say_json(row | {"dates": dates, "history": told})
        return
    say(f"{row['title']}")
    say(f"{label(application.stage)} · {label(application.funder_status)}")
    for entry in entries:
        mark = "" if entry.leads else " (nachrangig)"
        origin = f"{entry.source} {entry.rule}".strip()
        say(f"  {day(entry.due):<12} {label(entry.certainty):<11} {translate(entry.title)}{mark}  {origin}".rstrip())
    for line in lines:
        say(f"  {line.at:%d.%m.%Y}  {translate(Sentence.from_json(line.sentence))}")


@app.command(help="Einen Antrag auf einen anderen Stand setzen.")
def move(
    context: typer.Context,
    number: Number,
    stage: Annotated[str, typer.Argument(metavar="STAND", help="z. B. review, submitted, awarded, not_pursued.")],
    reason: Annotated[str | None, typer.Option(metavar="CODE", help="Grund, wenn nicht verfolgt.")] = None,
    override: Annotated[str, typer.Option(metavar="TEXT", help="Begründung einer Ausnahme.")] = "",
) -> None:
    """Move an application to another stage."""
    from grants_db.applications import change_stage, get_application
    from grants_db.database import writing
    from grants_db.vocabulary import ApplicationStage, ReasonCode
    from tui.labels import label

    state: State = context.obj
    to = _word(ApplicationStage, stage)
    code = _word(ReasonCode, reason) if reason else None
    with writing(state.engine(create=False)) as session:
        change_stage(session, get_application(session, number), to, now=state.now(), reason=code, override=override)
    say(f"{number}: {label(to)}")


@app.command(help="Den Stand beim Zuwendungsgeber eintragen.")
def funder(
    context: typer.Context,
    number: Number,
    status: Annotated[str, typer.Argument(metavar="STAND", help="z. B. invited, received, questions, granted.")],
) -> None:
    """Record where the application stands on the funder's side."""
    from grants_db.applications import get_application, set_funder_status
    from grants_db.database import writing
    from grants_db.vocabulary import FunderStatus

    state: State = context.obj
    to = _word(FunderStatus, status)
    with writing(state.engine(create=False)) as session:
        set_funder_status(session, get_application(session, number), to, now=state.now())
    say(f"{number}: {to.value}")


@app.command(help="Einen Bescheid eintragen, auch einen geänderten.")
def award(
    context: typer.Context,
    number: Number,
    amount: Annotated[str, typer.Argument(metavar="EUR", help="Bewilligte Summe.")],
    notified: Annotated[str, typer.Option(metavar="JJJJ-MM-TT", help="Bekanntgabe des Bescheids.")],
    start: Annotated[str, typer.Option(metavar="JJJJ-MM-TT", help="Beginn des Bewilligungszeitraums.")],
    end: Annotated[str, typer.Option(metavar="JJJJ-MM-TT", help="Ende des Bewilligungszeitraums.")],
    regime: Annotated[
        list[str] | None, typer.Option(help="Nebenbestimmungen, z. B. anbest_gk_bund; mehrfach möglich.")
    ] = None,
    financing: Annotated[str, typer.Option(metavar="share|gap|fixed|full", help="Finanzierungsart.")] = "share",
    final_report: Annotated[
        str | None, typer.Option(metavar="JJJJ-MM-TT", help="Im Bescheid genannter Verwendungsnachweis.")
    ] = None,
) -> None:
    """Enter an award, or a corrected one; the dates that follow stand in the agenda at once."""
    from grants_db.applications import get_application
    from grants_db.awards import AwardTerms, record_award
    from grants_db.database import writing
    from grants_db.obligations import StatedDate, load_rules
    from grants_db.vocabulary import FinancingType, ObligationKind

    state: State = context.obj
    known = sorted({rule.regime for rule in load_rules()} - {"any"})
    for name in regime or ():
        if name not in known:
            raise UsageError(
                "Die Nebenbestimmungen „{name}“ gibt es nicht; bekannt sind {known}.", name=name, known=", ".join(known)
            )
    stated = (StatedDate(ObligationKind.FINAL_REPORT, _day(final_report), "award"),) if final_report else ()
    terms = AwardTerms(
        notified_on=_day(notified),
        amount=_sum(amount),
        financing_type=_word(FinancingType, financing),
        period_start=_day(start),
        period_end=_day(end),
        regimes=tuple(regime or ()),
        stated=stated,
    )
    with writing(state.engine(create=False)) as session:
        record_award(session, get_application(session, number), terms, now=state.now())
    say(f"{number}: Bescheid eingetragen")


def _row(session: "Session", application: "Application") -> dict[str, Any]:
    from grants_db.applications import measures_of
    from grants_db.models.opportunity import Opportunity

    call = session.get_one(Opportunity, application.opportunity_id)
    return {
        "application": application.id,
        "opportunity": call.id,
        "title": call.title,
        "measures": [measure.number for measure in measures_of(session, application)],
        "stage": application.stage.value,
        "funder_status": application.funder_status.value,
        "requested": str(application.requested) if application.requested is not None else None,
        "role": application.role,
    }


def _word(vocabulary: type[Word], text: str) -> Word:
    try:
        return vocabulary(text)
    except ValueError:
        known = ", ".join(vocabulary)
        raise UsageError("„{text}“ ist hier nicht möglich; möglich sind {known}.", text=text, known=known) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("„{text}“ ist kein Tag; bitte als JJJJ-MM-TT schreiben.", text=text) from None


def _sum(text: str) -> Decimal:
    try:
        return Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise UsageError("„{text}“ ist keine Summe; bitte als 12500.00 schreiben.", text=text) from None
