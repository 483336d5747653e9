"""`akquise financing`: what a financing plan comes to, and what the city can afford; nothing is stored."""

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.commands.arguments import Json
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants_db.financing_plan.affordable_program import PossibleGrant

app = typer.Typer(help="Finanzierungspläne nachrechnen.", no_args_is_help=True, rich_markup_mode=None)
#: no plan is longer; what is, is none
LONGEST_PLAN = 2_000_000
#: how many grants that were not chosen a person is shown
LARGEST_SHOWN = 12


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
    own = _("offen") if done.own is None else money(done.own)
    say(f"{_('Eigenmittel der Stadt'):<30} {own:>16}")
    if done.uncovered:
        say(f"{_('davon nicht geplant'):<30} {money(done.uncovered):>16}")
    for question in done.questions:
        note(f"? {translate(question)}")
    for step in done.steps:
        note(f"  {translate(step)}")


@app.command(help="Welche Anträge sich die Stadt leisten kann: die Auswahl, die am meisten Lücke schließt.")
def choose(
    context: typer.Context,
    own_budget: Annotated[
        list[str],
        typer.Option(metavar="JAHR=SUMME", help="Eigenmittel, z. B. 2027=120000; mehrfach möglich."),
    ],
    days: Annotated[int, typer.Option(metavar="TAGE", min=0, help="Arbeitstage, die für Anträge da sind.")],
    days_each: Annotated[
        int, typer.Option(metavar="TAGE", min=0, help="Arbeitstage je Antrag, der noch nicht gestellt ist.")
    ] = 10,
    everything: Annotated[
        bool, typer.Option("--all", help="Alle nicht gewählten nennen, nicht nur die größten.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Choose among open matches, accepted ones and applications without a decision; nothing is stored."""
    from grants_db.dashboard.affordable_grants import affordable
    from grants_db.financing_plan.affordable import choose as chosen_of
    from grants_db.financing_plan.affordable_program import Means
    from grants_db.storage.database import reading
    from tui.formatting.format import money, one_line

    state: CommandContext = context.obj
    own = _own_by_year(own_budget)
    with reading(state.engine(create=False)) as session:
        found = affordable(session, state.today, days_each, min(own))
    choice = chosen_of(found.candidates, found.gaps, Means(own, days))
    outcome = choice.outcome
    if as_json:
        say_json(
            {
                "chosen": [_candidate_record(each, found.titles) for each in choice.chosen],
                "closed": f"{outcome.total:.2f}",
                "bound": f"{choice.bound:.2f}",
                "own": {str(year): f"{amount:.2f}" for year, amount in sorted(outcome.own.items())},
                "days": outcome.days,
                "rejected": [
                    _candidate_record(each, found.titles) | {"needs": [translate(why) for why in needs]}
                    for each, needs in choice.rejected
                ],
                "without_a_sum": found.unsized,
            }
        )
        return
    for each in choice.chosen:
        say(f"+ {each.measure:<8} {money(each.amount):>16}  {one_line(found.titles[each.key])}")
    largest = sorted(choice.rejected, key=lambda pair: (-pair[0].amount, pair[0].key))
    for each, needs in largest if everything else largest[:LARGEST_SHOWN]:
        why = "; ".join(translate(need) for need in needs)
        say(f"- {each.measure:<8} {money(each.amount):>16}  {one_line(found.titles[each.key])}  ({why})")
    left = len(largest) - LARGEST_SHOWN
    if left > 0 and not everything:
        note(counted("{n} weiterer ist nicht gewählt (--all)", "{n} weitere sind nicht gewählt (--all)", left))
    say(
        _("Geschlossen werden {closed} von höchstens {bound}.").format(
            closed=money(outcome.total), bound=money(choice.bound)
        )
    )
    for year, amount in sorted(outcome.own.items()):
        say(f"{_('Eigenmittel')} {year}: {money(amount)} / {money(own.get(year, Decimal(0)))}")
    say(f"{_('Arbeitstage')}: {outcome.days} / {days}")
    if found.unsized:
        note(
            counted(
                "{n} Treffer nennt weder Höchstbetrag noch Fördersatz und blieb außer Betracht.",
                "{n} Treffer nennen weder Höchstbetrag noch Fördersatz und blieben außer Betracht.",
                found.unsized,
            )
        )


def _own_by_year(texts: "Sequence[str]") -> dict[int, Decimal]:
    """The city's own money by year; UsageError for a year that is named twice."""
    from grants_db.errors import UsageError

    found: dict[int, Decimal] = {}
    for year, amount in map(_year_and_sum, texts):
        if year in found:
            raise UsageError("Für {year} stehen zwei Summen da; bitte jedes Jahr einmal nennen.", year=year)
        found[year] = amount
    return found


def _candidate_record(each: "PossibleGrant", titles: "Mapping[str, str]") -> dict[str, Any]:
    measure, opportunity = each.key.rsplit("/", 1)
    return {
        "measure": measure,
        "opportunity": int(opportunity),
        "title": titles[each.key],
        "amount": f"{each.amount:.2f}",
        "days": each.days,
    }


def _year_and_sum(text: str) -> tuple[int, Decimal]:
    from grants_db.errors import UsageError

    year, sign, amount = text.partition("=")
    if not sign or not re.fullmatch(r"20\d\d", year.strip()):
        raise UsageError("„{text}“ nennt kein Jahr und seine Summe; bitte z. B. 2027=120000 schreiben.", text=text)
    found = read_sum(amount.strip())
    if found < 0:
        raise UsageError("Eigenmittel von {amount} gibt es nicht; bitte eine Summe ab 0 nennen.", amount=found)
    return int(year), found


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
