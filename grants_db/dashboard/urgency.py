"""What of a day's work comes first: fit × time left. Pure.

    weight = chance · 1 / (1 + days left / NINETY)

A call without a day counts as one with half a year: it runs away from nobody, and is not forgotten either. As in the
scheduling by weight and due date of single machines, where a job's weight falls off with its slack (Vepsalainen and
Morton, Priority rules for job shops with weighted tardiness costs, 1987), here hyperbolic, so that nothing comes to 0.
"""

from datetime import date

#: days after which a day ahead counts half of one that is today; days of what has none
NINETY, WITHOUT_A_DAY = 90, 180


def weight(fit: float, due: date | None, today: date) -> float:
    """How much a call's turn it is; `fit` is its chance, or its score where no chance is known.

    >>> today = date(2026, 11, 24)
    >>> [round(weight(0.6, due, today), 2) for due in (today, date(2027, 2, 22), None, date(2026, 11, 1))]
    [0.6, 0.3, 0.2, 0.0]
    """
    days = (due - today).days if due is not None else WITHOUT_A_DAY
    return fit / (1 + days / NINETY) if days >= 0 else 0.0
