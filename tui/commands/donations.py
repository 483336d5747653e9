"""`akquise donations`: the short way of donations and sponsoring."""

from typing import Annotated

import typer

from tui.commands.arguments import Json, On, word
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json, translate

app = typer.Typer(help="Spenden und Sponsoring führen.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="Alle Spenden mit ihrem Stand.")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every donation with the steps it has taken."""
    from grants_db.applications.donations import list_donations, steps_of
    from grants_db.models.measure import Measure
    from grants_db.storage.database import reading
    from tui.formatting.format import day, money
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        rows = [(gift, session.get_one(Measure, gift.measure_id).number) for gift in list_donations(session)]
    if as_json:
        say_json(
            [
                {
                    "donation": gift.id,
                    "measure": number,
                    "donor": gift.donor,
                    "amount": str(gift.amount),
                    "stage": gift.stage.value,
                    "paper_number": gift.paper_number,
                    "steps": [{"stage": step.stage.value, "day": step.day.isoformat()} for step in steps_of(gift)],
                }
                for gift, number in rows
            ]
        )
        return
    for gift, number in rows:
        say(f"{gift.id:>5}  {label(gift.stage):<12} {money(gift.amount):>14}  {number:<8} {gift.donor}")
        for step in steps_of(gift):
            say(f"       {day(step.day)}  {translate(step.sentence)}")
    if not rows:
        note(
            _("Noch keine Spenden. „akquise donations offer MASSNAHME EUR --donor ORGANISATION“ trägt ein Angebot ein.")
        )


@app.command(help="Ein Angebot eintragen; seine Nummer wird ausgegeben.")
def offer(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="MASSNAHME", help="Nummer der Maßnahme.")],
    amount: Annotated[str, typer.Argument(metavar="EUR", help="Angebotene Summe.")],
    donor: Annotated[str, typer.Option(metavar="ORGANISATION", help="Wer gibt; keine Namen von Privatpersonen.")],
    on: On = None,
) -> None:
    """Enter an offer."""
    from grants_db.applications.donations import offer_donation
    from grants_db.measures.store import get_measure
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    day = state.day(on)
    with writing(state.engine(create=False)) as session:
        identity = offer_donation(session, get_measure(session, measure), donor, read_sum(amount), day).id
    say(str(identity))


@app.command(help="Den nächsten Schritt eintragen: accepted, received, thanked, reported oder declined.")
def move(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="SPENDE", help="Nummer der Spende.")],
    stage: Annotated[str, typer.Argument(metavar="STAND", help="accepted, received, thanked, reported, declined.")],
    on: On = None,
    paper: Annotated[
        str, typer.Option(metavar="DRUCKSACHE", help="Beschluss des zuständigen Gremiums; zur Annahme nötig.")
    ] = "",
) -> None:
    """Take the next step; an accepted donation is planned money of its measure, a received one is secured."""
    from grants_db.applications.donations import advance_donation, get_donation
    from grants_db.storage.database import writing
    from grants_db.vocabulary import DonationStage
    from tui.formatting.labels import label

    state: CommandContext = context.obj
    day = state.day(on)
    to = word(DonationStage, stage)
    with writing(state.engine(create=False)) as session:
        advance_donation(session, get_donation(session, number), to, day, paper_number=paper)
    say(f"{number}: {label(to)}")
