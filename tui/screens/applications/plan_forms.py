"""The form of a line of the financing plan: entered, put right, removed."""

from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.errors import UsageError
from grants_db.vocabulary import FinancingType, PlanKind
from tui.formatting.form_values import or_nothing, read_sum
from tui.formatting.format import figure, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.financing_plan.plan_lines import PlanLine
    from grants_db.models.application import Application, PlanItem
    from tui.screens.applications.forms_of_application import FormsOfApplication

KINDS, TYPES = list(PlanKind), list(FinancingType)


def plan_line(forms: "FormsOfApplication") -> FormScreen:
    """A new line; one with the kind, name and year of a stored line puts that right."""

    def change(session: "Session", application: "Application", filled: Filled) -> None:
        from grants_db.applications.plan.entry import enter_line

        enter_line(session, application, _line(forms, filled, None), now=forms.now, by=forms.by, insist=filled.insists)

    return forms.form(_("Finanzierungsplan: eine Zeile"), _fields(forms, None), change)


def edited_plan_line(forms: "FormsOfApplication", number: int) -> FormScreen:
    """A stored line as it stands, to be put right or removed."""
    row = next(each for each in forms.one.plan.items if each.id == number)

    def change(session: "Session", application: "Application", filled: Filled) -> None:
        from grants_db.applications.plan.entry import edit_line, remove_line

        if filled.choices[-1]:
            remove_line(session, application, number, now=forms.now, by=forms.by)
            return
        edit_line(
            session, application, number, _line(forms, filled, row), now=forms.now, by=forms.by, insist=filled.insists
        )

    keeps = Choice([_("So eintragen"), _("Die Zeile entfernen")], _("Was geschieht damit?"))
    return forms.form(_("Zeile des Finanzierungsplans berichtigen"), [*_fields(forms, row), keeps], change)


def read_year(text: str) -> int:
    """A year as it is typed; UsageError for anything else."""
    if not (text.strip().isdecimal() and len(text.strip()) == 4):
        raise UsageError("„{text}“ ist kein Jahr; bitte z. B. 2027 schreiben.", text=text)
    return int(text)


def read_percent(text: str) -> Decimal:
    """A rate in percent as it is typed; UsageError for anything else."""
    try:
        rate = read_sum(text.replace("%", ""))
    except UsageError:
        rate = Decimal(101)
    if rate > 100:  # what percent means
        raise UsageError("„{text}“ ist kein Satz zwischen 0 und 100 Prozent.", text=text)
    return rate


def _fields(forms: "FormsOfApplication", row: "PlanItem | None") -> list[Field]:
    costs = ["", *_costs(forms, row)]
    of = row.flat_rate_of if row is not None else ""
    types = [_("– keine Zuwendung"), *(label(each) for each in TYPES)]
    at = TYPES.index(row.financing_type) + 1 if row is not None and row.financing_type is not None else 0
    year = str(row.year) if row is not None else str(_first_year(forms))
    return [
        Choice([label(kind) for kind in KINDS], _("Was es ist"), KINDS.index(row.kind) if row is not None else 0),
        Line(_("Name der Zeile"), value=row.name if row is not None else "", hint=_("wie im Plan, z. B. Personal")),
        Line(_("Jahr"), read_year, value=year, hint="2027"),
        Line(
            _("Geplant"),
            or_nothing(read_sum),
            _figure(row.amount if row is not None else None),
            _("leer nur bei einer Pauschale"),
        ),
        Line(
            _("Ist"),
            or_nothing(read_sum),
            _figure(row.actual if row is not None else None),
            _("was es wurde; leer: wie geplant"),
        ),
        Choice(types, _("Wie eine Zuwendung zahlt"), at),
        Line(
            _("Satz in Prozent"),
            or_nothing(read_percent),
            _figure(row.rate if row is not None else None),
            _("Anteil oder Pauschale"),
        ),
        Line(
            _("Höchstbetrag"),
            or_nothing(read_sum),
            _figure(row.cap if row is not None else None),
            _("der Zuwendung im Jahr"),
        ),
        Choice(
            [one_line(name) or _("– keine Pauschale") for name in costs],
            _("Pauschale von"),
            costs.index(of) if of in costs else 0,
        ),
    ]


def _line(forms: "FormsOfApplication", filled: Filled, row: "PlanItem | None") -> "PlanLine":
    from grants_db.financing_plan.plan_lines import PlanLine

    kind, paying, base = filled.choices[:3]
    name, year, planned, actual, rate, cap = filled.lines
    of = ["", *_costs(forms, row)][base]
    if not planned and not of:
        raise UsageError("Welche Summe ist geplant? Nur eine Pauschale braucht keine.")
    return PlanLine(
        kind=KINDS[kind],
        name=name,
        year=read_year(year),
        planned=read_sum(planned) if planned else Decimal(0),
        actual=read_sum(actual) if actual and not of else None,
        type=TYPES[paying - 1] if paying else None,
        rate=read_percent(rate) if rate else None,
        cap=read_sum(cap) if cap else None,
        of=of,
    )


def _costs(forms: "FormsOfApplication", row: "PlanItem | None") -> list[str]:
    """The costs a flat rate can be a share of."""
    items = forms.one.plan.items
    names = dict.fromkeys(each.name for each in items if each.kind is PlanKind.COST and not each.flat_rate_of)
    return [name for name in names if row is None or name != row.name]


def _first_year(forms: "FormsOfApplication") -> int:
    award = forms.one.award
    starts = [one.starts_on.year for one in forms.one.measures if one.starts_on is not None]
    return award.period_start.year if award is not None else min(starts, default=forms.today.year)


def _figure(value: Decimal | None) -> str:
    return figure(value) if value is not None else ""
