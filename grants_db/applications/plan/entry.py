"""Lines of an application's financing plan are entered, put right, moved to another year; each with its history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import current_award, measures_of
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.doubts import ask_back
from grants_db.applications.history import known_id, no_such, remember
from grants_db.errors import UsageError
from grants_db.financing_plan.checks import (
    PlanFrame,
    check_line,
    check_lines,
    cost_finding,
    grant_doubts,
    whole_doubts,
)
from grants_db.financing_plan.plan_lines import PlanLine, worked_out
from grants_db.messages import Message, Quote
from grants_db.models.application import Application, PlanItem
from grants_db.vocabulary import PlanKind

NOTHING = Decimal(0)


@recorded
def enter_line(
    session: Session, application: Application, line: PlanLine, *, now: datetime, by: str = "", insist: bool = False
) -> PlanItem:
    """Enter a line, or put right the one with its kind, name and year; nothing new changes nothing.

    Raises:
        UsageError: a plan can't have such a line.
        DoubtError: it contradicts the award, the request or the measure, and nobody insists.
    """
    hold(session, application)
    line = line._replace(name=" ".join(line.name.split()), of=" ".join(line.of.split()))
    row = _row(session, application, line)
    others = [line_of(each) for each in plan_items(session, application) if each is not row]
    _check(session, application, [*others, line], [line], insist=insist, whole=False)
    line = _with_flat_rate(line, others)
    if row is not None and line_of(row) == line:
        return row
    before, row = row.amount if row else None, row or _empty(application, line)
    _fill(row, line)
    session.add(row)
    remember(session, application, "plan", _told(line, row, before), now, by)
    return row


@recorded
def edit_line(
    session: Session,
    application: Application,
    item_id: int,
    line: PlanLine,
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> None:
    """Put a stored line right in all it says; errors as for `enter_line`, InputError for no such line."""
    hold(session, application)
    row = _known(session, application, item_id)
    line = line._replace(name=" ".join(line.name.split()), of=" ".join(line.of.split()))
    if line == line_of(row):
        return
    others = [line_of(each) for each in plan_items(session, application) if each is not row]
    if any((line.kind, line.name, line.year) == (each.kind, each.name, each.year) for each in others):
        raise UsageError(
            "{name} steht für {year} schon im Finanzierungsplan.", name=Quote(line.name), year=str(line.year)
        )
    _check(session, application, [*others, line], [line], insist=insist, whole=False)
    before = row.amount
    _fill(row, _with_flat_rate(line, others))
    session.add(row)
    remember(session, application, "plan", _told(line, row, before), now, by)


@recorded
def remove_line(session: Session, application: Application, item_id: int, *, now: datetime, by: str = "") -> None:
    """Take a line out; UsageError where a flat rate is a share of it, InputError for no such line."""
    hold(session, application)
    row = _known(session, application, item_id)
    check_lines([line_of(each) for each in plan_items(session, application) if each is not row])
    said = Message.of("Finanzierungsplan: {name} {year} entfernt.", name=Quote(row.name), year=str(row.year))
    session.delete(row)
    remember(session, application, "plan", said, now, by)


@recorded
def replace_plan(
    session: Session,
    application: Application,
    lines: Sequence[PlanLine],
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> bool:
    """Put a whole plan in the place of what is there; gives whether that changed anything.

    Raises:
        UsageError: a plan can't have such lines.
        DoubtError: it does not add up, or contradicts what else is known, and nobody insists.
    """
    hold(session, application)
    known = {(row.kind, row.name, row.year): row for row in plan_items(session, application)}
    wanted = {(line.kind, line.name, line.year): line for line in lines}
    if len(wanted) < len(lines):
        twice = next(line for at, line in enumerate(lines) if wanted[line.kind, line.name, line.year] is not lines[at])
        raise UsageError("{name} {year} steht zweimal da.", name=Quote(twice.name), year=str(twice.year))
    _check(session, application, lines, lines, insist=insist, whole=True)
    if {key: line_of(row) for key, row in known.items()} == {
        (line.kind, line.name, line.year): line for line in _all_worked_out(lines)
    }:
        return False
    _store(session, application, wanted.values())
    cost = sum((line.planned for line in worked_out(lines) if line.kind is PlanKind.COST), NOTHING)
    said = Message.of("Finanzierungsplan über {cost} € eingetragen, {count} Zeilen.", cost=cost, count=len(lines))
    remember(session, application, "plan", said, now, by)
    return True


@recorded
def move_year(
    session: Session,
    application: Application,
    year: int,
    to: int,
    amount: Decimal | None = None,
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> None:
    """Move money of a year to another one, as a change notice allows: all the plan's lines, or a sum of the grant.

    Raises:
        UsageError: nothing to move, more than there is, or a year outside of the award's period.
        DoubtError: it contradicts what else is known, and nobody insists.
    """
    hold(session, application)
    lines = [line_of(row) for row in plan_items(session, application)]
    moving = [line for line in lines if line.year == year and (amount is None or line.kind is PlanKind.GRANT)]
    there = sum((line.planned for line in moving), NOTHING)
    if not moving or year == to:
        raise UsageError("Im Finanzierungsplan steht {year} nichts, was zu verschieben wäre.", year=str(year))
    if amount is not None and not 0 < amount <= there:
        raise UsageError(
            "Von {year} lassen sich nur Summen bis {there} € verschieben, nicht {amount} €.",
            year=str(year),
            there=there,
            amount=amount,
        )
    kept = _moved(lines, moving, to, amount)
    _check(session, application, kept, [line for line in kept if line.year == to], insist=insist, whole=False)
    _store(session, application, kept)
    values = {"year": str(year), "to": str(to), "amount": amount}
    said = Message.of("Finanzierungsplan: alles von {year} nach {to} verschoben.", **values)
    if amount is not None:
        said = Message.of("Finanzierungsplan: {amount} € von {year} nach {to} verschoben.", **values)
    remember(session, application, "plan", said, now, by)


def plan_items(session: Session, application: Application) -> Sequence[PlanItem]:
    """The lines of the stored plan in the order they were entered."""
    statement = select(PlanItem).where(PlanItem.application_id == application.id).order_by(col(PlanItem.id))
    return session.exec(statement).all()


def line_of(row: PlanItem) -> PlanLine:
    """A stored line as it is worked with."""
    return PlanLine(
        row.kind,
        row.name,
        row.year,
        row.amount,
        row.actual,
        row.financing_type,
        row.rate,
        row.cap,
        row.flat_rate_of,
    )


def frame_of(session: Session, application: Application) -> PlanFrame:
    """What else is known of an application that its plan has to fit."""
    award, measures = current_award(session, application), measures_of(session, application)
    starts = [one.starts_on for one in measures if one.starts_on is not None]
    costs = [one.cost for one in measures if one.cost is not None]
    ends = [one.ends_on for one in measures if one.ends_on is not None]
    return PlanFrame(
        awarded=award.amount if award else None,
        requested=application.requested,
        period=(award.period_start, award.period_end) if award else None,
        expected=(min(starts), max(ends)) if starts and len(starts) == len(ends) == len(measures) else None,
        cost=sum(costs, NOTHING) if len(costs) == len(measures) else None,
    )


def plan_findings(session: Session, application: Application) -> list[Message]:
    """What is doubtful in the stored plan; none where there is no plan."""
    lines = [line_of(row) for row in plan_items(session, application)]
    frame = frame_of(session, application)
    if not lines:
        return []
    return [*grant_doubts(lines, frame), *whole_doubts(lines, frame), *cost_finding(lines, frame)]


def _check(
    session: Session,
    application: Application,
    lines: Sequence[PlanLine],
    new: Sequence[PlanLine],
    *,
    insist: bool,
    whole: bool,
) -> None:
    frame = frame_of(session, application)
    for line in new:
        check_line(line, frame)
    check_lines(lines)
    before = [line_of(each) for each in plan_items(session, application)]
    ask_back([*grant_doubts(lines, frame, before), *(whole_doubts(lines, frame) if whole else ())], insist=insist)


def _store(session: Session, application: Application, lines: Iterable[PlanLine]) -> None:
    """Bring the stored lines to these."""
    known = {(row.kind, row.name, row.year): row for row in plan_items(session, application)}
    wanted = _all_worked_out(lines)
    for key in known.keys() - {(line.kind, line.name, line.year) for line in wanted}:
        session.delete(known[key])
    session.flush()
    for line in wanted:
        row = known.get((line.kind, line.name, line.year or 0))
        row = row or _empty(application, line)
        _fill(row, line)
        session.add(row)


def _moved(lines: Sequence[PlanLine], moving: Sequence[PlanLine], to: int, amount: Decimal | None) -> list[PlanLine]:
    """The lines with what moves added to those of the other year; a grant's cap goes with it."""
    found = {(line.kind, line.name, line.year): line for line in lines}
    left = amount
    for line in moving:
        part = line.planned if left is None else min(left, line.planned)
        left = None if left is None else left - part
        if amount is None:
            del found[line.kind, line.name, line.year]
        else:
            cap = None if line.cap is None else line.cap - part
            found[line.kind, line.name, line.year] = line._replace(planned=line.planned - part, cap=cap)
        there = found.get((line.kind, line.name, to))
        base = there or line._replace(year=to, planned=NOTHING, actual=None, cap=None)
        cap = None if line.cap is None else (base.cap or NOTHING) + (part if amount is not None else line.cap)
        actual = base.actual
        if amount is None and line.actual is not None:
            actual = (base.came if there else NOTHING) + line.actual
        found[line.kind, line.name, to] = base._replace(planned=base.planned + part, cap=cap, actual=actual)
    return list(found.values())


