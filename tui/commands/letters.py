"""`akquise letters`: what letters say; those that come in are read, and their calls wait as proposals for a person."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tui.commands.arguments import Json
from tui.formatting.i18n import N_, _
from tui.formatting.messages import evidence
from tui.state.command_context import CommandContext, note, say, say_json, translate

app = typer.Typer(help="Bescheide, Zusagen und Rundbriefe lesen.", no_args_is_help=True, rich_markup_mode=None)
KINDS = {
    "award": N_("Bescheid oder Zusage"),
    "change": N_("Änderungsbescheid"),
    "rejection": N_("Ablehnung"),
    "consent": N_("Zustimmung zum vorzeitigen Beginn"),
    "call": N_("Förderaufruf"),
    "newsletter": N_("Rundbrief"),
    "unknown": N_("Unklar, was das ist: bitte selbst lesen"),
}
#: what the fields are called, in the order in which they are shown
FIELDS = {
    "funder": N_("Zuwendungsgeber"),
    "recipient": N_("Zuwendungsempfänger"),
    "project": N_("Vorhaben"),
    "programme": N_("Programm"),
    "file_number": N_("Aktenzeichen"),
    "other_numbers": N_("Weitere Kennzeichen"),
    "notice_date": N_("Datum"),
    "application_date": N_("Antrag vom"),
    "sum_applied": N_("Beantragt"),
    "sum": N_("Bewilligt"),
    "sum_before": N_("Bisher bewilligt"),
    "cap": N_("Höchstbetrag"),
    "financing_type": N_("Finanzierungsart"),
    "rate_percent": N_("Fördersatz in %"),
    "flat_rate_percent": N_("Pauschale in %"),
    "eligible_costs": N_("Zuwendungsfähig"),
    "eligible_costs_before": N_("Bisher zuwendungsfähig"),
    "total_costs": N_("Gesamtausgaben"),
    "own_contribution": N_("Eigenmittel"),
    "third_party": N_("Drittmittel"),
    "period_start": N_("Beginn"),
    "period_end": N_("Ende"),
    "period_before": N_("Bisheriger Zeitraum"),
    "yearly": N_("Je Jahr"),
    "interim_reports": N_("Zwischennachweise"),
    "interim_rule": N_("Regel der Zwischennachweise"),
    "final_report": N_("Verwendungsnachweis"),
    "final_rule": N_("Regel des Nachweises"),
    "regimes_named": N_("Nebenbestimmungen"),
    "regime_keys": N_("in akquise"),
    "early_start": N_("Vorzeitiger Beginn"),
    "draw_down": N_("Auszahlung"),
    "accept_by": N_("Annehmen bis"),
    "remedy": N_("Rechtsbehelf"),
    "refers_to": N_("Ändert"),
}


@app.command(help="Was in einem Schreiben steht (.pdf, .eml, .msg), jede Angabe mit ihrem Satz; ändert nichts.")
def read(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Bescheid, Zusage, Aufruf oder Rundbrief.")],
    as_json: Json = False,
    conditions: Annotated[
        bool, typer.Option("--conditions", help="Mit --json: auch die Auflagen, in ihren eigenen Worten.")
    ] = False,
) -> None:
    """Read a letter and say what was understood; a person decides what of it is entered."""
    from crawler.letters.files.reader import read_document
    from crawler.letters.letter import read_letter

    letter = read_letter(read_document(file))
    if as_json:
        say_json(letter.as_json() | ({"conditions": list(letter.conditions)} if conditions else {}))
        return
    say(_(KINDS[letter.kind.value]))
    for name, called in FIELDS.items():
        if name in letter.fields:
            say(f"  {_(called):<28} {_shown(letter.fields[name])}  ({evidence(letter.evidence[name])})")
    for condition in letter.conditions:
        say(f"  {_('Auflage'):<28} {evidence(condition)}")
    for call in letter.calls:
        say(f"  {call['deadline'] or '–':<10}  {call['title']}  {call['link'] or ''}".rstrip())
    if letter.check:
        note(_("Bitte prüfen: {names}").format(names=", ".join(_(FIELDS[name]) for name in letter.check)))


@app.command(help="Die Förderaufrufe aus den Rundbriefen eines Ordners, jeder einmal; trägt nichts ein.")
def calls(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Ordner mit E-Mails (.eml, .msg).")],
    as_json: Json = False,
) -> None:
    """Every call of a folder's newsletters as a proposal; those whose address is stored already are marked."""
    from crawler.letters.folder import calls_in_folder
    from grants_db.opportunities.store import list_opportunities
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    found = calls_in_folder(folder)
    with reading(state.engine(create=False)) as session:
        stored = {call.url.rstrip("/"): call.id for call in list_opportunities(session, retired=True) if call.url}
    proposals = [{**call, "opportunity": stored.get((call["link"] or "").rstrip("/"))} for call in found.calls]
    if as_json:
        say_json(proposals)
    else:
        for call in proposals:
            known = f"  [{call['opportunity']}]" if call["opportunity"] else ""
            said = (call["deadline"] or "–", call["title"], call["funder"] or "", call["link"] or "", call["file"])
            say("  ".join(part for part in said if part) + known)
    for refused in found.refused:
        note(translate(refused))
    if found.left_out:
        note(_("{n} ältere E-Mails blieben ungelesen.").format(n=found.left_out))
    note(_("Was davon passt, trägt „akquise opportunities add“ ein."))


