"""`akquise financing interest`: what a repayment costs besides; nothing is stored."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.arguments import Json, rules_of, sum_of
from tui.commands.money import combine
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants_db.financing_plan.interest import BaseRate, InterestRow
    from grants_db.financing_plan.over_the_years import DatedSum

app = combine.app

Sums = Annotated[
    list[str] | None,
    typer.Option(metavar="TAG=EUR", help="Eine Auszahlung, z. B. 15.1.2026=30000; mehrfach möglich."),
]


@app.command(help="Zinsen auf eine Rückzahlung oder auf zu spät Verwendetes: 5 Punkte über dem Basiszinssatz.")
def interest(
    context: typer.Context,
    base_rate: Annotated[
        list[str] | None,
        typer.Option(metavar="PROZENT", help="Basiszinssatz, z. B. 1.27; wechselt er: 2027-01-01=1.27, mehrfach."),
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
    from grants_db.financing_plan.interest import from_the_newest, interest_row
    from grants_db.financing_plan.over_the_years import late_uses
    from tui.formatting.format import day, money

    state: CommandContext = context.obj
    end = state.day(until)
    rates = [_rate(state, text) for text in base_rate or ()]
    payments = _payments(state, application, paid)
    window = _window(state, within, regime)
    if window is not None:
        uses = late_uses(payments, [_dated(state, text) for text in spent or ()], window, end)
        sums = [(use.amount, use.paid_on, use.spent_on or end) for use in uses]
    else:
        whole = sum((each.amount for each in payments), Decimal(0))
        back = sum_of(amount) if amount is not None else whole
        sums = [(each.amount, each.on, end) for each in from_the_newest(payments, back, end)]
    rows = [interest_row(*each, rates) for each in sums]
    total = sum((row.interest for row in rows), Decimal(0))
    if as_json:
        say_json({"rows": [_record(row) for row in rows], "interest": f"{total:.2f}"})
        return
    for row in rows:
        said = _("{amount} vom {start} bis {end}: {interest} Zinsen")
        say(said.format(amount=money(row.amount), start=day(row.start), end=day(row.end), interest=money(row.interest)))
    say(f"{_('Zinsen zusammen')}: {money(total)}")
    note(_("5 Prozentpunkte über dem Basiszinssatz (§ 49a VwVfG), Tage durch 365; maßgeblich ist der Bescheid."))


def _payments(state: CommandContext, application: int | None, paid: "Iterable[str] | None") -> "list[DatedSum]":
    from grants_db.applications.store import get_application
    from grants_db.errors import UsageError
    from grants_db.plans.reading import plans
    from grants_db.storage.database import reading

    if (application is None) == (not paid):
        raise UsageError("Bitte entweder --application nennen oder mit --paid, was wann ausgezahlt wurde.")
    if application is None:
        return [_dated(state, text) for text in paid or ()]
    with reading(state.engine(create=False)) as session:
        get_application(session, application)
        return list(plans(session, [application])[0].payments)


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
    from grants_db.financing_plan.interest import BaseRate

    since, sign, percent = text.rpartition("=")
    return BaseRate(sum_of(percent), state.day(since) if sign else None)


def _dated(state: CommandContext, text: str) -> "DatedSum":
    from grants_db.errors import UsageError
    from grants_db.financing_plan.over_the_years import DatedSum

    on, sign, amount = text.rpartition("=")
    if not sign:
        raise UsageError("„{text}“ nennt keinen Tag und seine Summe; bitte z. B. 15.1.2026=30000 schreiben.", text=text)
    day: date = state.day(on)
    return DatedSum(day, sum_of(amount))


def _record(row: "InterestRow") -> dict[str, str]:
    return {
        "amount": f"{row.amount:.2f}",
        "from": row.start.isoformat(),
        "until": row.end.isoformat(),
        "interest": f"{row.interest:.2f}",
    }
