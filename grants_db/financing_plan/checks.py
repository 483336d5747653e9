"""What a plan can't say, and what in it is doubtful: told where it is entered, and shown with the plan. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants_db.errors import UsageError
from grants_db.financing_plan.plan_lines import GRANTS, PlanLine, plain, worked_out
from grants_db.financing_plan.settle import share_of
from grants_db.messages import Message, Quote
from grants_db.vocabulary import FinancingType, PlanKind

NOTHING = Decimal("0.00")
#: percent of the direct staff costs that stand for all the rest (Article 56 of Regulation (EU) 2021/1060)
REST = Decimal(40)
LONGEST_NAME = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class PlanFrame:
    """What else is known of an application that its plan has to fit.

    Attributes:
        awarded: the award's sum; None: there is none.
        requested: what was asked for.
        period: the award's; no line lies outside of it.
        expected: the period of its measures, where they say one.
        cost: what its measures cost; None where that is unknown.
    """

    awarded: Decimal | None = None
    requested: Decimal | None = None
    period: tuple[date, date] | None = None
    expected: tuple[date, date] | None = None
    cost: Decimal | None = None


def check_line(line: PlanLine, frame: PlanFrame) -> None:
    """Can a plan have such a line?

    Raises:
        UsageError: no name, a sum below 0, a rate that is no percentage, a cap below the sum, a year outside of the
            award's period, what belongs to another kind of line.
    """
    what = {"name": Quote(line.name)}
    if not line.name.strip() or len(line.name) > LONGEST_NAME:
        raise UsageError("Wie heißt die Zeile des Finanzierungsplans? Höchstens {most} Zeichen.", most=LONGEST_NAME)
    for amount in (line.planned, line.actual, line.cap):
        if amount is not None and amount < 0:
            raise UsageError("{name}: {amount} € ist keine Summe ab 0; bitte prüfen.", **what, amount=amount)
    if line.rate is not None and not 0 <= line.rate <= 100:
        raise UsageError("{name}: {rate} ist kein Satz zwischen 0 und 100 Prozent.", **what, rate=plain(line.rate))
    if line.cap is not None and line.cap < line.planned:
        raise UsageError(
            "{name}: Der Höchstbetrag von {cap} € liegt unter den geplanten {amount} €; bitte einen davon berichtigen.",
            **what,
            cap=line.cap,
            amount=line.planned,
        )
    _check_kind(line)
    _check_year(line, frame)


def check_lines(lines: Sequence[PlanLine]) -> None:
    """Do these lines go together?

    Raises:
        UsageError: one name for two kinds, a grant that pays otherwise in another year, a flat rate of what is no cost.
    """
    costs = {(line.name, line.year) for line in lines if line.kind is PlanKind.COST and not line.of}
    known: dict[str, PlanLine] = {}
    for line in lines:
        first = known.setdefault(line.name, line)
        if first.kind is not line.kind or bool(first.of) is not bool(line.of):
            raise UsageError(
                "Im Finanzierungsplan heißt schon eine andere Zeile {name}; bitte einen eigenen Namen nehmen.",
                name=Quote(line.name),
            )
        if line.kind in GRANTS and (first.type, first.rate) != (line.type, line.rate):
            raise UsageError(
                "{name} zahlt {year} anders als {other}; Finanzierungsart und Satz sind in allen Jahren dieselben.",
                name=Quote(line.name),
                year=str(line.year),
                other=str(first.year),
            )
        if line.of and (line.of, line.year) not in costs:
            raise UsageError(
                "Die Pauschale {name} bezieht sich auf {of}; {year} gibt es keine Ausgabe dieses Namens mit eigenen"
                " Kosten.",
                name=Quote(line.name),
                of=Quote(line.of),
                year=str(line.year),
            )


def grant_doubts(lines: Sequence[PlanLine], frame: PlanFrame, before: Sequence[PlanLine] = ()) -> Iterator[Message]:
    """What contradicts the award, the request or the measures; true of unfinished plans too.

    Whoever lowers a grant that stood too high before is not asked about what is left.
    """
    grant = _sum(lines, PlanKind.GRANT)
    if grant < _sum(before, PlanKind.GRANT):
        grant = NOTHING
    if frame.awarded is not None and grant > frame.awarded:
        yield Message.of(
            "Als diese Zuwendung stehen dann {planned} € im Plan, bewilligt sind {awarded} €.",
            planned=grant,
            awarded=frame.awarded,
        )
    elif frame.awarded is None and frame.requested is not None and grant > frame.requested:
        yield Message.of(
            "Als diese Zuwendung stehen dann {planned} € im Plan, beantragt sind {requested} €.",
            planned=grant,
            requested=frame.requested,
        )
    if frame.period is None and frame.expected is not None:
        first, last = (day.year for day in frame.expected)
        outside = sorted({line.year for line in lines if line.year is not None and not first <= line.year <= last})
        if outside:
            yield Message.of(
                "{years} liegt außerhalb des Zeitraums der Maßnahme, {first} bis {last}.",
                years=tuple(str(year) for year in outside),
                first=str(first),
                last=str(last),
            )


def whole_doubts(lines: Sequence[PlanLine], frame: PlanFrame) -> Iterator[Message]:
    """What does not add up once all lines are there."""
    lines = worked_out(lines)
    cost = _sum(lines, PlanKind.COST)
    sources = sum((line.planned for line in lines if line.kind is not PlanKind.COST), NOTHING)
    has_own = any(line.kind is PlanKind.OWN for line in lines)
    if sources > cost or (has_own and sources != cost):
        yield Message.of(
            "Die Ausgaben ergeben {cost} €, die Einnahmen und Eigenmittel {sources} €; sie sollten gleich sein.",
            cost=cost,
            sources=sources,
        )
    yield from _beside_the_rest(lines)
    for name in dict.fromkeys(line.name for line in lines if line.kind in GRANTS):
        its = [line for line in lines if line.kind in GRANTS and line.name == name]
        rate, planned = its[0].rate, sum((line.planned for line in its), NOTHING)
        if its[0].type is FinancingType.SHARE and rate is not None and planned > (most := share_of(rate, cost)):
            yield Message.of(
                "{name}: geplant sind {planned} €, {rate} % der Ausgaben sind nur {most} €.",
                name=Quote(name),
                planned=planned,
                rate=plain(rate),
                most=most,
            )
    grant = _sum(lines, PlanKind.GRANT)
    if frame.awarded is not None and grant < frame.awarded:
        yield Message.of(
            "Von den bewilligten {awarded} € stehen {planned} € im Plan.", awarded=frame.awarded, planned=grant
        )


def _beside_the_rest(lines: Sequence[PlanLine]) -> Iterator[Message]:
    """A flat rate of 40 % of the staff covers all other costs of a project (Restkosten); nothing stands beside it."""
    rests = [line for line in lines if line.of and line.rate == REST]
    covered = {line.name for line in rests} | {line.of for line in rests}
    beside = dict.fromkeys(line.name for line in lines if line.kind is PlanKind.COST and line.name not in covered)
    if rests and beside:
        yield Message.of(
            "Die Pauschale {name} von 40 % deckt alle übrigen Ausgaben ab; daneben steht noch {other}. Bitte prüfen, ob"
            " das gefördert wird.",
            name=Quote(rests[0].name),
            other=tuple(beside),
        )


def cost_finding(lines: Sequence[PlanLine], frame: PlanFrame) -> Iterator[Message]:
    """Does the plan cost otherwise than its measures? That may be so: not every cost is eligible."""
    cost = _sum(worked_out(lines), PlanKind.COST)
    if frame.cost is not None and cost != frame.cost:
        yield Message.of(
            "Die Ausgaben des Plans sind {cost} €, die Kosten der Maßnahmen {stated} €.", cost=cost, stated=frame.cost
        )


def _check_kind(line: PlanLine) -> None:
    what = {"name": Quote(line.name)}
    if line.kind not in GRANTS and (line.type is not None or line.cap is not None):
        raise UsageError("{name}: Finanzierungsart und Höchstbetrag gehören nur zu einer Zuwendung.", **what)
    if line.of and (line.kind is not PlanKind.COST or line.rate is None):
        raise UsageError("{name}: Eine Pauschale ist eine Ausgabe und nennt ihren Satz in Prozent.", **what)
    if line.rate is not None and not line.of and line.type is not FinancingType.SHARE:
        raise UsageError("{name}: Ein Satz gehört zu einer Anteilfinanzierung oder zu einer Pauschale.", **what)
    if line.of and line.actual is not None:
        raise UsageError("{name}: Eine Pauschale folgt ihrer Ausgabe und hat kein eigenes Ist.", **what)


def _check_year(line: PlanLine, frame: PlanFrame) -> None:
    if line.year is None or not FIRST_YEAR <= line.year <= LAST_YEAR:
        raise UsageError("{name}: Bitte ein Jahr wie 2027 nennen.", name=Quote(line.name))
    if frame.period is not None and not frame.period[0].year <= line.year <= frame.period[1].year:
        raise UsageError(
            "{name}: {year} liegt außerhalb des Bewilligungszeitraums, {start} bis {end}. Wurde er verlängert, bitte"
            " zuerst den geänderten Bescheid eintragen.",
            name=Quote(line.name),
            year=str(line.year),
            start=frame.period[0],
            end=frame.period[1],
        )


def _sum(lines: Sequence[PlanLine], kind: PlanKind) -> Decimal:
    return sum((line.planned for line in lines if line.kind is kind), NOTHING)
