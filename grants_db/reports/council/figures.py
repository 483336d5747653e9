"""What a council asks, counted: each figure is the sum of its rows, each row an application one can look up. Pure.

What happened is counted by the day on which it happened: handed in, decided, paid. How things stand (running, waiting,
at risk) is counted on the day of the report. Without a period the sums are those of the overview.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from math import ceil
from statistics import median
from typing import Any, TypeAlias

from grants_db.applications.agenda import AgendaEntry
from grants_db.dashboard.overview import APPLIED, Total
from grants_db.reports.council.cases import Case, CouncilBasis, NotPursued
from grants_db.rules.stages import AFTER_AWARD, HOLDS_MONEY
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import Level, ReasonCode

#: money not yet called whose period ends within so many days may be lost
EXPIRES_WITHIN = timedelta(days=90)
#: stages after which nothing is paid any more
SETTLED_STAGES = (Stage.CLOSED, Stage.RETENTION, Stage.LAPSED)


@dataclass(frozen=True)
class TimeSpan:
    """The days a paper is about, both included; None: without an end on that side.

    >>> TimeSpan(date(2026, 1, 1), date(2026, 12, 31)).holds(date(2027, 1, 1))
    False
    """

    start: date | None = None
    end: date | None = None

    @property
    def is_bounded(self) -> bool:
        """Does it leave out any day?"""
        return self.start is not None or self.end is not None

    def holds(self, day: date | None) -> bool:
        """Is the day in it? A day nobody knows is in none that has an end."""
        if day is None:
            return not self.is_bounded
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class CaseRow:
    """An application in a figure: its sum in EUR (None: unknown) and the day that put it there."""

    case: Case
    amount: Decimal | None
    day: date | None


@dataclass(frozen=True)
class CaseSum:
    """A figure: so many applications and their sum, with the rows it is made of."""

    rows: tuple[CaseRow, ...] = ()

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The applications, each once."""
        return tuple(sorted({row.case.number for row in self.rows}))

    @cached_property
    def total(self) -> Total:
        """How many applications, and the sum of what is known of them."""
        known = [row.amount for row in self.rows if row.amount is not None]
        return Total(len(self.numbers), sum(known, Decimal(0)), len(self.rows) - len(known))

    @property
    def known(self) -> Decimal | None:
        """The sum of what is known; None where there are rows and no sum of them is known."""
        total = self.total
        return None if self.rows and total.unknown == len(self.rows) else total.known


#: what a group is named by: a field's number, a level, a funder, a unit, a year; None: not known
GroupKey: TypeAlias = Any


@dataclass(frozen=True)
class CouncilGroup:
    """The figures of one action field, level, funder, unit or year."""

    key: GroupKey
    applied: CaseSum
    won: CaseSum
    lost: CaseSum
    running: CaseSum

    @property
    def numbers(self) -> tuple[int, ...]:
        """All its applications, each once."""
        parts = (self.applied, self.won, self.lost, self.running)
        return tuple(sorted({number for part in parts for number in part.numbers}))


@dataclass(frozen=True)
class CouncilFigures:
    """All figures of one paper; sums in EUR.

    Attributes:
        span: which days count.
        today: the day on which things stand as they do.
        applied: handed in and not taken back, by the day of handing in; the sum is what was requested.
        won: what awards give, by the day of the first one; the sum is that of the newest.
        lost: refused, by that day; the sum is what was requested.
        withdrawn: taken back after handing in, by that day.
        lapsed: awards that lapsed, by that day; the sum is what was not paid.
        waiting: handed in, not decided; as of today.
        running: awarded and not closed; as of today, the sum is the award's.
        paid: what came, by the day it came.
        repaid: what went back, by that day; interest is no part of it.
        own: the city's own money beside the awards that were won.
        unused: closed or lapsed, by that day: what of the award was never called. Where a closed one has no payment
            on record nobody knows.
        expiring: running, and not all of it called: the period has ended or does within `EXPIRES_WITHIN`.
        undated: applications that would count, had anybody entered their day.
        late: obligations whose day has passed.
        not_pursued: calls that were not applied for.
    """

    span: TimeSpan
    today: date
    applied: CaseSum
    won: CaseSum
    lost: CaseSum
    withdrawn: CaseSum
    lapsed: CaseSum
    waiting: CaseSum
    running: CaseSum
    paid: CaseSum
    repaid: CaseSum
    own: CaseSum
    unused: CaseSum
    expiring: CaseSum
    undated: tuple[int, ...]
    late: Sequence[AgendaEntry]
    not_pursued: Sequence[NotPursued]

    @property
    def is_empty(self) -> bool:
        """Did nothing happen in these days? Without a period: is there nothing at all?"""
        happened = (self.applied, self.won, self.lost, self.withdrawn, self.lapsed, self.paid, self.repaid, self.unused)
        standing = () if self.span.is_bounded else (self.waiting, self.running)
        return not (any(figure.rows for figure in (*happened, *standing)) or self.not_pursued)

    @property
    def decided(self) -> CaseSum:
        """Decided by the funder: won, also where it lapsed later, or lost."""
        return CaseSum(tuple(sorted((*self.won.rows, *self.lapsed.rows, *self.lost.rows), key=_number)))

    @property
    def success_rate(self) -> Decimal | None:
        """What part of the decided ones was won, in percent with one place; None where none was decided.

        >>> nothing = CaseSum()
        >>> CouncilFigures(TimeSpan(), date(2026, 1, 1), *[nothing] * 12, (), (), ()).success_rate is None
        True
        """
        decided = len(self.decided.numbers)
        won = decided - len(self.lost.numbers)
        return (Decimal(won * 100) / decided).quantize(Decimal("0.1")) if decided else None

    @property
    def leverage(self) -> Decimal | None:
        """Third-party money for each euro of the city's own, where own money is on record; None where there is none."""
        own = self.own.total.known
        with_own = {row.case.number for row in self.own.rows if row.amount}
        third = sum((row.amount or Decimal(0) for row in self.won.rows if row.case.number in with_own), Decimal(0))
        return (third / own).quantize(Decimal("0.01")) if own else None

    @cached_property
    def decision_days(self) -> tuple[tuple[int, Case], ...]:
        """How many days each decision took after the day of handing in, the quickest first, where both are known."""
        found = []
        for row in self.decided.rows:
            case, decided_on = row.case, _decided_on(row.case)
            if case.submitted_on is not None and decided_on is not None and decided_on >= case.submitted_on:
                found.append(((decided_on - case.submitted_on).days, case))
        return tuple(sorted(found, key=lambda one: (one[0], one[1].number)))

    @property
    def usual_decision_days(self) -> int | None:
        """The median of the days a decision took, rounded up to a whole day; None where none is known."""
        days = [each for each, _case in self.decision_days]
        return ceil(median(days)) if days else None

    def by(self, key: Callable[[CaseRow], GroupKey]) -> list[CouncilGroup]:
        """The figures of each group, by name; what has none stands last."""
        parts = (self.applied, self.won, self.lost, self.running)
        keys = {key(row) for part in parts for row in part.rows}
        ordered = sorted(keys, key=_in_order)
        rows: dict[GroupKey, list[list[CaseRow]]] = {each: [[] for _part in parts] for each in ordered}
        for place, part in enumerate(parts):
            for row in part.rows:
                rows[key(row)][place].append(row)
        return [CouncilGroup(each, *(CaseSum(tuple(part)) for part in rows[each])) for each in ordered]

    def reasons(self) -> list[tuple[ReasonCode, list[NotPursued]]]:
        """Why calls were not pursued, the commonest reason first; a call counts once for each measure."""
        found = {code: [each for each in self.not_pursued if each.reason is code] for code in ReasonCode}
        return sorted(((code, some) for code, some in found.items() if some), key=lambda one: -len(one[1]))


