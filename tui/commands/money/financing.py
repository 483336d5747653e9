"""`akquise financing`: what a financing plan comes to when costs or other money change; nothing is stored."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tui.commands.arguments import Json
from tui.formatting.i18n import _
from tui.state.command_context import note, say, say_json, translate

app = typer.Typer(help="Finanzierungspläne nachrechnen.", no_args_is_help=True, rich_markup_mode=None)
#: no plan is longer; what is, is none
LONGEST_PLAN = 2_000_000


@app.command(help="Was jede Quelle am Ende trägt: Anteil, Fehlbedarf, Festbetrag, Rückzahlung, Eigenmittel.")
def compute(
    file: Annotated[str, typer.Argument(metavar="DATEI|-", help="Der Finanzierungsplan als JSON; - liest ihn ein.")],
    as_json: Json = False,
) -> None:
    """Work out a plan that is given as JSON; nothing is stored."""
    from grants_db.financing_plan.exchange import as_record, read_plan
    from grants_db.financing_plan.settle import settle
    from tui.formatting.format import money

    done = settle(read_plan(_text_of(file)))
    if as_json:
        say_json(as_record(done, translate))
        return
    for each in done.sources:
        amount = _("offen: Frage an die Bewilligungsbehörde") if each.amount is None else money(each.amount)
        refund = f"  {_('Rückzahlung')} {money(each.refund)}" if each.refund else ""
        say(f"{each.source.name:<30} {amount:>16}{refund}")
    say(f"{_('Eigenmittel der Stadt'):<30} {money(done.own):>16}")
    if done.uncovered:
        say(f"{_('davon nicht geplant'):<30} {money(done.uncovered):>16}")
    for question in done.questions:
        note(f"? {translate(question)}")
    for step in done.steps:
        note(f"  {translate(step)}")


def _text_of(file: str) -> str:
    from grants_db.errors import InputError

    try:
        if file == "-":
            text = sys.stdin.read(LONGEST_PLAN + 1)
        else:
            with Path(file).open(encoding="utf-8-sig") as opened:
                text = opened.read(LONGEST_PLAN + 1)
    except (OSError, ValueError) as error:
        raise InputError("Die Datei {file} ist nicht lesbar; bitte Pfad und Rechte prüfen.", file=file) from error
    if len(text) > LONGEST_PLAN:
        raise InputError("Die Datei {file} ist zu groß für einen Finanzierungsplan.", file=file)
    return text
