"""A plan by year: what each year costs, who pays it, what the city has to find when, what lapses. Pure.

The whole is settled first (`settle`); what a grant pays in the end is spread over the years by what each year alone
would give, to the cent, so that the years always add up to the whole. The city's own money of a year is the remainder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from grants_db.financing_plan.over_the_years import YearOfAward, YearShare, used_by_year
from grants_db.financing_plan.plan import FinancingPlan
from grants_db.financing_plan.plan_lines import GRANTS, OUTSIDE, UNKNOWN, PlanLine, RegimeValues, as_plan, worked_out
from grants_db.financing_plan.regime_values import beyond_limits, unanswered
from grants_db.financing_plan.settle import Settlement, settle
from grants_db.messages import Message, Quote
from grants_db.rules.financing import split
from grants_db.vocabulary import PlanKind

NOTHING = Decimal(0)
Year = int | None  # None: nobody knows in which


@dataclass(frozen=True)
class YearMoney:
    """What a year costs and who pays it; sums in EUR.

    Attributes:
        year: None: what belongs to no known year.
        planned_cost: as approved.
        cost: as it came, or is expected.
        planned: by kind, as approved; the city's own is the remainder where no line says it.
        expected: by kind, as it comes once all is settled; None where the authority has to be asked.
    """

    year: Year
    planned_cost: Decimal
    cost: Decimal
    planned: Mapping[PlanKind, Decimal]
    expected: Mapping[PlanKind, Decimal] | None

    @property
    def own(self) -> Decimal | None:
        """What the city has to find; None where it isn't certain yet."""
        return None if self.expected is None else self.expected[PlanKind.OWN]

    @property
    def in_kind(self) -> Decimal:
        """What is contributed in kind: it costs and pays, and no budget shows it."""
        return (self.expected or self.planned).get(PlanKind.IN_KIND, NOTHING)


@dataclass(frozen=True)
class BudgetNeed:
    """What a year's budget has to hold (Haushaltsansatz); sums in EUR.

    Attributes:
        year: of the budget in which the money is due.
        expenditure: all that is paid out in it, without contributions in kind.
        income: what others pay of it.
        own: what is left for the city.
        committed_in: the budget that has to allow it ahead (Verpflichtungsermächtigung); None: the year's own.
    """

    year: int
    expenditure: Decimal
    income: Decimal
    own: Decimal
    committed_in: int | None


@dataclass(frozen=True)
class SourceChange:
    """How much more, or less, a source pays than was planned."""

    name: str
    kind: PlanKind
    planned: Decimal
    expected: Decimal | None

    @property
    def more(self) -> Decimal | None:
        """More than planned; below 0: less."""
        return None if self.expected is None else self.expected - self.planned


