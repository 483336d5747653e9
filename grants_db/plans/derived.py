"""A plan nobody has entered, from what else is known: costs, what was asked for or awarded, what others pay.

Nothing is guessed in silence: what had to be assumed is a note, what nobody knows is missing, and the city's own money
is the remainder.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.messages import Message
from grants_db.plans.basis import ApplicationHead, AwardHead, ItemHead, MeasureCost, PlanBasis
from grants_db.rules.financing import secured_of, split
from grants_db.rules.stages import ENDED, HOLDS_MONEY
from grants_db.vocabulary import FinancingKind, FinancingState, FinancingType, PlanKind

NOTHING = Decimal(0)
#: what money of others is, by where the measure's financing says it comes from
KINDS = {
    FinancingKind.GRANT: PlanKind.OTHER_GRANT,
    FinancingKind.FOUNDATION: PlanKind.OTHER_GRANT,
    FinancingKind.DONATION: PlanKind.DONATION,
}
Costs = dict[int | None, Decimal]


@dataclass
class DerivedPlan:
    """The lines, what was assumed for them, and what is missing."""

    lines: list[PlanLine] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    missing: list[Message] = field(default_factory=list)


def derived_plan(basis: PlanBasis, application: ApplicationHead) -> DerivedPlan:
    """The plan of an application that has none; without lines where a cost is unknown."""
    found = DerivedPlan()
    measures = [basis.measures[key] for key in basis.measures_of.get(application.id, ())]
    award = basis.awards.get(application.id)
    costs: Costs = {}
    for measure in measures:
        for year, amount in _costs(measure, basis, award if len(measures) == 1 else None, found).items():
            costs[year] = costs.get(year, NOTHING) + amount
            found.lines.append(PlanLine(PlanKind.COST, f"{measure.number} {measure.title}", year, amount))
    if not measures or any(measure.cost is None for measure in measures):
        found.lines = []
        return found
    _add(found, costs, _of_itself(application, award, found))
    names = {line.name for line in found.lines}
    for measure in measures:
        for kind, name, amount in _of_others(basis.items.get(measure.id, ()), application.id, found):
            _add(found, costs, PlanLine(kind, _unlike(name, names), None, amount))
    over = sum((line.planned if line.kind is not PlanKind.COST else -line.planned for line in found.lines), NOTHING)
    if over > 0:
        found.missing.append(
            Message.of("Wofür die {amount} € sind, um die die Quellen die Kosten übersteigen.", amount=over)
        )
    if len(costs) > 1 and any(line.kind is not PlanKind.COST for line in found.lines):
        found.notes.append(
            Message.of("Die Quellen sind nach den Kosten der Jahre verteilt; der Bescheid kann es anders sagen.")
        )
    return found


def derived_measure_plan(measure: MeasureCost, basis: PlanBasis) -> DerivedPlan:
    """The plan of a measure with all that pays for it, whoever applied."""
    found = DerivedPlan()
    costs = _costs(measure, basis, None, found)
    found.lines = [PlanLine(PlanKind.COST, measure.title, year, amount) for year, amount in costs.items()]
    if measure.cost is None:
        return found
    names = {measure.title}
    for kind, name, amount in _of_others(basis.items.get(measure.id, ()), None, found):
        _add(found, costs, PlanLine(kind, _unlike(name, names), None, amount))
    return found


def _costs(measure: MeasureCost, basis: PlanBasis, award: AwardHead | None, found: DerivedPlan) -> Costs:
    """What a measure costs by year; under None what nobody says the year of."""
    if measure.cost is None:
        found.missing.append(Message.of("Die Kosten der Maßnahme {number}.", number=measure.number))
        return {}
    by_year: Costs = {}
    by_year.update(basis.year_costs.get(measure.id, {}).items())
    if by_year and sum(by_year.values(), NOTHING) == measure.cost:
        return by_year
    years = _years(measure, award)
    if len(years) == 1:
        return {years[0]: measure.cost}
    found.missing.append(Message.of("Die Kosten der Maßnahme {number} nach Jahren.", number=measure.number))
    return {None: measure.cost}


def _years(measure: MeasureCost, award: AwardHead | None) -> list[int]:
    """The years in which it can cost anything, where somebody says so."""
    if award is not None:
        return list(range(award.period_start.year, award.period_end.year + 1))
    if measure.starts_on is not None and measure.ends_on is not None:
        return list(range(measure.starts_on.year, measure.ends_on.year + 1))
    return []


def _of_itself(application: ApplicationHead, award: AwardHead | None, found: DerivedPlan) -> PlanLine | None:
    """The application's own grant: as awarded, else as asked for."""
    if application.stage in ENDED:
        return None
    if award is not None and application.stage in HOLDS_MONEY:
        if award.financing_type is FinancingType.SHARE:
            found.missing.append(Message.of("Der Fördersatz der Anteilfinanzierung."))
        return PlanLine(PlanKind.GRANT, GRANT, None, award.amount, type=award.financing_type)
    if application.requested is None:
        found.missing.append(Message.of("Die beantragte Summe."))
        return None
    found.notes.append(Message.of("Die Zuwendung ist beantragt, nicht bewilligt."))
    return PlanLine(PlanKind.GRANT, GRANT, None, application.requested)


def _of_others(
    items: Sequence[ItemHead], application_id: int | None, found: DerivedPlan
) -> list[tuple[PlanKind, str, Decimal]]:
    """What others pay for a measure for certain, or have promised as a donation; the city's own is the remainder."""
    sums: list[tuple[PlanKind, str, Decimal]] = []
    open_sums = NOTHING
    for item in items:
        own = item.application_id is not None and item.application_id == application_id
        certain = item.state is FinancingState.SECURED or item.kind is FinancingKind.DONATION
        if own or item.from_file or item.kind is FinancingKind.OWN_BUDGET:
            continue
        if not certain:
            open_sums += item.amount
            continue
        name = item.note or (f"Antrag {item.application_id}" if item.application_id else item.kind.german)
        sums.append((KINDS.get(item.kind, PlanKind.THIRD_PARTY), name, item.amount))
    stated = (secured_of(items) or NOTHING) - (secured_of(i for i in items if not i.from_file) or NOTHING)
    of_city = sum((i.amount for i in items if i.from_file and i.kind is FinancingKind.OWN_BUDGET), NOTHING)
    if (rest := max(stated - of_city, NOTHING)) > 0:
        sums.append((PlanKind.THIRD_PARTY, IN_FILE, rest))
        found.missing.append(
            Message.of("Woher die {amount} € kommen, die laut Maßnahmendatei gesichert sind.", amount=rest)
        )
    if open_sums:
        found.notes.append(
            Message.of("Nicht eingerechnet: {amount} €, über die noch niemand entschieden hat.", amount=open_sums)
        )
    return sums


#: how a derived plan calls the application's own grant, and what the measures file calls secured
GRANT, IN_FILE = "Zuwendung", "laut Maßnahmendatei gesichert"


def _add(found: DerivedPlan, costs: Costs, whole: PlanLine | None) -> None:
    """A source, spread over the years by what they cost."""
    if whole is None or not whole.planned:
        return
    weights = list(costs.values()) if any(costs.values()) else [Decimal(1) for _year in costs]
    for year, share in zip(costs, split(whole.planned, weights), strict=True):
        found.lines.append(PlanLine(whole.kind, whole.name, year, share, type=whole.type))


def _unlike(name: str, names: set[str]) -> str:
    """A name no other line has."""
    number, found = 1, name
    while found in names:
        number += 1
        found = f"{name} ({number})"
    names.add(found)
    return found
