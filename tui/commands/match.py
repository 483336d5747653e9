"""`akquise match` and `akquise decide`: which call fits which measure, why, and what was decided."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.clock import local_day
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants_db.review.matches import MatchView
    from grants_db.review.umbrellas import CarriedMeasure

app = typer.Typer(help="Maßnahmen und Förderangebote zuordnen.", no_args_is_help=True, rich_markup_mode=None)

VERBS = {"accept": "accepted", "dismiss": "dismissed", "later": "later"}
UNDO = "undo"


@app.command(help="Neu zuordnen; Entscheidungen bleiben.")
def run(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Alles neu reihen, nicht nur Geändertes.")] = False,
) -> None:
    """Rank the calls anew for every unfunded measure; decisions stay."""
    from tui.jobs.matching import run_matching
    from tui.jobs.matching_input import encoder_of

    state: CommandContext = context.obj
    stored = run_matching(
        state.engine(),
        state.settings.city,
        state.today,
        state.now(),
        tell=lambda sentence: note(translate(sentence)),
        full=full,
        least_chance=state.settings.least_chance,
        encoder=encoder_of(state.settings, state.engine().url),
        reads=bool(state.settings.reader.url),
    )
    say(counted("{n} Vorschlag gespeichert.", "{n} Vorschläge gespeichert.", stored))


@app.command(help="Die Vorschläge für eine Maßnahme, beste zuerst.")
def show(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")],
    facet: Annotated[
        str | None, typer.Option(metavar="MERKMAL", help="Nur Angebote, die so gelesen sind, z. B. subject:language.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """The calls proposed for a measure, best first."""
    from grants_db.measures.store import get_measure
    from grants_db.review.matches import matches_of
    from grants_db.review.umbrellas import carried_measures, umbrellas_elsewhere
    from grants_db.storage.database import reading
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        found = get_measure(session, measure)
        views = [
            view
            for view in matches_of(session, found.id or 0)
            if facet is None or facet in view.match.facets.get("call", ())
        ]
        carried = carried_measures(session, [view.match for view in views])
        beside = umbrellas_elsewhere(session, found.id or 0)
    if as_json:
        matches = [_as_json(view, carried.get(view.match.id or 0, [])) for view in views]
        say_json({"measure": found.number, "matches": matches, "umbrellas": [asdict(each) for each in beside]})
        return
    for view in views:
        decided = f"[{label(view.decision.kind)}] " if view.decision else ""
        say(f"{view.match.score:5.2f}  {view.opportunity.id:>6}  {decided}{view.opportunity.title}")
        if also := carried.get(view.match.id or 0):
            numbers = ", ".join(each.number for each in also)
            say(f"        + {_('Dachangebot, kann auch {numbers} tragen').format(numbers=numbers)}")
    for each in beside:
        where = _("Dachangebot, vorgeschlagen bei {number}").format(number=each.number)
        say(f"{each.score:5.2f}  {each.opportunity_id:>6}  [{where}] {each.title}")
    if not views and not beside:
        note(_("Keine Vorschläge. „akquise match run“ ordnet neu zu; eine gedeckte Maßnahme bekommt keine."))


@app.command(help="Warum dieses Förderangebot zu dieser Maßnahme?")
def explain(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME")],
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT")],
) -> None:
    """Why this call for this measure: the parts of the score, the terms, the eligibility reasons with evidence."""
    from tui.jobs.explanation import explanation
    from tui.jobs.matching_input import encoder_of

    state: CommandContext = context.obj
    engine = state.engine(create=False)
    helper = encoder_of(state.settings, engine.url)
    for line in explanation(engine, state.settings.city, measure, opportunity, state.today, helper):
        say(translate(line))


@app.command(help="Was thematisch passt und doch nicht geht, und die kleinste Änderung, die es möglich macht.")
def near(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")],
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """Calls that fit by topic and are out of reach: why, and the smallest change that would bring them in."""
    from tui.formatting.labels import label
    from tui.jobs.matching_input import encoder_of
    from tui.jobs.near_misses import measure_near_misses

    state: CommandContext = context.obj
    engine = state.engine(create=False)
    helper = encoder_of(state.settings, engine.url)
    found, misses = measure_near_misses(engine, state.settings.city, measure, state.today, helper)
    if as_json:
        say_json(
            {
                "measure": found.number,
                "near_misses": [
                    {
                        "opportunity": int(miss.opportunity_id),
                        "title": miss.title,
                        "score": round(miss.score, 6),
                        "eligibility": miss.eligibility.value,
                        "why": [translate(sentence) for sentence in miss.why],
                        "changes": [
                            {"way": remedy.kind.value, "sentence": translate(remedy.sentence)}
                            for remedy in miss.remedies
                        ],
                    }
                    for miss in misses
                ],
            }
        )
        return
    for miss in misses:
        say(f"{miss.score:5.2f}  {miss.opportunity_id:>6}  [{label(miss.eligibility)}] {miss.title}")
        for sentence in miss.why:
            say(f"        - {translate(sentence)}")
        for remedy in miss.remedies:
            say(f"        > {translate(remedy.sentence)}")
        if not miss.remedies:
            say(f"        > {_('kein Weg')}")
    if not misses:
        note(_("Nichts, was thematisch passt und nur knapp nicht geht."))


@app.command(
    help="Abdeckung: Handlungsfeld × Ebene mit weißen Flecken, Maßnahmen ohne Angebot, Angebote ohne Maßnahme."
)
def coverage(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """The grid action field × level of usable candidates, measures without one, calls that no measure wants."""
    from grants_db.vocabulary import THIRD_PARTY_LEVELS
    from tui.formatting.labels import label
    from tui.jobs.coverage import stored_coverage

    state: CommandContext = context.obj
    view = stored_coverage(state.engine(create=False), state.settings.city, state.today)
    found = view.coverage
    if as_json:
        say_json(
            {
                "grid": [
                    {
                        "action_field": cell.action_field,
                        "level": cell.level,
                        "candidates": len(cell.opportunities),
                        "measures": cell.measures,
                        "opportunities": sorted(int(key) for key in cell.opportunities),
                    }
                    for cell in found.cells
                ],
                "white_spots": [
                    {"action_field": cell.action_field, "level": cell.level} for cell in found.white_spots()
                ],
                "measures_without_candidate": [view.measures[key].number for key in found.without_candidate],
                "opportunities_without_measure": [
                    {"opportunity": int(key), "title": view.calls[key].title, "closeness": round(value, 3)}
                    for key, value in found.without_measure
                ],
            }
        )
        return
    say(f"{_('Handlungsfeld'):<16}" + "".join(f"{label(level):>11}" for level in THIRD_PARTY_LEVELS))
    for field in dict.fromkeys(cell.action_field for cell in found.cells):
        row = [cell for cell in found.cells if cell.action_field == field]
        say(f"{_('HF')} {field:<13}" + "".join(f"{len(cell.opportunities) or '·':>11}" for cell in row))
    say(f"{_('Maßnahmen ohne Angebot')}: {len(found.without_candidate)}")
    for key in found.without_candidate:
        say(f"  {view.measures[key].number:<8} {view.measures[key].title}")
    say(f"{_('Nah am Konzept, aber für keine Maßnahme unter den besten')}: {len(found.without_measure)}")
    for key, value in found.without_measure:
        say(f"  {value:5.2f}  {key:>6}  {view.calls[key].title}")


@app.command(help="Was aus Ihren Entscheidungen gelernt wurde, je Handlungsfeld; mit Zahlen.")
def learned(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """What each field learned from the standing decisions: terms up and down with their calls, or why not."""
    from tui.jobs.feedback_report import lessons

    state: CommandContext = context.obj
    found = lessons(state.engine(create=False), state.settings.city, state.today)
    if as_json:
        say_json([lesson.as_json(translate) for lesson in found])
        return
    for lesson in found:
        for sentence in lesson.sentences():
            say(translate(sentence))
    if not found:
        note(_("Noch nichts gelernt: Es zählen Annahmen und was als „outside_purpose“ verworfen wurde."))


def decide(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")],
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    verb: Annotated[
        str,
        typer.Argument(metavar="accept|dismiss|later|undo", help="annehmen, verwerfen, zurückstellen, zurücknehmen."),
    ],
    reason: Annotated[str | None, typer.Option(metavar="CODE", help="Grund, z. B. deadline_too_short.")] = None,
    note_text: Annotated[str, typer.Option("--note", metavar="TEXT", help="Ein Satz dazu.")] = "",
) -> None:
    """Decide about a match, or take the standing decision back."""
    from grants_db.errors import UsageError
    from grants_db.measures.store import get_measure
    from grants_db.opportunities.store import get_opportunity
    from grants_db.review.decisions import decide as record
    from grants_db.storage.database import writing
    from grants_db.vocabulary import DecisionKind, ReasonCode
    from tui.formatting.format import day
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    if verb == UNDO:
        _take_back(state, measure, opportunity)
        return
    if verb not in VERBS:
        raise UsageError(
            "„{verb}“ ist keine Entscheidung; möglich sind {verbs}.", verb=verb, verbs=", ".join((*VERBS, UNDO))
        )
    if reason is not None and reason not in list(ReasonCode):
        raise UsageError(
            "Den Grund „{reason}“ gibt es nicht; möglich sind {codes}.", reason=reason, codes=", ".join(ReasonCode)
        )
    now = state.now()
    with writing(state.engine(create=False)) as session:
        decision = record(
            session,
            get_measure(session, measure),
            get_opportunity(session, opportunity),
            DecisionKind(VERBS[verb]),
            now=now,
            reason=ReasonCode(reason) if reason else None,
            note=note_text,
            decided_by=state.decided_by,
        )
    say(f"{measure} · {opportunity}: {label(decision.kind)}")
    if decision.decided_at != now:
        known = _("Das ist am {day} schon so entschieden worden{who}; es wurde nichts geändert.")
        who = f" ({decision.decided_by})" if decision.decided_by else ""
        note(known.format(day=day(local_day(decision.decided_at)), who=who))


def _take_back(state: CommandContext, measure: str, opportunity: int) -> None:
    from grants_db.errors import InputError
    from grants_db.measures.store import get_measure
    from grants_db.review.decisions import current_decisions, undo
    from grants_db.storage.database import writing

    with writing(state.engine(create=False)) as session:
        measure_id = get_measure(session, measure).id or 0
        standing = current_decisions(session, measure_id=measure_id).get((measure_id, opportunity))
        if standing is None:
            raise InputError(
                "Über Förderangebot {id} ist für Maßnahme {number} nichts entschieden.", id=opportunity, number=measure
            )
        undo(session, standing.id or 0, state.now())
    say(f"{measure} · {opportunity}: {_('zurückgenommen')}")


def _as_json(view: "MatchView", carried: "Sequence[CarriedMeasure]") -> dict[str, object]:
    return {
        "opportunity": view.opportunity.id,
        "title": view.opportunity.title,
        "score": round(view.match.score, 6),
        "chance": None if view.match.chance is None else round(view.match.chance, 3),
        "parts": view.match.parts,
        "eligibility": view.match.eligibility.value,
        "decision": view.decision.kind.value if view.decision else None,
        "carries": [asdict(each) for each in carried],
        "facets": view.match.facets,
    }