def _with_flat_rate(line: PlanLine, others: Sequence[PlanLine]) -> PlanLine:
    found = _all_worked_out([*others, line])
    return next(each for each in found if (each.name, each.year) == (line.name, line.year))


def _all_worked_out(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """As they are stored: what a flat rate came to follows from its cost and is never kept."""
    return [line._replace(actual=None) if line.of else line for line in worked_out(lines)]


def _empty(application: Application, line: PlanLine) -> PlanItem:
    return PlanItem(
        application_id=known_id(application.id), kind=line.kind, name=line.name, year=line.year or 0, amount=NOTHING
    )


def _row(session: Session, application: Application, line: PlanLine) -> PlanItem | None:
    rows = plan_items(session, application)
    key = (line.kind, line.name, line.year)
    return next((row for row in rows if (row.kind, row.name, row.year) == key), None)


def _known(session: Session, application: Application, item_id: int) -> PlanItem:
    row = session.get(PlanItem, item_id)
    if row is None or row.application_id != application.id:
        raise no_such(Message.of("Zeile des Finanzierungsplans"), item_id, application)
    return row


def _fill(row: PlanItem, line: PlanLine) -> None:
    row.kind, row.name, row.year = line.kind, line.name, line.year or 0
    row.amount, row.actual = line.planned, line.actual
    row.financing_type, row.rate, row.cap, row.flat_rate_of = line.type, line.rate, line.cap, line.of


def _told(line: PlanLine, row: PlanItem, before: Decimal | None) -> Message:
    values = {
        "plan_kind": line.kind,
        "name": Quote(line.name),
        "year": str(line.year),
        "amount": row.amount,
        "before": before,
        "actual": line.actual,
    }
    if line.actual is not None:
        return Message.of("Finanzierungsplan: {plan_kind} {name} {year}: {amount} €, Ist {actual} €.", **values)
    if before is None:
        return Message.of("Finanzierungsplan: {plan_kind} {name} {year}: {amount} €.", **values)
    return Message.of("Finanzierungsplan: {plan_kind} {name} {year}: {amount} €, vorher {before} €.", **values)
