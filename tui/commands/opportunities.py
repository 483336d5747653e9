"""`akquise opportunities`: the calls as files, one call closely, corrections of it, and calls entered by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants_db.opportunities.as_of import OpportunityAsOf
    from tui.jobs.call_entry import CallDraft

app = typer.Typer(
    help="Förderangebote ansehen, berichtigen, eintragen, ausgeben.", no_args_is_help=True, rich_markup_mode=None
)


@app.command(help="Alle Förderangebote in eine Datei schreiben.")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".jsonl, .csv, .xlsx oder .json (CommonGrants)")],
    file_format: Annotated[
        str,
        typer.Option(
            "--format", metavar="jsonl|csv|xlsx|commongrants", help="Nur nötig, wo der Name keine Endung hat."
        ),
    ] = "",
    only_open: Annotated[bool, typer.Option("--open", help="Nur was offen ist.")] = False,
) -> None:
    """Write every record of every source, closed and retired ones included; the file's ending says the format."""
    from grants_db.import_export.opportunities import export_opportunities
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        count = export_opportunities(
            session,
            file,
            file_format,
            today=state.today,
            city_state=state.settings.city.state,
            city_name=state.settings.city.name,
            only_open=only_open,
        )
    note(counted("{n} Förderangebot geschrieben", "{n} Förderangebote geschrieben", count) + f": {file}")


