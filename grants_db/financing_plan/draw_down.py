"""When a grant's money is to be asked for: in steps as long as the regime leaves to spend it, or on the day. Pure.

On request (Anforderung) money is paid ahead and must be spent within the regime's window; a draw-down (Abruf) takes it
on the day of need; what is reimbursed the city pays ahead itself. Which of them holds the call or the award says; what
nobody says is asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants_db.messages import Duration, Message
from grants_db.rules.durations import later, parse_duration
from grants_db.rules.financing import split
from grants_db.rules.obligation_rules import Rule
from grants_db.vocabulary import ObligationKind, PaymentMode


@dataclass(frozen=True)
class Draw:
    """Money to be asked for.

    Attributes:
        year: of the budget it belongs to.
        on: when to ask for it; None: on the day of need.
        by: the last day of the year's money.
        amount: EUR.
        spend_by: by when it has to be spent, if it comes on that day; None where nobody knows.
        step: which of its year's steps it is, from 1; 0: there are none.
    """

    year: int
    on: date | None
    by: date
    amount: Decimal
    spend_by: date | None = None
    step: int = 0


@dataclass(frozen=True)
class DrawPlan:
    """How a grant's money comes, and when to ask for it.

    Attributes:
        mode: None: nobody says.
        rule: from which the window is; None: none is known.
        draws: the first first; steps of one length, of as much each, where nobody planned otherwise.
        notes: what was assumed, and what to ask.
    """

    mode: PaymentMode | None
    rule: Rule | None
    draws: Sequence[Draw]
    notes: Sequence[Message]


def window_of(regimes: Collection[str], rules: Sequence[Rule]) -> Rule | None:
    """The rule on how long a payment may lie; of several the one that leaves least, None where none is known."""
    start = date(2027, 1, 1)
    known = [
        (later(start, rule.offset), rule.id, rule)
        for rule in rules
        if rule.obligation is ObligationKind.SPEND_BY and rule.regime in regimes and rule.offset is not None
    ]
    return min(known)[2] if known else None


def draw_plan(
    open_by_year: Mapping[int, Decimal],
    period: tuple[date, date],
    rule: Rule | None,
    modes: Collection[str],
    today: date,
) -> DrawPlan:
    """Plan what is to be asked for from that day on.

    Args:
        open_by_year: what of the grant belongs to each budget year and has not come yet, EUR.
        period: the award's.
        rule: on how long a payment may lie.
        modes: how the call says it pays, as words of `PaymentMode`.
        today: the day from which on.
    """
    mode = _mode(modes, rule)
    notes = []
    window = rule.offset if rule is not None and mode is PaymentMode.ADVANCE else None
    if mode is None:
        notes.append(
            Message.of(
                "Ob Mittel angefordert oder abgerufen werden, und bis wann sie zu verwenden sind, sagt der"
                " Bescheid; bitte prüfen."
            )
        )
    elif mode is PaymentMode.REIMBURSEMENT:
        notes.append(Message.of("Erstattet wird nach dem Nachweis: Bis dahin zahlt die Stadt vor."))
    elif window is not None:
        notes.append(
            Message.of(
                "Gleiche Beträge je {window}; den Bedarf hat niemand genauer geplant.",
                window=Duration(window),
            )
        )
    draws: list[Draw] = []
    for year, amount in sorted(open_by_year.items()):
        first, last = max(period[0], date(year, 1, 1)), min(period[1], date(year, 12, 31))
        if amount <= 0 or last < today or last < first:
            continue
        draws += _of_year(year, amount, (first, last), window, today)
    return DrawPlan(mode, rule, draws, notes if draws else [])


def _mode(modes: Collection[str], rule: Rule | None) -> PaymentMode | None:
    """What the call says; a rule on how long a payment may lie means that it is asked for ahead."""
    for mode in (PaymentMode.ADVANCE, PaymentMode.DRAW_DOWN, PaymentMode.REIMBURSEMENT):
        if mode.value in modes:
            return mode
    return PaymentMode.ADVANCE if rule is not None else None


def _of_year(year: int, amount: Decimal, span: tuple[date, date], window: str | None, today: date) -> list[Draw]:
    first, last = span
    if window is None:
        return [Draw(year, None, last, amount)]
    days, day = [], first
    while day <= last:
        days.append(day)
        day = later(first, _times(window, len(days)))
    left = [(step, day) for step, day in enumerate(days, start=1) if day >= today]
    if not left:
        return [Draw(year, None, last, amount)]
    shares = split(amount, [Decimal(1) for _day in left])
    return [
        Draw(year, day, last, share, later(day, window), step)
        for (step, day), share in zip(left, shares, strict=True)
        if share
    ]


def _times(window: str, count: int) -> str:
    """A duration several times over.

    >>> _times("P2M", 3), _times("P6W", 2)
    ('P6M', 'P84D')
    """
    months, days = parse_duration(window)
    return "P" + (f"{months * count}M" if months else "") + (f"{days * count}D" if days or not months else "")