@dataclass(frozen=True)
class PlanOverYears:
    """A plan, worked out.

    Attributes:
        lines: as given, flat rates worked out.
        paid: what of the application's own grant came.
        regime: what its general conditions say.
    """

    lines: tuple[PlanLine, ...]
    paid: Decimal = NOTHING
    regime: RegimeValues = UNKNOWN

    @property
    def is_changed(self) -> bool:
        """Did anything come otherwise than planned?"""
        return any(line.actual is not None and line.kind not in GRANTS for line in self.lines)

    @cached_property
    def settlement(self) -> Settlement:
        """The whole, settled."""
        return settle(self._whole)

    @cached_property
    def _whole(self) -> FinancingPlan:
        return as_plan(self.lines, self.paid, self.regime)

    @cached_property
    def _unanswered(self) -> tuple[list[Message], set[str]]:
        return unanswered(self._whole, self.settlement, self.regime)

    @property
    def questions(self) -> list[Message]:
        """What to ask the authority before all is certain; while everything is as planned, only what it may not be."""
        limits = beyond_limits(self._whole, self.regime)
        if not self.is_changed:
            return limits
        untold = [
            Message.of("{name}: Welche Finanzierungsart gilt (Anteil, Fehlbedarf, Festbetrag, voll)?", name=Quote(name))
            for name in dict.fromkeys(line.name for line in self.lines if line.kind in GRANTS and line.type is None)
        ]
        return [*limits, *untold, *self.settlement.questions, *self._unanswered[0]]

    @cached_property
    def grants(self) -> dict[str, Decimal | None]:
        """What each grant pays in the end; None where the authority has to be asked."""
        planned: dict[str, Decimal] = {}
        for line in self.lines:
            if line.kind in GRANTS:
                planned[line.name] = planned.get(line.name, NOTHING) + line.planned
        if not self.is_changed:
            return dict(planned)
        settled = {each.source.name: each.amount for each in self.settlement.sources}
        return {
            name: None if name in self._unanswered[1] else self._within_its_years(name, settled.get(name))
            for name in planned
        }

    @cached_property
    def years(self) -> list[YearMoney]:
        """By year, the first first; what belongs to no known year last."""
        rows: dict[Year, list[PlanLine]] = {}
        for line in self.lines:
            rows.setdefault(line.year, []).append(line)
        ordered = sorted(rows, key=lambda year: (year is None, year or 0))
        granted = self._grants_by_year(ordered, rows)
        return [_year(year, rows[year], None if granted is None else granted[year]) for year in ordered]

    @property
    def planned_cost(self) -> Decimal:
        """All costs as approved."""
        return _sum(year.planned_cost for year in self.years)

    @property
    def cost(self) -> Decimal:
        """All costs as they came, or are expected."""
        return _sum(year.cost for year in self.years)

    @property
    def own(self) -> Decimal | None:
        """What the city has to find in all years; None where it isn't certain."""
        parts = [year.own for year in self.years]
        known = [part for part in parts if part is not None]
        return _sum(known) if len(known) == len(parts) else None

    @property
    def planned_own(self) -> Decimal:
        """What the city was to find."""
        return _sum(year.planned[PlanKind.OWN] for year in self.years)

    def of(self, kind: PlanKind) -> Decimal | None:
        """What comes of a kind in all years; None where it isn't certain."""
        if any(year.expected is None for year in self.years):
            return None
        return _sum((year.expected or {}).get(kind, NOTHING) for year in self.years)

    def budget(self, first_year: int) -> list[BudgetNeed]:
        """What the budgets from that year on have to hold; later years are committed in the first that is needed."""
        needs = [each for each in self.years if each.year is not None and each.year >= first_year]
        first = min((each.year for each in needs if each.year is not None), default=first_year)
        found = []
        for each in needs:
            if each.year is None:
                continue
            own = each.own if each.own is not None else each.planned[PlanKind.OWN]
            expenditure = each.cost - each.in_kind
            found.append(
                BudgetNeed(each.year, expenditure, expenditure - own, own, first if each.year > first else None)
            )
        return found

    def changes(self) -> list[SourceChange]:
        """Who gains and who loses against the plan, the city last; none while everything is as planned."""
        if not self.is_changed:
            return []
        found: dict[tuple[PlanKind, str], SourceChange] = {}
        for line in self.lines:
            if line.kind not in OUTSIDE:
                continue
            before = found.get((line.kind, line.name))
            came = (
                self.grants[line.name]
                if line.kind in GRANTS
                else (before.expected or NOTHING if before else NOTHING) + line.came
            )
            found[line.kind, line.name] = SourceChange(
                line.name, line.kind, line.planned + (before.planned if before else NOTHING), came
            )
        return [each for each in found.values() if each.more != 0] + [
            SourceChange("", PlanKind.OWN, self.planned_own, self.own)
        ]

    def use(self, came: Mapping[int, Decimal], back: Mapping[int, Decimal]) -> list[YearOfAward]:
        """What each year's part of the application's grant is, and what of it was used.

        Args:
            came: what was paid out, by year.
            back: what was repaid without interest, by year.
        """
        shares = []
        for year in self.years:
            its = [line for line in self.lines if line.kind is PlanKind.GRANT and line.year == year.year]
            if year.year is None or not its:
                continue
            awarded = year.planned[PlanKind.GRANT]
            if year.expected is not None:
                awarded = min(awarded, year.expected[PlanKind.GRANT])
            told = [line.actual for line in its if line.actual is not None]
            used = _sum(told) if len(told) == len(its) else None
            shares.append(YearShare(year.year, awarded, used, self._is_over(year)))
        return used_by_year(shares, came, back)

    def _is_over(self, year: YearMoney) -> bool:
        """Is known what all its costs came to, and so what its grant is?"""
        costs = [line for line in self.lines if line.kind is PlanKind.COST and line.year == year.year]
        return year.expected is not None and all(line.actual is not None for line in costs)

    def _grants_by_year(
        self, years: Sequence[Year], rows: Mapping[Year, Sequence[PlanLine]]
    ) -> dict[Year, dict[PlanKind, Decimal]] | None:
        """What the grants pay in each year, by kind; None where one of them is open."""
        found: dict[Year, dict[PlanKind, Decimal]] = {year: {} for year in years}
        for name, whole in self.grants.items():
            if whole is None:
                return None
            its = [line for line in self.lines if line.kind in GRANTS and line.name == name]
            its.sort(key=lambda line: (line.year is None, line.year or 0))  # whatever order they were entered in
            shares = self._spread(name, whole, its, rows)
            for line, share in zip(its, shares, strict=True):
                of_year = found[line.year]
                of_year[line.kind] = of_year.get(line.kind, NOTHING) + share
        return found

    def _within_its_years(self, name: str, whole: Decimal | None) -> Decimal | None:
        """A grant with a cap for each of its years pays no more than each year alone would give: only a change notice
        moves what one year leaves to another."""
        its = [line for line in self.lines if line.kind in GRANTS and line.name == name]
        if whole is None or len(its) < 2 or any(line.cap is None for line in its):
            return whole
        alone = [_alone(name, [row for row in self.lines if row.year == line.year]) for line in its]
        known = [each for each in alone if each is not None]
        return whole if len(known) < len(its) else min(whole, _sum(known))

    def _spread(
        self, name: str, whole: Decimal, its: Sequence[PlanLine], rows: Mapping[Year, Sequence[PlanLine]]
    ) -> list[Decimal]:
        planned = [line.planned for line in its]
        if len(its) == 1:
            return [whole]
        if _sum(planned) == whole:
            return planned
        alone = [_alone(name, rows[line.year]) for line in its]
        weights = [each for each in alone if each is not None]
        if len(weights) < len(its) or not any(weights):
            weights = planned if any(planned) else [Decimal(1) for _line in its]
        return split(whole, weights)


