"""`akquise match` and `akquise decide`: which call fits which measure, why, and what was decided."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.state import State, note, say, say_json, translate

if TYPE_CHECKING:
    from grants_db.matches import MatchView

app = typer.Typer(help="Maßnahmen und Förderangebote zuordnen.", no_args_is_help=True, rich_markup_mode=None)

VERBS = {"accept": "accepted", "dismiss": "dismissed", "later": "later"}


@app.command(help="Neu zuordnen; Entscheidungen bleiben.")
def run(context: typer.Context) -> None:
    """Rank the calls anew for every unfunded measure; decisions stay."""
    from tui.jobs.match_job import run_matching

    state: State = context.obj
    stored = run_matching(
        state.engine(), state.settings.city, state.today, state.now(), tell=lambda sentence: note(translate(sentence))
    )
    say(f"{stored} Vorschläge gespeichert.")


@app.command(help="Die Vorschläge für eine Maßnahme, beste zuerst.")
def show(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")],
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """The calls proposed for a measure, best first."""
    from grants_db.database import reading
    from grants_db.matches import matches_of
    from grants_db.measures import get_measure
    from tui.labels import label

    state: State = context.obj
    with reading(state.engine(create=False)) as session:
        found = get_measure(session, measure)
        views = matches_of(session, found.id or 0)
    if as_json:
        say_json({"measure": found.number, "matches": [_as_json(view) for view in views]})
        return
    for view in views:
        decided = f"[{label(view.decision.kind)}] " if view.decision else ""
        say(f"{view.match.score:5.2f}  {view.opportunity.id:>6}  {decided}{view.opportunity.title}")
    if not views:
        note("Keine Vorschläge. „akquise match run“ ordnet neu zu; eine gedeckte Maßnahme bekommt keine.")


@app.command(help="Warum dieses Förderangebot zu dieser Maßnahme?")
def explain(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME")],
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT")],
) -> None:
    """Why this call for this measure: the parts of the score, the terms, the eligibility reasons with evidence."""
    from tui.jobs.explanation import explanation

    state: State = context.obj
    for line in explanation(state.engine(create=False), state.settings.city, measure, opportunity, state.today):
        say(translate(line))


@app.command(help="Eine Sammlung ordnen und die Rangfolge schreiben.")
def rank(
    directory: Annotated[Path, typer.Argument(metavar="ORDNER", help="corpus.jsonl und queries.jsonl (BEIR).")],
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Wohin die Rangfolge (TREC) geschrieben wird.")],
) -> None:
    """Rank a collection with what the program ships; no database, no eligibility."""
    from matching.evaluation import rank_collection

    rank_collection(directory, file)
    note(f"Rangfolge geschrieben: {file}")


@app.command(help="Die Güte an einer beurteilten Sammlung messen.")
def evaluate(
    directory: Annotated[Path, typer.Argument(metavar="ORDNER", help="Eine beurteilte Sammlung (BEIR).")],
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Gewichte ohne die Maßnahmen lernen, die sie bewerten.")
    ] = False,
) -> None:
    """Rank a judged collection and print the measures of quality."""
    from matching.evaluation import evaluate as evaluated

    for line in evaluated(directory, cross_validate=cross_validate).lines():
        say(line)


def decide(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")],
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    verb: Annotated[
        str, typer.Argument(metavar="accept|dismiss|later", help="annehmen, verwerfen oder zurückstellen.")
    ],
    reason: Annotated[str | None, typer.Option(metavar="CODE", help="Grund, z. B. deadline_too_short.")] = None,
    note_text: Annotated[str, typer.Option("--note", metavar="TEXT", help="Ein Satz dazu.")] = "",
) -> None:
    """Decide about a match."""
    from grants_db.database import writing
    from grants_db.decisions import decide as record
    from grants_db.errors import UsageError
    from grants_db.measures import get_measure
    from grants_db.opportunities import get_opportunity
    from grants_db.vocabulary import DecisionKind, ReasonCode
    from tui.labels import label

    state: State = context.obj
    if verb not in VERBS:
        raise UsageError("„{verb}“ ist keine Entscheidung; möglich sind {verbs}.", verb=verb, verbs=", ".join(VERBS))
    if reason is not None and reason not in list(ReasonCode):
        raise UsageError(
            "Den Grund „{reason}“ gibt es nicht; möglich sind {codes}.", reason=reason, codes=", ".join(ReasonCode)
        )
    with writing(state.engine(create=False)) as session:
        decision = record(
            session,
            get_measure(session, measure),
            get_opportunity(session, opportunity),
            DecisionKind(VERBS[verb]),
            now=state.now(),
            reason=ReasonCode(reason) if reason else None,
            note=note_text,
        )
        kind = decision.kind
    say(f"{measure} · {opportunity}: {label(kind)}")


def _as_json(view: "MatchView") -> dict[str, object]:
    return {
        "opportunity": view.opportunity.id,
        "title": view.opportunity.title,
        "score": round(view.match.score, 6),
        "parts": view.match.parts,
        "eligibility": view.match.eligibility.value,
        "decision": view.decision.kind.value if view.decision else None,
    }