def count(basis: CouncilBasis, span: TimeSpan) -> CouncilFigures:
    """All figures for the days of a span."""
    cases, today = basis.cases, basis.today
    events = {
        "applied": [_at(case, case.requested, case.submitted_on) for case in cases if case.stage in APPLIED],
        "won": [_at(case, case.awarded, _decided_on(case)) for case in cases if case.stage in HOLDS_MONEY],
        "lost": [_at(case, case.requested, _decided_on(case)) for case in cases if case.stage is Stage.REJECTED],
        "withdrawn": [
            _at(case, case.requested, case.first_on.get(Stage.WITHDRAWN))
            for case in cases
            if case.stage is Stage.WITHDRAWN
        ],
        "lapsed": [
            _at(case, _not_called(case), case.first_on.get(Stage.LAPSED))
            for case in cases
            if case.stage is Stage.LAPSED
        ],
        "unused": [
            _at(case, _not_called(case) if case.payments or case.stage is Stage.LAPSED else None, _settled_on(case))
            for case in cases
            if case.stage in SETTLED_STAGES and case.awarded is not None and case.paid < case.awarded
        ],
        "paid": [_at(case, payment.amount, payment.on) for case in cases for payment in case.payments],
        "repaid": [_at(case, back.amount, back.on) for case in cases for back in case.repayments],
    }
    counted = {name: CaseSum(tuple(row for row in rows if span.holds(row.day))) for name, rows in events.items()}
    running = [_at(case, case.awarded, _decided_on(case)) for case in cases if case.stage in AFTER_AWARD]
    waiting = [_at(case, case.requested, case.submitted_on) for case in cases if case.stage is Stage.SUBMITTED]
    expiring = [
        _at(case, _not_called(case), case.period_end)
        for case in cases
        if case.stage in AFTER_AWARD and (_not_called(case) or 0) > 0
        if case.period_end is not None and case.period_end <= today + EXPIRES_WITHIN
    ]
    dated = ("applied", "won", "lost")
    return CouncilFigures(
        span=span,
        today=today,
        **counted,
        waiting=CaseSum(tuple(waiting)),
        running=CaseSum(tuple(running)),
        own=CaseSum(tuple(_at(row.case, row.case.own, row.day) for row in counted["won"].rows)),
        expiring=CaseSum(tuple(sorted(expiring, key=lambda row: (row.day or date.max, row.case.number)))),
        undated=tuple(sorted({row.case.number for name in dated for row in events[name] if row.day is None}))
        if span.is_bounded
        else (),
        late=basis.late,
        not_pursued=[each for each in basis.not_pursued if span.holds(each.day)],
    )


def _in_order(key: GroupKey) -> tuple[bool, Any]:
    """Levels in the order of their vocabulary, everything else by itself; what has no name last."""
    if isinstance(key, Level):
        return False, list(Level).index(key)
    return (True, "") if key in (None, "") else (False, key)


def _at(case: Case, amount: Decimal | None, day: date | None) -> CaseRow:
    return CaseRow(case, amount, day)


def _number(row: CaseRow) -> int:
    return row.case.number


def _decided_on(case: Case) -> date | None:
    """When the funder decided: the day of the first award, or of the refusal."""
    if case.stage is Stage.REJECTED:
        return case.first_on.get(Stage.REJECTED)
    return case.notified_on or case.first_on.get(Stage.AWARDED)


def _not_called(case: Case) -> Decimal | None:
    """What of the award has not come; None without an award."""
    return None if case.awarded is None else case.awarded - case.paid


def _settled_on(case: Case) -> date | None:
    return min(_known(case.first_on.get(stage) for stage in SETTLED_STAGES), default=None)


def _known(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]
