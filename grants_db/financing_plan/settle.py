"""What each source of a plan pays in the end (Nachkalkulation). Pure.

A share is its rate of the costs less money that came beyond the plan: it shrinks with the other funders and the city's
own money alike. A gap is filled up to what the city and others leave; a grant in full pays what is left of the costs:
both give way in full. A fixed sum stays until the costs fall below it. None pays more than was approved. The city's
own share is always the remainder, so the sum is always the cost. Where no rule is known the grant stays open and
a question to the authority says so. (ANBest-P Nr. 2; the worked examples are rows of the tests.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from grants_db.financing_plan.plan import FinancingPlan, PlanSource, SourceKind
from grants_db.messages import Message, Quote
from grants_db.rules.financing import CENT, split
from grants_db.vocabulary import FinancingType

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Settled:
    """What a source pays in the end; None where the authority has to be asked."""

    source: PlanSource
    amount: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """More (or, negative, less) than planned."""
        if self.amount is None or self.source.planned is None:
            return None
        return self.amount - self.source.planned

    @property
    def refund(self) -> Decimal | None:
        """What was paid out of a grant beyond it, and goes back."""
        if self.source.kind is not SourceKind.GRANT:
            return NOTHING
        return None if self.amount is None else max((self.source.paid or NOTHING) - self.amount, NOTHING)


@dataclass(frozen=True)
class Settlement:
    """The end of a plan.

    Attributes:
        sources: each source in the plan's order; the city's own lines share `own` by what they planned.
        own: what the city pays itself; None where that hangs on a question.
        uncovered: how much of it the city didn't plan for; None as for `own`.
        questions: what to ask the authority; each leaves the grants it names open.
        steps: how it was worked out.
    """

    sources: tuple[Settled, ...]
    own: Decimal | None
    uncovered: Decimal | None
    questions: tuple[Message, ...]
    steps: tuple[Message, ...]


@dataclass
class _Working:
    """The plan while it is worked out: what is certain of each grant, by its name."""

    plan: FinancingPlan
    grants: dict[str, Decimal] = field(default_factory=dict)
    questions: list[Message] = field(default_factory=list)
    steps: list[Message] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    own_is_open: bool = False

    def of_type(self, *types: FinancingType) -> list[PlanSource]:
        """The grants that pay in one of these ways, by name: the plan's order changes nothing."""
        found = (each for each in self.plan.sources if each.kind is SourceKind.GRANT and each.type in types)
        return sorted(found, key=lambda each: each.name)

    def pay(self, grant: PlanSource, amount: Decimal, step: Message) -> None:
        self.grants[grant.name] = amount
        self.steps.append(step)

    def ask(self, question: Message, grants: Iterable[PlanSource], *, own_is_known: bool = False) -> None:
        """A question leaves these grants open, and the city's own money with them, unless that is nothing anyhow."""
        self.questions.append(question)
        names = {grant.name for grant in grants}
        self.open |= names
        self.own_is_open = self.own_is_open or (bool(names) and not own_is_known)


def settle(plan: FinancingPlan) -> Settlement:
    """Work out what each source pays; the sources and the city's own money add up to the cost where nothing is open."""
    work = _Working(plan)
    work.steps += _contradiction(plan)
    others = _others(plan)
    extra = _beyond_the_plan(plan)
    kept = _within_threshold(plan, extra)
    if kept:
        work.steps.append(
            Message.of(
                "Änderung bis zur Bagatellgrenze von {threshold} €: die Zuwendungen bleiben, soweit es Kosten gibt.",
                threshold=plan.threshold,
            )
        )
    _fixed(work)
    _shares(work, plan.cost - extra, kept=kept)
    _gaps(work, others, kept=kept)
    _overfinanced(work, others)
    _lines_over_tolerance(work)
    return _result(work, others)


def limit_of(grant: PlanSource) -> Decimal | None:
    """The most a grant pays: what was approved, or its cap; None where neither is said."""
    known = [sum_ for sum_ in (grant.planned, grant.cap) if sum_ is not None]
    return min(known) if known else None


def share_of(rate: Decimal, cost: Decimal) -> Decimal:
    """A rate in percent of a cost, half up to the cent."""
    return (rate * cost / 100).quantize(CENT, ROUND_HALF_UP)


def _contradiction(plan: FinancingPlan) -> list[Message]:
    """The plan's sources add up to something else than its costs; of a source without a sum nobody can tell."""
    sums = [each.planned for each in plan.sources if each.planned is not None]
    whole = sum(sums, NOTHING)
    has_own = any(each.kind is SourceKind.OWN for each in plan.sources)
    if len(sums) < len(plan.sources) or not (whole > plan.planned_cost or (has_own and whole != plan.planned_cost)):
        return []
    said = Message.of(
        "Der Plan geht nicht auf: geplant sind Kosten von {cost} €, die Quellen ergeben {sources} €; bitte prüfen.",
        cost=plan.planned_cost,
        sources=whole,
    )
    return [said]


