"""`akquise applications`: from an accepted match to the closed file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grants_db.errors import UsageError
from tui.commands.arguments import Insist, Json, Number, On, meetings_of, regimes_named, rules_of, word
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.models.application import Application
    from grants_db.rules.obligations import StatedDate

app = typer.Typer(help="Anträge führen.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="Alle Anträge mit unserem Stand und dem des Zuwendungsgebers.")
def list_(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """Every application with both its stages: ours and the funder's."""
    from grants_db.applications.store import list_applications
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        rows = [_row(session, application) for application in list_applications(session)]
    if as_json:
        say_json(rows)
        return
    from grants_db.vocabulary import ApplicationStage, FunderStatus
    from tui.formatting.labels import label

    for row in rows:
        ours = label(ApplicationStage(str(row["stage"])))
        theirs = label(FunderStatus(str(row["funder_status"])))
        say(f"{row['application']:>5}  {ours:<20} {theirs:<24} {', '.join(map(str, row['measures']))}  {row['title']}")
    if not rows:
        note(_("Noch keine Anträge. „akquise applications create MASSNAHME FOERDERANGEBOT“ legt einen an."))


@app.command(help="Aus angenommenen Treffern einen Antrag anlegen.")
def create(
    context: typer.Context,
    measures: Annotated[str, typer.Argument(metavar="MASSNAHME[,MASSNAHME …]", help="Nummern der Maßnahmen.")],
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    role: Annotated[str, typer.Option(help="Zuständige Funktion, kein Personenname.")] = "",
    requested: Annotated[str | None, typer.Option(metavar="EUR", help="Beantragte Summe, z. B. 12500.00.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="EINHEIT", help="Zuständig; sonst die der Maßnahme.")] = None,
    insist: Insist = False,
) -> None:
    """Make an application of accepted matches."""
    from grants_db.applications.store import create_application
    from grants_db.measures.store import get_measure
    from grants_db.measures.units import get_unit
    from grants_db.opportunities.store import get_opportunity
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        application = create_application(
            session,
            [get_measure(session, number) for number in measures.split(",")],
            get_opportunity(session, opportunity),
            now=state.now(),
            by=state.decided_by,
            unit=get_unit(session, unit) if unit is not None else None,
            role=role,
            requested=read_sum(requested) if requested else None,
            insist=insist,
        )
        number = application.id
    say(str(number))


@app.command(help="Ein Antrag: Stand, Termine mit Regel, Aufgaben, Dokumente, Verlauf.")
def show(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """One application: stages, dates with their rules, tasks, documents, history."""
    from grants_db.applications.store import get_application
    from grants_db.dashboard.application import read_file
    from grants_db.storage.database import reading
    from tui.text.application import file_as_json, file_lines

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        application = get_application(session, number)
        found = read_file(session, application, state.today, rules_of(state), meetings_of(state))
        row = _row(session, application)
    if as_json:
        say_json(row | file_as_json(found))
        return
    for line in file_lines(found):
        say(line)


@app.command(help="Einen Antrag auf einen anderen Stand setzen.")
def move(
    context: typer.Context,
    number: Number,
    stage: Annotated[str, typer.Argument(metavar="STAND", help="z. B. review, submitted, awarded, not_pursued.")],
    reason: Annotated[str | None, typer.Option(metavar="CODE", help="Grund, wenn nicht verfolgt.")] = None,
    override: Annotated[str, typer.Option(metavar="TEXT", help="Begründung einer Ausnahme.")] = "",
    on: On = None,
    insist: Insist = False,
) -> None:
    """Move an application to another stage, on the day on which that happened."""
    from grants_db.applications.store import change_stage, get_application
    from grants_db.storage.database import writing
    from grants_db.vocabulary import ApplicationStage, ReasonCode
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    day, to = state.day(on), word(ApplicationStage, stage)
    code = word(ReasonCode, reason) if reason else None
    with writing(state.engine(create=False)) as session:
        change_stage(
            session,
            get_application(session, number),
            to,
            now=state.now(),
            by=state.decided_by,
            reason=code,
            override=override,
            on=day,
            insist=insist,
        )
    say(f"{number}: {label(to)}")


@app.command(help="Den Stand beim Zuwendungsgeber eintragen.")
def funder(
    context: typer.Context,
    number: Number,
    status: Annotated[str, typer.Argument(metavar="STAND", help="z. B. invited, received, questions, granted.")],
    on: On = None,
    insist: Insist = False,
) -> None:
    """Record where the application stands on the funder's side."""
    from grants_db.applications.standing import set_funder_status
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing
    from grants_db.vocabulary import FunderStatus
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    day, to = state.day(on), word(FunderStatus, status)
    with writing(state.engine(create=False)) as session:
        application = get_application(session, number)
        set_funder_status(session, application, to, now=state.now(), by=state.decided_by, on=day, insist=insist)
    say(f"{number}: {label(to)}")


@app.command(help="Einen Bescheid eintragen, auch einen geänderten.")
def award(
    context: typer.Context,
    number: Number,
    amount: Annotated[str, typer.Argument(metavar="EUR", help="Bewilligte Summe.")] = "",
    notified: Annotated[str, typer.Option(metavar="TAG", help="Bekanntgabe des Bescheids, z. B. 1.12.2026.")] = "",
    posted: Annotated[
        str | None, typer.Option(metavar="TAG", help="Zur Post gegeben; bekannt ist er am vierten Tag danach.")
    ] = None,
    instruction: Annotated[
        str, typer.Option(metavar="given|missing|wrong", help="Rechtsbehelfsbelehrung: vorhanden, fehlt, fehlerhaft.")
    ] = "given",
    start: Annotated[str, typer.Option(metavar="TAG", help="Beginn des Bewilligungszeitraums.")] = "",
    end: Annotated[str, typer.Option(metavar="TAG", help="Ende des Bewilligungszeitraums.")] = "",
    period: Annotated[
        str | None,
        typer.Option(metavar="ZEITRAUM", help="Beides in einem: 01.03.-31.12.2027, oder 2027."),
    ] = None,
    regime: Annotated[
        list[str] | None, typer.Option(help="Nebenbestimmungen, z. B. anbest_gk_bund; mehrfach möglich.")
    ] = None,
    financing: Annotated[
        str, typer.Option(metavar="share|gap|fixed|full", help="Finanzierungsart; ohne Angabe share.")
    ] = "",
    final_report: Annotated[str, typer.Option(metavar="TAG", help="Im Bescheid genannter Verwendungsnachweis.")] = "",
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="DATEI", help="Was fehlt, schlägt dieser Bescheid vor (.pdf, .eml, .msg)."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage eintragen, was der Bescheid sicher sagt.")] = False,
    place: Annotated[
        str | None, typer.Option(metavar="LAND", help="Land der Behörde, z. B. DE-BE: Seine Feiertage zählen.")
    ] = None,
    in_file: Annotated[
        bool, typer.Option("--in-file", help="Die Summe steckt schon im „Gesichert“ der Maßnahmendatei.")
    ] = False,
    submitted: Annotated[
        str | None, typer.Option(metavar="TAG", help="Wann der Antrag gestellt wurde, wenn das noch nicht hier steht.")
    ] = None,
    insist: Insist = False,
) -> None:
    """Enter an award, or a corrected one; the dates that follow stand in the agenda at once."""
    from grants_db.applications.awards import AwardTerms, record_award
    from grants_db.applications.store import get_application
    from grants_db.rules.obligations import StatedDate, noticed
    from grants_db.storage.database import writing
    from grants_db.vocabulary import FinancingType, ObligationKind, RemedyInstruction

    state: CommandContext = context.obj
    if period is not None:
        first, last = state.period(period)
        start, end = f"{first}!", f"{last}!"  # whoever typed them was asked
    sent = state.day(posted) if posted is not None else None
    handed_in = state.day(submitted) if submitted is not None else None
    typed = {"amount": amount, "notified": notified, "start": start, "end": end}
    typed |= {"financing": financing, "final_report": final_report}
    values = {option: value for option, value in typed.items() if value}
    interim: tuple[StatedDate, ...] = ()
    conditions: tuple[str, ...] | None = None
    if file is not None:
        values, regimes, interim, conditions = _from_letter(state, number, file, values, ask=not yes)
        regime = regime or regimes
    if sent is not None and "notified" not in values:
        values["notified"] = f"{noticed(None, sent)}!"
    for option in ("amount", "notified", "start", "end"):
        if option not in values:
            raise UsageError(
                "Es fehlt {option}; mit --from DATEI schlägt der Bescheid es vor.", option=_as_typed(option)
            )
    days = [state.day(values[option]) for option in ("notified", "start", "end")]
    stated_report = state.day(values["final_report"]) if "final_report" in values else None
    stated = (StatedDate(ObligationKind.FINAL_REPORT, stated_report, "award"),) if stated_report else ()
    terms = AwardTerms(
        notified_on=days[0],
        amount=read_sum(values["amount"]),
        financing_type=word(FinancingType, values.get("financing", "share")),
        period_start=days[1],
        period_end=days[2],
        regimes=regimes_named(state, regime or ()),
        stated=(*stated, *interim),
        conditions=conditions,
        place=place or state.settings.city.state,
        posted_on=sent,
        instruction=word(RemedyInstruction, instruction),
    )
    with writing(state.engine(create=False)) as session:
        application = get_application(session, number)
        record_award(
            session,
            application,
            terms,
            now=state.now(),
            by=state.decided_by,
            insist=insist,
            in_file=in_file,
            submitted_on=handed_in,
        )
    say(f"{number}: {_('Bescheid eingetragen')}")


def _from_letter(
    state: CommandContext, number: int, file: Path, typed: dict[str, str], *, ask: bool
) -> "tuple[dict[str, str], list[str], tuple[StatedDate, ...], tuple[str, ...]]":
    """What a letter's file proposes: values for what wasn't typed, regimes, days of interim reports, conditions."""
    from grants_db.applications.award_money import current_award
    from grants_db.applications.store import get_application
    from grants_db.storage.database import reading
    from tui.jobs import award_letter

    letter = award_letter.award_letter(file)
    with reading(state.engine(create=False)) as session:
        earlier = current_award(session, get_application(session, number))
        proposals = award_letter.proposals_of(letter, earlier)
    for option, proposal in proposals.items():
        if option not in typed:
            note(award_letter.line_of(option, proposal))
    conditions = award_letter.conditions_of(letter, earlier)
    for condition in conditions:
        note(award_letter.condition_line(condition))
    if ask:
        if not sys.stdin.isatty():
            raise UsageError("Nichts eingetragen. Stimmt es, trägt derselbe Befehl mit --yes es ein.")
        values = dict(typed)
        for option, proposal in proposals.items():
            if option not in typed:
                said = typer.prompt(award_letter.name_of(option), default=proposal.value, err=True).strip()
                values |= {option: said} if said else {}
        kept = [each for each in conditions if typer.confirm(award_letter.condition_line(each), default=True, err=True)]
        conditions = tuple(kept)
    else:
        values = award_letter.chosen_without_asking(proposals, typed)
    return values, list(letter.fields.get("regime_keys", ())), award_letter.stated_interim_reports(letter), conditions


def _as_typed(option: str) -> str:
    return "EUR" if option == "amount" else f"--{option.replace('_', '-')}"


@app.command("award-remove", help="Den neuesten Bescheid entfernen, der nur ein Versehen war.")
def award_remove(context: typer.Context, number: Number) -> None:
    """Take back the newest award; the one before it counts again, or both stages go back."""
    from grants_db.applications.awards import remove_award
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        remove_award(session, get_application(session, number), now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Bescheid entfernt')}")


def _row(session: "Session", application: "Application") -> dict[str, Any]:
    from grants_db.applications.award_money import measures_of
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
