"""A financing plan as JSON: sums as decimal strings, every sum with the lines it is made of. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grants_db.vocabulary import PlanKind
from tui.formatting.messages import sentence

if TYPE_CHECKING:
    from grants_db.dashboard.financing_plan import MeasurePlanFile, PlanFile
    from grants_db.financing_plan.by_year import PlanOverYears, YearMoney
    from grants_db.messages import Message


def plan_record(found: "PlanFile") -> dict[str, Any]:
    """The plan of an application for a script."""
    one = found.found
    award, draws = one.award, found.draws
    return {
        "application": one.application.id,
        "measures": [measure.number for measure in found.measures],
        "stored": one.is_stored,
        "awarded": _text(award.amount) if award and one.is_won else None,
        "period": [_iso(award.period_start), _iso(award.period_end)] if award and one.is_won else None,
        **_plan(one.plan, found.today.year),
        "bound": {"own": _text(one.plan.own), "until": _iso(award.period_end)} if award and one.is_won else None,
        "lapsing": [
            {
                "year": each.year,
                "awarded": _text(each.awarded),
                "used": _text(each.used),
                "lapses": _text(each.lapsing),
            }
            for each in found.lapsing
        ],
        "overpaid": [{"year": each.year, "amount": _text(each.overpaid)} for each in found.overpaid],
        "refund": _text(one.refund) if award and one.is_won else None,
        "draw_down": {
            "mode": draws.mode.value if draws.mode else None,
            "window": draws.rule.offset if draws.rule else None,
            "provision": draws.rule.provision if draws.rule else None,
            "draws": [
                {
                    "year": each.year,
                    "on": _iso(each.on),
                    "by": _iso(each.by),
                    "amount": _text(each.amount),
                    "spend_by": _iso(each.spend_by),
                }
                for each in draws.draws
            ],
            "notes": _said(draws.notes),
        }
        if draws is not None
        else None,
        "doubts": _said(found.doubts),
        "notes": _said(one.notes),
        "missing": _said(one.missing),
    }


def measure_plan_record(found: "MeasurePlanFile") -> dict[str, Any]:
    """The plan of a measure for a script."""
    one = found.found
    return {
        "measure": one.measure.number,
        "of_application": one.source,
        **_plan(one.plan, found.today.year),
        "applications": [
            {
                "application": each.application.id,
                "stage": each.application.stage.value,
                "stored": each.is_stored,
                "grant": _text(each.plan.of(PlanKind.GRANT)),
                "own": _text(each.plan.own),
            }
            for each in one.applications
        ],
        "notes": _said(one.notes),
        "missing": _said(one.missing),
    }


def _plan(plan: "PlanOverYears", first_year: int) -> dict[str, Any]:
    return {
        "cost": {"planned": _text(plan.planned_cost), "expected": _text(plan.cost)} if plan.lines else None,
        "own": {"planned": _text(plan.planned_own), "expected": _text(plan.own)} if plan.lines else None,
        "years": [_year(year) for year in plan.years],
        "lines": [
            {
                "kind": line.kind.value,
                "name": line.name,
                "year": line.year,
                "planned": _text(line.planned),
                "actual": _text(line.actual),
                "type": line.type.value if line.type else None,
                "rate": _text(line.rate),
                "cap": _text(line.cap),
                "flat_rate_of": line.of or None,
            }
            for line in plan.lines
        ],
        "budget": [
            {
                "year": need.year,
                "expenditure": _text(need.expenditure),
                "income": _text(need.income),
                "own": _text(need.own),
                "committed_in": need.committed_in,
            }
            for need in plan.budget(first_year)
        ],
        "changes": [
            {
                "name": change.name or None,
                "kind": change.kind.value,
                "planned": _text(change.planned),
                "expected": _text(change.expected),
                "more": _text(change.more),
            }
            for change in plan.changes()
        ],
        "conditions": {
            "threshold": _text(plan.regime.threshold),
            "line_tolerance": _text(plan.regime.line_tolerance),
            "total_tolerance": _text(plan.regime.total_tolerance),
            "read": [
                {"value": each.value, "amount": _text(each.amount), "provision": each.provision, "source": each.source}
                for each in plan.regime.read
            ],
        },
        "questions": _said(plan.questions),
    }


def _year(year: "YearMoney") -> dict[str, Any]:
    return {
        "year": year.year,
        "cost": {"planned": _text(year.planned_cost), "expected": _text(year.cost)},
        "planned": _by_kind(year.planned),
        "expected": _by_kind(year.expected) if year.expected is not None else None,
    }


def _by_kind(sums: Mapping[PlanKind, Decimal]) -> dict[str, str | None]:
    return {kind.value: _text(sums[kind]) for kind in PlanKind if kind in sums}


def _said(messages: Iterable["Message"]) -> list[str]:
    return [sentence(message) for message in messages]


def _text(value: Decimal | None) -> str | None:
    return f"{value:.2f}" if value is not None else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
