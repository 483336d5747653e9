"""`akquise match read`: has an optional reader of the city's own read the best calls of each measure."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.match_evaluation import app
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from tui.jobs.reading.readings import ReadingPlan

__all__ = ["app"]  # the group of `akquise match`, with what this file adds to it


@app.command(help="Die besten Angebote vom eingestellten Leser lesen lassen; nennt vorher Umfang, Kosten und Zeit.")
def read(
    context: typer.Context,
    measures: Annotated[
        list[str] | None, typer.Argument(metavar="MASSNAHME …", help="Nummern; ohne sie alle ungedeckten.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage lesen.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Nur sagen, was zu lesen wäre, als JSON.")] = False,
) -> None:
    """Say what would be read and what it costs, ask, then have it read; the next matching counts the grades."""
    from grants_db.errors import UsageError
    from tui.jobs.reading.chat_server import ChatServer
    from tui.jobs.reading.readings import plan_reading, read_pairs

    state: CommandContext = context.obj
    settings = state.settings
    if not settings.reader.url:
        raise UsageError(
            "Es ist kein Leser eingestellt. In der Einstellungsdatei: [reader] mit url und model; "
            "das Handbuch sagt es unter „Hilfen für die Zuordnung“."
        )
    engine = state.engine(create=False)
    plan = plan_reading(engine, settings, state.today, measures or ())
    if as_json:
        say_json(_as_json(plan, settings.reader.price))
        return
    _say_plan(plan, settings.reader.price, settings.reader.url)
    if not plan.pairs:
        return
    if not yes and not (sys.stdin.isatty() and typer.confirm(_("Jetzt lesen lassen?"), default=False, err=True)):
        note(_("Nichts gelesen. Mit --yes wird ohne Rückfrage gelesen."))
        return
    run = read_pairs(engine, ChatServer(settings.reader, settings.outgoing), plan, state.now())
    say(counted("{n} Antwort aufgehoben.", "{n} Antworten aufgehoben.", run.answered))
    if run.unusable:
        note(
            counted(
                "{n} davon ohne Beleg im Angebot: zählt nicht.", "{n} davon ohne Beleg: zählen nicht.", run.unusable
            )
        )
    if run.given_up is not None:
        note(translate(run.given_up))
        raise typer.Exit(1)
    note(_("Die nächste Zuordnung zählt die Noten mit: akquise match run."))


def _say_plan(plan: "ReadingPlan", price: float, url: str) -> None:
    say(counted("{n} Paar zu lesen", "{n} Paare zu lesen", len(plan.pairs)))
    note(counted("{n} ist schon gelesen und sagt dasselbe.", "{n} sind schon gelesen und sagen dasselbe.", plan.known))
    if not plan.pairs:
        return
    note(_("Die Texte gehen an {url}.").format(url=url))
    cost = f"{plan.cost(price):.2f}".replace(".", ",")
    paid = _("{cost} €").format(cost=cost) if price else _("nicht eingestellt (reader.price)")
    sizes = _("Geschätzt: {tokens} Token, Kosten {cost}, Dauer {minutes} min.")
    note(sizes.format(tokens=plan.tokens(), cost=paid, minutes=plan.minutes()))


def _as_json(plan: "ReadingPlan", price: float) -> dict[str, object]:
    return {
        "pairs": len(plan.pairs),
        "known": plan.known,
        "tokens": plan.tokens(),
        "cost": round(plan.cost(price), 4),
        "minutes": plan.minutes(),
    }