@app.command(help="Was ein Förderangebot sagt, heute oder an einem früheren Tag; Berichtigungen führen.")
def show(
    context: typer.Context,
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="TAG", help="Was es an diesem Tag sagte, z. B. 1.12.2026.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """What a call says now or said then, corrections leading, and where the source contradicts them."""
    from grants_db.import_export.opportunity_record import record_of
    from grants_db.opportunities.as_of import statement
    from grants_db.storage.database import reading
    from tui.text.facts import opportunity_facts

    state: CommandContext = context.obj
    on = state.day(as_of) if as_of is not None else None
    day, city = on or state.today, state.settings.city
    with reading(state.engine(create=False)) as session:
        found = statement(session, opportunity, on)
    if as_json:
        record = record_of(found.leading, today=day, state=city.state, city=city.name)
        say_json({**record, "as_of": day.isoformat(), "version": found.version, **_corrections(found)})
        return
    say(f"{found.leading.id}  {found.leading.title}")
    for fact in opportunity_facts(found.leading, day):
        say(f"  {fact.name:<24} {fact.value}" + (f"  ({fact.evidence})" if fact.evidence else ""))
    for sentence in found.contradictions:
        say(translate(sentence))


@app.command(help="Dasselbe Programm in mehreren Quellen: was jede sagt, und was sich widerspricht.")
def cluster(
    context: typer.Context,
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """Every source's statement of a programme, the leading one first, and where others contradict it."""
    from grants_db.import_export.opportunity_record import record_of
    from grants_db.opportunities.duplicates import cluster_of
    from grants_db.storage.database import reading
    from tui.formatting.labels import RELATIONS

    state: CommandContext = context.obj
    city = state.settings.city
    with reading(state.engine(create=False)) as session:
        found = cluster_of(session, opportunity, state.today)
    if as_json:
        say_json(
            {
                "cluster": found.id,
                "leads": found.leading.id,
                "members": [
                    {
                        "relation": member.relation.value,
                        **record_of(member.opportunity, today=state.today, state=city.state, city=city.name),
                    }
                    for member in found.members
                ],
                "contradictions": [translate(sentence) for sentence in found.contradictions],
            }
        )
        return
    for member in found.members:
        call = member.opportunity
        say(f"{call.id:>6}  {_(RELATIONS[member.relation.value]):<20} {member.source.title}")
        say(f"        {call.title}")
    for sentence in found.contradictions:
        say(translate(sentence))


@app.command(help="Angaben, die ein Text offen lässt: ansehen, bestätigen; „correct“ berichtigt sie.")
def check(
    context: typer.Context,
    opportunity: Annotated[
        int | None, typer.Argument(metavar="[FOERDERANGEBOT]", help="Nur dieses; sonst alle, die nicht beendet sind.")
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Die Vorschläge des Angebots gelten lassen.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """What is a proposal until somebody has looked at it, each with its sentence; confirmed, it holds for all."""
    from grants_db.errors import UsageError
    from grants_db.opportunities.checks import facts_to_check, settle
    from grants_db.opportunities.status import status_of
    from grants_db.opportunities.store import get_opportunity, list_opportunities
    from grants_db.storage.database import reading, writing
    from grants_db.vocabulary import OpportunityStatus
    from tui.text.facts import lines_to_check

    state: CommandContext = context.obj
    if confirm:
        if opportunity is None:
            raise UsageError("Welches Angebot? --confirm gilt für eines: bitte seine Nummer angeben.")
        with writing(state.engine(create=False)) as session:
            facts = facts_to_check(get_opportunity(session, opportunity))
            values = {fact.field: fact.value for fact in facts if fact.value is not None}
            settle(session, opportunity, values, state.now(), decided_by=state.decided_by)
        note(counted("{n} Angabe bestätigt.", "{n} Angaben bestätigt.", len(values)))
    with reading(state.engine(create=False)) as session:
        known = list_opportunities(session) if opportunity is None else [get_opportunity(session, opportunity)]
        calls = [one for one in known if opportunity or status_of(one, state.today) is not OpportunityStatus.CLOSED]
        open_facts = [(call, fact) for call in calls for fact in facts_to_check(call)]
    if as_json:
        say_json([{"opportunity": call.id, "title": call.title, **vars(fact)} for call, fact in open_facts])
        return
    for call in {call.id: call for call, _fact in open_facts}.values():
        say(f"{call.id:>6}  {call.title}")
        for line in lines_to_check(call):
            say(f"        {line}")
    note(counted("{n} Angabe zu prüfen", "{n} Angaben zu prüfen", len(open_facts)))


@app.command(help="Eine Angabe berichtigen; das gilt für alle Maßnahmen und bleibt bei jedem Einsammeln.")
def correct(
    context: typer.Context,
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    field: Annotated[str, typer.Argument(metavar="FELD", help="z. B. deadline, max_amount, applicant_route, regions.")],
    value: Annotated[str, typer.Argument(metavar="WERT", help="Was gilt; „unbekannt“, wenn es niemand weiß.")] = "",
    note_text: Annotated[str, typer.Option("--note", metavar="TEXT", help="Woher Sie es wissen.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Die Berichtigung zurücknehmen.")] = False,
) -> None:
    """Record what an officer knows better than the source: it leads for every measure and outlives crawls."""
    from grants_db.errors import UsageError
    from grants_db.opportunities.correction_values import read_value
    from grants_db.opportunities.corrections import correct as record
    from grants_db.opportunities.corrections import undo_correction
    from grants_db.storage.database import writing
    from tui.formatting.fact_values import shown_value
    from tui.formatting.labels import fact_name

    state: CommandContext = context.obj
    if not undo and not value.strip():
        raise UsageError("Was gilt? Bitte einen Wert angeben, oder --undo nimmt die Berichtigung zurück.")
    with writing(state.engine(create=False)) as session:
        if undo:
            undo_correction(session, opportunity, field, state.now())
            note(f"{opportunity} · {fact_name(field)}: {_('Berichtigung zurückgenommen.')}")
            return
        correction = record(
            *(session, opportunity, field, read_value(field, value, state.today)),
            now=state.now(),
            note=note_text,
            decided_by=state.decided_by,
        )
        was, now = (shown_value(field, said, state.today) for said in (correction.source_value, correction.value))
    say(f"{opportunity} · {fact_name(field)}: {now} ({_('Quelle')}: {was})")
    note(_("„akquise match run“ ordnet mit der Berichtigung neu zu."))


@app.command(help="Ein Förderangebot eintragen, das mit der Post, per E-Mail oder als PDF kam.")
def add(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[DATEI]", help="Aufruf als .pdf, .eml oder .msg: Was fehlt, schlägt er vor."),
    ] = None,
    title: Annotated[str, typer.Option(help="Titel des Förderangebots.")] = "",
    level: Annotated[str, typer.Option(metavar="land|federal|eu|foundation|municipal", help="Ebene.")] = "",
    funder: Annotated[str, typer.Option(help="Wer fördert.")] = "",
    url: Annotated[str, typer.Option(help="Adresse, falls es eine gibt.")] = "",
    text: Annotated[str, typer.Option(metavar="TEXT", help="Der Text, wie er da steht.")] = "",
    pdf: Annotated[Path | None, typer.Option(metavar="DATEI", help="Den Text aus dieser PDF-Datei nehmen.")] = None,
    deadline: Annotated[str, typer.Option(metavar="FRIST", help="z. B. 31.03.2027, 31.10. (jährlich), rolling.")] = "",
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FELD=WERT", help="Noch eine Angabe, etwa max_amount=5.000."),
    ] = None,
    key: Annotated[str, typer.Option(help="Kennung; dieselbe noch einmal ändert den Eintrag.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Ohne Rückfrage eintragen, was das Schreiben sicher sagt.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """Enter a call; facts are read from its text with their evidence, what is typed leads; no crawl retires it."""
    from crawler.text.pdf import pdf_text
    from grants_db.errors import UsageError
    from grants_db.import_export.opportunity_record import record_of
    from grants_db.opportunities.correction_values import read_value
    from grants_db.storage.database import writing
    from tui.jobs.call_entry import draft_of_file, enter_call
    from tui.text.facts import opportunity_facts

    state: CommandContext = context.obj
    values = {"title": title, "level": level, "funder": funder, "url": url, "deadline": deadline}
    values = {field: value for field, value in values.items() if value}
    draft = draft_of_file(file) if file else None
    if draft is not None:
        values = confirmed_call(draft, values, ask=not yes)
    facts: dict[str, Any] = {}
    for pair in given or []:
        field, separator, value = pair.partition("=")
        if not separator:
            raise UsageError("„{pair}“ ist keine Angabe; erwartet wird FELD=WERT.", pair=pair)
        facts[field.strip()] = read_value(field.strip(), value, state.today)
    parts = (text.strip(), draft.text if draft else "", pdf_text(pdf) if pdf else "")
    whole = "\n\n".join(part for part in parts if part)
    with writing(state.engine()) as session:
        stored = enter_call(session, values, whole, state.now(), state.today, key=key.strip(), facts=facts)
    if pdf and not whole:
        note(_("{file} enthält keinen Text (nur Bilder?); bitte den Text mit --text eingeben.").format(file=pdf))
    if as_json:
        city = state.settings.city
        say_json(record_of(stored, today=state.today, state=city.state, city=city.name))
        return
    for fact in opportunity_facts(stored, state.today):
        note(f"  {fact.name:<24} {fact.value}" + (f"  ({fact.evidence})" if fact.evidence else ""))
    note(_("Stimmt etwas nicht? „akquise opportunities correct“ berichtigt es. „akquise match run“ ordnet neu zu."))
    say(str(stored.id))


def confirmed_call(draft: "CallDraft", typed: "Mapping[str, str]", *, ask: bool) -> dict[str, str]:
    """Tell what a letter proposes for a call, each with its sentence, and have each confirmed.

    Raises:
        UsageError: nobody is there to be asked, or something is missing that the letter doesn't say for sure.
    """
    import sys

    from grants_db.errors import UsageError
    from tui.formatting.messages import evidence
    from tui.jobs.call_entry import name_of, sure_values

    for field, proposed in draft.values.items():
        if field not in typed:
            unsure = f" ({_('bitte prüfen')})" if proposed.value and not proposed.sure else ""
            said = f"  {evidence(proposed.sentence)}" if proposed.sentence else ""
            note(f"  {name_of(field)}: {proposed.value or '–'}{unsure}{said}")
    if not ask:
        return sure_values(draft, typed)
    if not sys.stdin.isatty():
        raise UsageError("Nichts eingetragen. Stimmt es, trägt derselbe Befehl mit --yes es ein.")
    values = dict(typed)
    for field, proposed in draft.values.items():
        if field not in typed:
            values[field] = typer.prompt(name_of(field), default=proposed.value, err=True).strip()
    return {field: value for field, value in values.items() if value}


def _corrections(found: "OpportunityAsOf") -> dict[str, Any]:
    from grants_db.opportunities.corrections import stated_value

    return {
        "corrections": [
            {
                "field": field,
                "value": correction.value,
                "source_value": correction.source_value,
                "source_says_now": stated_value(found.stated, field),
                "note": correction.note,
                "decided_at": correction.decided_at.isoformat(),
            }
            for field, correction in sorted(found.corrections.items())
        ],
        "contradictions": [translate(sentence) for sentence in found.contradictions],
    }
