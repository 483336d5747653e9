"""`akquise financing interest`: what a repayment costs besides; nothing is stored."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.arguments import Json, percent_of, rules_of
from tui.commands.money import combine
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from grants_db.financing_plan.interest import BaseRate, InterestRow
    from grants_db.financing_plan.over_the_years import DatedSum
    from grants_db.financing_plan.plan_lines import RegimeValues

app = combine.app

#: no base rate was ever near it, in percent
HIGHEST_RATE = 30

Sums = Annotated[
    list[str] | None,
    typer.Option(metavar="TAG=EUR", help="Eine Auszahlung, z. B. 15.1.2026=30000; mehrfach möglich."),
]


@app.command(help="Zinsen auf eine Rückzahlung oder auf zu spät Verwendetes: 5 Punkte über dem Basiszinssatz.")
def interest(
    context: typer.Context,
    base_rate: Annotated[
        list[str] | None,
        typer.Option(metavar="PROZENT", help="Statt der Tabelle: 1.27, oder ab einem Tag: 2027-01-01=1.27; mehrfach."),
    ] = None,
    application: Annotated[
        int | None, typer.Option(metavar="ANTRAG", help="Die Auszahlungen dieses Antrags statt --paid.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="EUR", help="Was zurückgeht; ohne das: alles, was ausgezahlt ist.")
    ] = None,
    paid: Sums = None,
    spent: Annotated[
        list[str] | None, typer.Option(metavar="TAG=EUR", help="Eine Verwendung; mit --within oder --regime.")
    ] = None,
    within: Annotated[
        str | None, typer.Option(metavar="DAUER", help="Wie lange eine Auszahlung liegen darf, z. B. P6W oder P2M.")
    ] = None,
    regime: Annotated[
        str | None, typer.Option(metavar="REGELWERK", help="Die Frist daraus, z. B. anbest_p_bund.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TAG", help="Tag der Rückzahlung; sonst heute.")] = None,
    as_json: Json = False,
) -> None:
    """Work out interest; without a window the sum bears it from its payment to the day it goes back."""
    from grants_db.errors import UsageError
    from grants_db.financing_plan.interest import base_rates, from_the_newest, interest_row
    from grants_db.financing_plan.over_the_years import late_uses
    from tui.formatting.format import day, money
    from tui.formatting.format import rate as rate_text

    state: CommandContext = context.obj
    end = state.day(until)
    if spent and within is None and regime is None:
        raise UsageError("Wie lange darf eine Auszahlung liegen? --spent braucht --within oder --regime.")
    back = read_sum(amount) if amount is not None else None
    if back is not None and back <= 0:
        raise UsageError("{amount} € ist nichts, was zurückgeht; bitte eine Summe über 0 nennen.", amount=back)
    rates = base_rates(rules_of(state).base_rates, [_rate(state, text) for text in base_rate or ()])
    payments, values = _payments(state, application, paid, regime)
    window = _window(state, within, regime)
    if window is not None:
        uses = late_uses(payments, [_dated(state, text) for text in spent or ()], window, end)
        sums = [(use.amount, use.paid_on, use.spent_on or end) for use in uses]
    else:
        whole = sum((each.amount for each in payments), Decimal(0))
        sums = [(each.amount, each.on, end) for each in from_the_newest(payments, back or whole, end)]
    rows = [interest_row(*each, rates) for each in sums]
    total = sum((row.interest for row in rows), Decimal(0))
    waived = total if total and values.waived_up_to is not None and total <= values.waived_up_to else Decimal(0)
    if as_json:
        record = {"interest": f"{total - waived:.2f}", "waived": f"{waived:.2f}"}
        say_json({"rows": [_record(row) for row in rows], **record, "base_rates": _rates_record(rows, rates)})
        return
    for row in rows:
        said = _("{amount} vom {start} bis {end}: {interest} Zinsen")
        say(said.format(amount=money(row.amount), start=day(row.start), end=day(row.end), interest=money(row.interest)))
    say(f"{_('Zinsen zusammen')}: {money(total - waived)}")
    if waived:
        note(_("{sum} werden nicht verlangt ({provision}).").format(sum=money(waived), provision=_waiver(values)))
    for each in _rates_used(rows, rates):
        if each.to_check and each.since is not None:
            said = _("Basiszinssatz {percent} ab {day}: aus einer Übersicht, bitte mit der Bundesbank vergleichen.")
            note(said.format(percent=rate_text(each.percent), day=day(each.since)))
    note(_("5 Prozentpunkte über dem Basiszinssatz (§ 49a VwVfG), Tage durch 365; maßgeblich ist der Bescheid."))


def _payments(
    state: CommandContext, application: int | None, paid: "Iterable[str] | None", regime: str | None
) -> "tuple[list[DatedSum], RegimeValues]":
    """What was paid out when, and what the general conditions named, else those of the award, say of interest."""
    from grants_db.applications.store import get_application
    from grants_db.errors import UsageError
    from grants_db.financing_plan.plan_lines import UNKNOWN
    from grants_db.financing_plan.regime_values import values_for
    from grants_db.plans.reading import plans
    from grants_db.storage.database import reading
    from tui.commands.arguments import regimes_named

    if (application is None) == (not paid):
        raise UsageError("Bitte entweder --application nennen oder mit --paid, was wann ausgezahlt wurde.")
    named = values_for(regimes_named(state, [regime]), rules_of(state)) if regime is not None else None
    if application is None:
        return [_dated(state, text) for text in paid or ()], named or UNKNOWN
    with reading(state.engine(create=False)) as session:
        get_application(session, application)
        (found,) = plans(session, [application], rules_of(state))
        return list(found.payments), named or found.plan.regime


def _window(state: CommandContext, within: str | None, regime: str | None) -> str | None:
    from grants_db.errors import UsageError
    from grants_db.financing_plan.draw_down import window_of
    from grants_db.rules.durations import parse_duration
    from tui.commands.arguments import regimes_named

    if regime is not None:
        rule = window_of(regimes_named(state, [regime]), rules_of(state))
        if rule is None:
            raise UsageError(
                "Zu „{name}“ ist nicht bekannt, wie lange eine Auszahlung liegen darf; bitte mit --within angeben.",
                name=regime,
            )
        return rule.offset
    if within is not None:
        try:
            parse_duration(within)
        except ValueError:
            raise UsageError("„{text}“ ist keine Dauer; bitte z. B. P6W oder P2M schreiben.", text=within) from None
    return within


def _rate(state: CommandContext, text: str) -> "BaseRate":
    from grants_db.errors import UsageError
    from grants_db.financing_plan.interest import BaseRate

    since, sign, percent = text.rpartition("=")
    rate = percent_of(percent)
    if rate.copy_abs() > HIGHEST_RATE:
        raise UsageError("„{text}“ ist kein Basiszinssatz; bitte in Prozent schreiben, z. B. 1.27.", text=text)
    return BaseRate(rate, state.day(since) if sign else None)


def _dated(state: CommandContext, text: str) -> "DatedSum":
    from grants_db.errors import UsageError
    from grants_db.financing_plan.over_the_years import DatedSum

    on, sign, amount = text.rpartition("=")
    if not sign:
        raise UsageError("„{text}“ nennt keinen Tag und seine Summe; bitte z. B. 15.1.2026=30000 schreiben.", text=text)
    day: date = state.day(on)
    return DatedSum(day, read_sum(amount))


def _waiver(values: "RegimeValues") -> str:
    return next(each.provision for each in values.read if each.value == "interest_waived_up_to")


def _rates_used(rows: "Sequence[InterestRow]", rates: "Sequence[BaseRate]") -> "list[BaseRate]":
    """The base rates that the rows rest on."""
    from grants_db.financing_plan.interest import rates_between

    start, end = min((row.start for row in rows), default=None), max((row.end for row in rows), default=None)
    return rates_between(start, end, rates) if start is not None and end is not None else []


def _rates_record(rows: "Sequence[InterestRow]", rates: "Sequence[BaseRate]") -> list[dict[str, object]]:
    return [
        {
            "since": each.since.isoformat() if each.since is not None else None,
            "percent": f"{each.percent:.2f}",
            "check": each.to_check,
        }
        for each in _rates_used(rows, rates)
    ]


def _record(row: "InterestRow") -> dict[str, str]:
    return {
        "amount": f"{row.amount:.2f}",
        "from": row.start.isoformat(),
        "until": row.end.isoformat(),
        "interest": f"{row.interest:.2f}",
    }