def over_years(lines: Iterable[PlanLine], paid: Decimal = NOTHING, regime: RegimeValues | None = None) -> PlanOverYears:
    """Work a plan's lines out."""
    return PlanOverYears(tuple(worked_out(lines)), paid, regime or UNKNOWN)


def _alone(name: str, rows: Sequence[PlanLine]) -> Decimal | None:
    """What a grant would pay if there were this year alone."""
    settled = settle(as_plan(rows))
    return next((each.amount for each in settled.sources if each.source.name == name), None)


def _year(year: Year, lines: Sequence[PlanLine], granted: Mapping[PlanKind, Decimal] | None) -> YearMoney:
    planned: dict[PlanKind, Decimal] = {}
    came: dict[PlanKind, Decimal] = {}
    for line in lines:
        planned[line.kind] = planned.get(line.kind, NOTHING) + line.planned
        came[line.kind] = came.get(line.kind, NOTHING) + line.came
    planned_cost, cost = planned.pop(PlanKind.COST, NOTHING), came.pop(PlanKind.COST, NOTHING)
    if PlanKind.OWN not in planned:
        planned[PlanKind.OWN] = planned_cost - _sum(planned.values())
    expected = None
    if granted is not None:
        expected = {kind: amount for kind, amount in came.items() if kind is not PlanKind.OWN} | dict(granted)
        expected[PlanKind.OWN] = cost - _sum(expected.values())
    return YearMoney(year, planned_cost, cost, planned, expected)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
