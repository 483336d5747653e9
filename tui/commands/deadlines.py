"""`akquise deadlines`: the dates of what was accepted and applied for, also as a calendar."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.arguments import meetings_of, rules_of
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from grants_db.messages import Message
    from grants_db.rules.obligations import AwardFacts, StatedDate

app = typer.Typer(help="Fristen des Angenommenen.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="Die Agenda, nächste Frist zuerst.")
def list_(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """The agenda, next date first."""
    from grants_db.applications.agenda import agenda
    from grants_db.rules.thresholds import reached, thresholds_of
    from grants_db.storage.database import reading
    from tui.formatting.format import day
    from tui.text.application import CERTAINTY_SIGNS, entry_day, entry_name, remaining, urgency

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        entries = agenda(session, state.today, rules_of(state), meetings_of(state))
    if as_json:
        say_json(
            [
                {
                    "due": entry.due.isoformat() if entry.due else None,
                    "days_left": entry.days_left,
                    "kind": entry.kind.value,
                    "status": entry.status.value,
                    "measure": entry.measure.number,
                    "measure_title": entry.measure.title,
                    "opportunity": entry.opportunity.id,
                    "title": entry.opportunity.title,
                    "what": entry.what.value,
                    "certainty": entry.certainty.value,
                    "text": str(entry.title),
                    "rule": entry.rule,
                    "source": entry.source,
                    "leads": entry.leads,
                    "safe_until": entry.safe_until.isoformat() if entry.safe_until else None,
                    "application": entry.application_id,
                    "unit": entry.unit,
                    "further_units": [name for name in entry.units if name != entry.unit],
                    "warning": reached(entry.days_left, thresholds_of(entry.unit, state.settings.thresholds)),
                    "url": entry.opportunity.url,
                }
                for entry in entries
            ]
        )
        return
    for entry in entries:
        left = f"{urgency(entry, state.settings.thresholds):<2}{CERTAINTY_SIGNS[entry.certainty]} "
        when = f"{day(entry.due)} ({remaining(entry)})" if entry.due else entry_day(entry)
        what = entry_name(entry)
        say(f"{left}{when:<28} {entry.measure.number:<8} {entry.opportunity.id:>6}  {what}: {entry.opportunity.title}")
    if entries:
        signs = _(
            "● genannt  ◇ abgeleitet  ○ erwartet  ? zu prüfen  ! innerhalb der Warnschwelle der Einheit  !! überfällig"
        )
        note(signs)
    if not entries:
        note(_("Noch nichts angenommen. „akquise decide MASSNAHME FOERDERANGEBOT accept“ nimmt einen Treffer an."))


@app.command(help="Fristen als Kalenderdatei, die sich abonnieren lässt.")
def ics(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Wohin die Kalenderdatei geschrieben wird (.ics).")],
    unit: Annotated[str | None, typer.Option(metavar="EINHEIT", help="Nur die Fristen dieser Einheit.")] = None,
) -> None:
    """Write the dates as a calendar that others subscribe to; moved dates keep their identity."""
    from grants_db.applications.agenda import agenda
    from grants_db.errors import InputError
    from grants_db.import_export.icalendar import refresh_events, write_calendar
    from grants_db.measures.store import list_units
    from grants_db.storage.database import writing
    from tui.formatting.calendar_text import calendar_title, event_in_words

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        names = [known.name for known in list_units(session)]
        if unit is not None and unit not in names:
            raise InputError(
                "Die Einheit „{unit}“ gibt es nicht; bekannt sind: {known}.", unit=unit, known=", ".join(names)
            )
        dates = agenda(session, state.today, rules_of(state), meetings_of(state))
        refresh_events(session, dates, state.now(), event_in_words)
        count = write_calendar(session, file, state.today, calendar_title(), unit)
    note(counted("{n} Termin geschrieben", "{n} Termine geschrieben", count) + f": {file}")


@app.command(help="Welche Pflichten mit welchen Tagen aus einem Bescheid folgen; ohne Datenbank.")
def derive(
    context: typer.Context,
    start: Annotated[str, typer.Option(metavar="TAG", help="Beginn des Bewilligungszeitraums.")],
    end: Annotated[str, typer.Option(metavar="TAG", help="Ende des Bewilligungszeitraums.")],
    regime: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Nebenbestimmungen, z. B. anbest_p_bund; mehrfach möglich.")
    ] = None,
    notified: Annotated[str | None, typer.Option(metavar="TAG", help="Bekanntgabe des Bescheids.")] = None,
    posted: Annotated[
        str | None, typer.Option(metavar="TAG", help="Zur Post gegeben; bekannt ist er am vierten Tag danach.")
    ] = None,
    purpose: Annotated[str | None, typer.Option(metavar="TAG", help="Der Zuwendungszweck war erfüllt.")] = None,
    report: Annotated[str | None, typer.Option(metavar="TAG", help="Verwendungsnachweis vorgelegt.")] = None,
    paid: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Auszahlung; mehrfach möglich.")] = None,
    stated: Annotated[
        list[str] | None,
        typer.Option(metavar="PFLICHT=TAG", help="Im Bescheid genannt, z. B. final_report=28.2.2027; mehrfach."),
    ] = None,
    instruction: Annotated[
        str, typer.Option(metavar="given|missing|wrong", help="Rechtsbehelfsbelehrung: vorhanden, fehlt, fehlerhaft.")
    ] = "given",
    place: Annotated[
        str | None, typer.Option(metavar="LAND", help="Sitz der Behörde, z. B. DE-BE; sonst das Land der Stadt.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """The dates that follow from an award that is only told; nothing is stored."""
    from grants_db.financing_plan.regime_values import period_doubts, values_for
    from grants_db.rules.obligation_rules import ambiguous_regimes, named_regimes, regimes_of
    from grants_db.rules.obligations import AwardFacts, check_period
    from grants_db.rules.obligations import derive as derived
    from grants_db.rules.regions import land
    from grants_db.vocabulary import RemedyInstruction
    from tui.commands.arguments import word
    from tui.formatting.labels import regime_name
    from tui.formatting.obligation_text import derived_line, derived_record

    state: CommandContext = context.obj
    rules = rules_of(state)
    known, unknown = named_regimes(regime or [], rules)
    award = AwardFacts(
        regimes=frozenset(known),
        notified_on=state.day(notified) if notified else None,
        period_start=state.day(start),
        period_end=state.day(end),
        purpose_fulfilled_on=state.day(purpose) if purpose else None,
        final_report_on=state.day(report) if report else None,
        posted_on=state.day(posted) if posted else None,
        instruction=word(RemedyInstruction, instruction),
        payments=tuple(state.day(day) for day in paid or []),
        stated=tuple(_stated(state, text) for text in stated or ()),
        place=land(place) if place else state.settings.city.state,
    )
    check_period(award)
    limits = period_doubts(values_for(award.regimes, rules), award.period_start, award.period_end)
    for doubt in (*_doubts(award), *limits):
        note(translate(doubt))
    for name in unknown:
        said = _(
            "Die Nebenbestimmungen „{name}“ kennt keine Regel; ihre Tage stehen im Bescheid. Bekannt sind {known}."
        )
        note(said.format(name=name, known=", ".join(regimes_of(rules))))
    for name, taken, others in ambiguous_regimes(regime or [], rules):
        said = _("„{name}“ sagt nicht, wessen: Genommen ist {taken}. Gilt das des Landes, bitte {others} schreiben.")
        note(said.format(name=name, taken=regime_name(taken), others=", ".join(others)))
    found = derived(award, rules)
    if as_json:
        say_json([derived_record(item) for item in found])
    else:
        for item in found:
            say(derived_line(item))


def _stated(state: CommandContext, text: str) -> "StatedDate":
    """A day that the award itself names, as it is typed; UsageError for anything else."""
    from grants_db.errors import UsageError
    from grants_db.rules.obligations import StatedDate
    from grants_db.vocabulary import ObligationKind
    from tui.commands.arguments import word

    kind, sign, on = text.partition("=")
    if not sign:
        raise UsageError("„{text}“ nennt keine Pflicht mit ihrem Tag; bitte z. B. final_report=28.2.2027.", text=text)
    return StatedDate(word(ObligationKind, kind.strip()), state.day(on), "award")


def _doubts(award: "AwardFacts") -> list["Message"]:
    """What of an award's days does not go together; the obligations are worked out all the same."""
    from grants_db.messages import Message

    found = []
    if award.purpose_fulfilled_on is not None and award.purpose_fulfilled_on < award.period_start:
        found.append(
            Message.of(
                "Der Zweck war am {purpose} erfüllt, vor dem Beginn des Zeitraums am {start}; bitte die Tage prüfen.",
                purpose=award.purpose_fulfilled_on,
                start=award.period_start,
            )
        )
    if award.notified_on is not None and award.posted_on is not None and award.notified_on < award.posted_on:
        found.append(
            Message.of(
                "Der Bescheid war am {known} bekannt, aber erst am {posted} zur Post gegeben; bitte die Tage prüfen.",
                known=award.notified_on,
                posted=award.posted_on,
            )
        )
    return found