@app.command(help="Neue Rundbriefe aus Ordner und Postfach der Einstellungen lesen; ihre Aufrufe werden Vorschläge.")
def fetch(context: typer.Context) -> None:
    """Read what came in; folder and mailbox stay as they are. What could not be read is a finding."""
    from grants_db.errors import UsageError
    from tui.jobs.letters import read_new_letters

    state: CommandContext = context.obj
    runs = read_new_letters(state.engine(create=False), state.settings, state.now(), state.today)
    if not runs:
        raise UsageError(
            "Weder ein Ordner noch ein Postfach für Rundbriefe ist eingestellt (letters_folder, [mailbox])."
        )
    for run in runs:
        say(translate(run.sentence()))
        for refused in run.refused:
            note(translate(refused))
    if any(run.refused for run in runs):
        raise typer.Exit(1)


@app.command(help="Was Rundbriefe vorschlagen und noch niemand eingetragen oder verworfen hat.")
def proposals(context: typer.Context, as_json: Json = False) -> None:
    """The proposals one can still apply for, the next deadline first; those stored already are marked."""
    from grants_db.opportunities.proposals import known_by_link, open_proposals
    from grants_db.storage.database import reading
    from grants_db.vocabulary import DeadlineKind
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        waiting = open_proposals(session, state.today)
        known = known_by_link(session, waiting)
        rows = [
            {
                "proposal": one.id,
                "title": one.title,
                "funder": one.funder or None,
                "deadline": one.deadline.isoformat() if one.deadline else None,
                "rolling": one.rolling,
                "link": one.link or None,
                "letter": one.letter_subject,
                "sent": one.letter_sent.isoformat() if one.letter_sent else None,
                "opportunity": known.get(one.id or 0),
            }
            for one in waiting
        ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        stored = f"  [{row['opportunity']}]" if row["opportunity"] else ""
        ends = row["deadline"] or (label(DeadlineKind.ROLLING) if row["rolling"] else "–")
        say(
            "  ".join(str(part) for part in (row["proposal"], ends, row["title"], row["funder"] or "") if part) + stored
        )


@app.command(help="Einen Vorschlag als Förderangebot eintragen; jede Angabe wird gezeigt und bestätigt.")
def accept(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="VORSCHLAG", help="Nummer des Vorschlags.")],
    level: Annotated[str, typer.Option(metavar="land|federal|eu|foundation|municipal", help="Ebene.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage eintragen, was der Brief sicher sagt.")] = False,
) -> None:
    """Enter the call that a letter proposed."""
    from grants_db.opportunities.correction_values import read_value
    from grants_db.opportunities.proposals import enter_proposal, get_proposal
    from grants_db.storage.database import reading, writing
    from tui.commands.opportunities import confirmed_call
    from tui.jobs.call_entry import draft_of_proposal, level_named

    state: CommandContext = context.obj
    engine = state.engine(create=False)
    with reading(engine) as session:
        draft = draft_of_proposal(get_proposal(session, number))
    values: dict[str, Any] = dict(confirmed_call(draft, {"level": level} if level else {}, ask=not yes))
    values["level"] = level_named(values.get("level", ""))
    if values.get("deadline"):
        values["deadline"] = read_value("deadline", values["deadline"], state.today)
    with writing(engine) as session:
        say(str(enter_proposal(session, number, values, state.now(), by=state.decided_by).id))


@app.command(help="Einen Vorschlag verwerfen; --undo holt ihn zurück.")
def discard(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="VORSCHLAG", help="Nummer des Vorschlags.")],
    undo: Annotated[bool, typer.Option("--undo", help="Den Vorschlag wieder zeigen.")] = False,
) -> None:
    """A proposal that nobody needs."""
    from grants_db.opportunities.proposals import decide_proposal
    from grants_db.storage.database import writing
    from grants_db.vocabulary import ProposalState
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    wanted = ProposalState.OPEN if undo else ProposalState.DISCARDED
    with writing(state.engine(create=False)) as session:
        decide_proposal(session, number, wanted, state.now(), by=state.decided_by)
    say(f"{number}: {label(wanted)}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_shown(part)}" for name, part in value.items() if part is not None)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
