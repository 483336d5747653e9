"""What general conditions say besides dates: looked up for an award, and asked about where nobody knows. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from grants_db.financing_plan.over_the_years import full_months, smallest_total
from grants_db.financing_plan.plan import CostLine, FinancingPlan, SourceKind
from grants_db.financing_plan.plan_lines import RegimeValues, plain
from grants_db.financing_plan.settle import Settlement, settle
from grants_db.messages import Message, Quote
from grants_db.rules.obligation_rules import RegimeFigure, RegimeValue, Rule, Rules, shipped_rules
from grants_db.vocabulary import FinancingType

NOTHING = Decimal(0)


def values_for(regimes: Collection[str], rules: Sequence[Rule] | None = None) -> RegimeValues:
    """What the general conditions of an award say; of several the strictest. None stays what nobody has read.

    Args:
        regimes: as rules name them.
        rules: with those of a city's own file; None: the shipped ones.
    """
    all_values = (rules if isinstance(rules, Rules) else shipped_rules()).values
    known: dict[RegimeFigure, RegimeValue] = {}
    for each in all_values:
        if each.regime in regimes and (each.value not in known or _is_stricter(each, known[each.value])):
            known[each.value] = each

    def amount(figure: RegimeFigure) -> Decimal | None:
        return known[figure].amount if figure in known else None

    return RegimeValues(
        threshold=amount("change_threshold"),
        line_tolerance=plain(amount("line_tolerance")),
        total_tolerance=plain(amount("total_tolerance")),
        waived_up_to=amount("interest_waived_up_to"),
        least_per_year=amount("least_per_project_year"),
        most_months=amount("most_months"),
        latest_year=amount("latest_year"),
        read=tuple(known.values()),
        of_an_award=True,
    )


def _is_stricter(one: RegimeValue, other: RegimeValue) -> bool:
    if one.value == "least_per_project_year":
        return one.amount > other.amount
    return one.amount < other.amount


def unanswered(plan: FinancingPlan, settled: Settlement, regime: RegimeValues) -> tuple[list[Message], set[str]]:
    """What a value nobody knows leaves to be asked, and which grants' sums hang on the answer.

    A line over its plan matters where a grant would pay less without what is over; a threshold where one pays less than
    it was to, and then the sum without any threshold is shown.
    """
    questions = list(_over_the_whole(plan, regime))
    if not regime.of_an_award:
        return questions, set()
    over = [line for line in plan.lines if not line.flat_rate_of and line.actual > line.planned]
    hanging = _hanging(plan, settled) if over and regime.line_tolerance is None else set()
    if hanging:
        questions += [_asked(line) for line in over]
    falls = any(
        each.source.kind is SourceKind.GRANT and each.source.type is not FinancingType.FIXED and (each.change or 0) < 0
        for each in settled.sources
    )
    if falls and regime.threshold is None:
        questions.append(
            Message.of(
                "Gilt eine Bagatellgrenze, bis zu der eine Zuwendung nicht sinkt? Aus den Nebenbestimmungen ist keine"
                " bekannt; gerechnet ist ohne."
            )
        )
    return questions, hanging


def _hanging(plan: FinancingPlan, settled: Settlement) -> set[str]:
    """The grants that would pay otherwise if no line had run over."""
    trimmed = sum((min(line.actual, line.planned) for line in plan.lines), NOTHING)
    strictly = settle(replace(plan, cost=trimmed, lines=()))
    pairs = zip(settled.sources, strictly.sources, strict=True)
    return {
        now.source.name
        for now, then in pairs
        if now.source.kind is SourceKind.GRANT and now.amount is not None and now.amount != then.amount
    }


def _asked(line: CostLine) -> Message:
    return Message.of(
        "{line} liegt mit {actual} € über den geplanten {planned} €: Um wie viel Prozent darf eine Ausgabe ohne"
        " Zustimmung überschritten werden? Aus den Nebenbestimmungen ist es nicht bekannt.",
        line=Quote(line.name),
        actual=line.actual,
        planned=line.planned,
    )


def _over_the_whole(plan: FinancingPlan, regime: RegimeValues) -> Iterator[Message]:
    """All costs may run over by some percent where the city pays that itself; never with a fixed sum alone."""
    tolerance = regime.total_tolerance
    moving = any(
        each.kind is SourceKind.GRANT and each.type not in (None, FinancingType.FIXED) for each in plan.sources
    )
    if tolerance is not None and moving and plan.cost > plan.planned_cost * (100 + tolerance) / 100:
        yield Message.of(
            "Die Ausgaben liegen mit {actual} € um mehr als {tolerance} % über den geplanten {planned} €: Lag die"
            " Zustimmung der Bewilligungsbehörde vor?",
            actual=plan.cost,
            planned=plan.planned_cost,
            tolerance=tolerance,
        )


def beyond_limits(plan: FinancingPlan, regime: RegimeValues) -> list[Message]:
    """What lies outside of what the general conditions allow at all, whatever changes: too small, or too long."""
    return [*_below_the_least(plan, regime), *_too_long(regime)]


def _below_the_least(plan: FinancingPlan, regime: RegimeValues) -> Iterator[Message]:
    """A funder that pays a least sum for each full project year pays nothing below it."""
    if regime.least_per_year is None or regime.months is None:
        return
    least = regime.least_per_year * (regime.months // 12)
    for each in plan.sources:
        is_own_grant = each.kind is SourceKind.GRANT and each.paid is not None
        if not is_own_grant or each.planned is None or each.planned >= least:
            continue
        what = {
            "name": Quote(each.name),
            "planned": each.planned,
            "least": least,
            "months": regime.months,
            "year": regime.least_per_year,
        }
        if each.rate:
            yield Message.of(
                "{name} liegt mit {planned} € unter {least} €, dem Mindestbetrag für {months} Monate ({year} € je"
                " volles Projektjahr): so nicht förderfähig? Bei {rate} % müssten die Ausgaben mindestens"
                " {total} € sein.",
                **what,
                rate=each.rate,
                total=smallest_total(each.rate, regime.least_per_year, regime.months),
            )
        else:
            yield Message.of(
                "{name} liegt mit {planned} € unter {least} €, dem Mindestbetrag für {months} Monate ({year} € je"
                " volles Projektjahr): so nicht förderfähig?",
                **what,
            )


def period_doubts(regime: RegimeValues, start: date, end: date) -> list[Message]:
    """Does a period last longer, or end later, than the general conditions allow?"""
    found = list(_too_long(replace(regime, months=full_months(start, end))))
    if regime.latest_year is not None and end.year > regime.latest_year:
        found.append(
            Message.of(
                "Der Bewilligungszeitraum endet am {end}, nach den Nebenbestimmungen endet er spätestens am {latest}:"
                " Stimmt er so?",
                end=end,
                latest=date(int(regime.latest_year), 12, 31),
            )
        )
    return found


def _too_long(regime: RegimeValues) -> Iterator[Message]:
    if regime.most_months is not None and regime.months is not None and regime.months > regime.most_months:
        yield Message.of(
            "Der Bewilligungszeitraum hat {months} Monate, die Nebenbestimmungen nennen höchstens {most}: Stimmt"
            " er so?",
            months=regime.months,
            most=int(regime.most_months),
        )