def _others(plan: FinancingPlan) -> Decimal:
    """What came from neither grants nor the city."""
    return sum((each.came for each in plan.sources if each.kind not in (SourceKind.GRANT, SourceKind.OWN)), NOTHING)


def _beyond_the_plan(plan: FinancingPlan) -> Decimal:
    """Money of others that nobody had planned; what one of them pays less, another's more makes good."""
    others = [each for each in plan.sources if each.kind not in (SourceKind.GRANT, SourceKind.OWN)]
    return max(sum((each.came - (each.planned or NOTHING) for each in others), NOTHING), NOTHING)


def _within_threshold(plan: FinancingPlan, extra: Decimal) -> bool:
    change = max(plan.planned_cost - plan.cost, NOTHING) + extra
    return plan.threshold is not None and NOTHING < change <= plan.threshold


def _own_planned(plan: FinancingPlan) -> Decimal:
    """The city's own money by the plan; where no line says it, what the others leave of the planned cost."""
    own = [each for each in plan.sources if each.kind is SourceKind.OWN]
    if own:
        return sum((each.planned or NOTHING for each in own), NOTHING)
    promised = sum((_promised(each, plan.planned_cost) for each in plan.sources), NOTHING)
    return max(plan.planned_cost - promised, NOTHING)


def _promised(source: PlanSource, planned_cost: Decimal) -> Decimal:
    """What a source was to pay by the plan; of a share that names no sum, its rate of the planned cost."""
    if source.planned is not None:
        return source.planned
    share = share_of(source.rate, planned_cost) if source.rate is not None else None
    known = [sum_ for sum_ in (share, source.cap) if sum_ is not None]
    return min(known) if known else NOTHING


def _fixed(work: _Working) -> None:
    for grant in work.of_type(FinancingType.FIXED):
        most = limit_of(grant)
        if most is None:
            work.ask(Message.of("{name}: Wie hoch ist der bewilligte Festbetrag?", name=Quote(grant.name)), [grant])
            continue
        amount = min(most, work.plan.cost)
        step = (
            Message.of("{name}: Festbetrag {amount} €, unverändert.", name=Quote(grant.name), amount=amount)
            if amount == most
            else Message.of(
                "{name}: Festbetrag, aber höchstens die Kosten von {amount} €.", name=Quote(grant.name), amount=amount
            )
        )
        work.pay(grant, amount, step)


def _shares(work: _Working, basis: Decimal, *, kept: bool) -> None:
    basis = max(basis, NOTHING)
    shares = [grant for grant in work.of_type(FinancingType.SHARE) if grant.rate is not None]
    for grant in work.of_type(FinancingType.SHARE):
        if grant.rate is None:
            work.ask(Message.of("{name}: Welcher Fördersatz gilt?", name=Quote(grant.name)), [grant])
    exact = {grant.name: (grant.rate or NOTHING) * basis / 100 for grant in shares}
    rounded = _to_the_cent(exact, basis)
    for grant in shares:
        most = limit_of(grant)
        if most is None:
            most = share_of(grant.rate or NOTHING, work.plan.planned_cost)
        amount = most if kept else rounded[grant.name]
        values = {"name": Quote(grant.name), "rate": grant.rate, "basis": basis, "amount": amount}
        step = Message.of("{name}: {rate} % von {basis} € sind {amount} €.", **values)
        if amount > most:
            amount = most
            step = Message.of("{name}: {rate} % von {basis} €, höchstens {amount} €.", **values | {"amount": most})
        elif kept:
            step = Message.of("{name}: bleibt bei {amount} €.", **values)
        work.pay(grant, amount, step)


def _to_the_cent(exact: dict[str, Decimal], basis: Decimal) -> dict[str, Decimal]:
    """Half up; where all together would pay more than there is to pay, those rounded up most give their cent back."""
    rounded = {name: amount.quantize(CENT, ROUND_HALF_UP) for name, amount in exact.items()}
    if sum(exact.values(), NOTHING) > basis:  # rates beyond the whole: no matter of rounding
        return rounded
    over = int((sum(rounded.values(), NOTHING) - basis) / CENT)
    up = sorted((rounded[name] - amount, name) for name, amount in exact.items() if rounded[name] > amount)
    for _gained, name in up[::-1][: max(over, 0)]:
        rounded[name] = exact[name].quantize(CENT, ROUND_FLOOR)
    return rounded


def _gaps(work: _Working, others: Decimal, *, kept: bool) -> None:
    """What is left for grants that give way in full: gaps after the city's own money, then those that pay in full."""
    filling = work.of_type(FinancingType.GAP, FinancingType.FULL)
    for grant in filling:
        if limit_of(grant) is None:
            work.ask(Message.of("{name}: Bis zu welcher Summe ist bewilligt?", name=Quote(grant.name)), [grant])
    filling = [grant for grant in filling if limit_of(grant) is not None]
    before = sum(work.grants.values(), NOTHING)
    has_own = any(each.kind is SourceKind.OWN for each in work.plan.sources)
    own = _own_planned(work.plan) if has_own or any(each.type is FinancingType.GAP for each in filling) else NOTHING
    left = max(work.plan.cost - others - before - own, NOTHING)
    wanted = {grant.name: limit_of(grant) or NOTHING for grant in filling}
    whole = sum(wanted.values(), NOTHING)
    if len(filling) > 1 and left < whole and not kept:
        names = ", ".join(grant.name for grant in filling)
        work.ask(
            Message.of(
                "Es werden {less} € weniger gebraucht: Um wie viel geht jede der Zuwendungen {names} zurück?",
                less=whole - left,
                names=Quote(names),
            ),
            filling,
        )
        return
    for grant in filling:
        most = wanted[grant.name]
        room = max(work.plan.cost - others - before, NOTHING) if kept else left
        amount = min(most, room) if len(filling) == 1 else most
        step = Message.of(
            "{name}: {left} € bleiben zu decken, höchstens {most} €: {amount} €.",
            name=Quote(grant.name),
            left=room,
            most=most,
            amount=amount,
        )
        work.pay(grant, amount, step)


def _overfinanced(work: _Working, others: Decimal) -> None:
    """More money than costs once every grant has its own: whose it is, no rule seen says."""
    over = others + sum(work.grants.values(), NOTHING) - work.plan.cost
    grants = [each for each in work.plan.sources if each.kind is SourceKind.GRANT and work.grants.get(each.name)]
    if over > 0 and grants:
        said = Message.of(
            "Die Einnahmen übersteigen die Kosten um {over} €: Welche Zuwendung geht in welcher Höhe zurück?", over=over
        )
        work.ask(said, grants, own_is_known=True)
    elif over > 0:
        work.ask(Message.of("Andere Mittel übersteigen die Kosten um {over} €: Wem steht das zu?", over=over), [])


def _lines_over_tolerance(work: _Working) -> None:
    """A line that ran over by more than the regime allows is paid only where that was agreed to before."""
    tolerance = work.plan.line_tolerance
    if tolerance is None:
        return
    moving = work.of_type(FinancingType.SHARE, FinancingType.GAP, FinancingType.FULL)
    for line in work.plan.lines:
        if not line.flat_rate_of and line.planned and line.actual > line.planned * (100 + tolerance) / 100:
            work.ask(
                Message.of(
                    "{line} liegt mit {actual} € um mehr als {tolerance} % über den geplanten {planned} €: Lag die"
                    " Zustimmung der Bewilligungsbehörde vor?",
                    line=Quote(line.name),
                    actual=line.actual,
                    planned=line.planned,
                    tolerance=tolerance,
                ),
                moving,
            )


def _result(work: _Working, others: Decimal) -> Settlement:
    plan = work.plan
    certain = {name: amount for name, amount in work.grants.items() if name not in work.open}
    assumed = sum(work.grants.values(), NOTHING)
    own = None if work.own_is_open else max(plan.cost - others - assumed, NOTHING)
    if own is not None:
        work.steps.append(Message.of("Eigenmittel der Stadt: der Rest von {own} €.", own=own))
    return Settlement(
        sources=tuple(_settled(plan.sources, certain, own)),
        own=own,
        uncovered=None if own is None else max(own - _own_planned(plan), NOTHING),
        questions=tuple(work.questions),
        steps=tuple(work.steps),
    )


def _settled(sources: Sequence[PlanSource], grants: dict[str, Decimal], own: Decimal | None) -> list[Settled]:
    lines = [each for each in sources if each.kind is SourceKind.OWN]
    planned = [each.planned or NOTHING for each in lines]
    weights = planned if any(planned) else [Decimal(1) for _line in lines]
    shares = split(own, weights) if lines and own is not None else [None for _line in lines]
    own_of = {line.name: share for line, share in zip(lines, shares, strict=True)}
    found = []
    for each in sources:
        if each.kind is SourceKind.GRANT:
            found.append(Settled(each, grants.get(each.name)))
        elif each.kind is SourceKind.OWN:
            found.append(Settled(each, own_of[each.name]))
        else:
            found.append(Settled(each, each.came))
    return found
