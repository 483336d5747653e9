"""A financing plan in lines of text: what each year costs, who pays, what follows from it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.vocabulary import PlanKind
from tui.formatting.format import day, money, one_line, rate, shortened
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.text.money.drawn_money import draw_lines, lapse_lines, refund_lines

if TYPE_CHECKING:
    from grants_db.dashboard.financing_plan import MeasurePlanFile, PlanFile
    from grants_db.financing_plan.by_year import BudgetNeed, PlanOverYears, YearMoney
    from grants_db.financing_plan.plan_lines import PlanLine, RegimeValues
    from grants_db.messages import Message
    from grants_db.rules.obligation_rules import RegimeValue

NAME = 30
SUM = 16


def plan_page(found: "PlanFile") -> Iterator[str]:
    """The plan of an application as lines."""
    numbers = ", ".join(measure.number for measure in found.measures)
    yield f"{found.found.application.id} {one_line(found.title)} · {numbers}"
    yield origin_line(found)
    yield from table(found.found.plan)
    for heading, lines in sections(found):
        yield ""
        yield heading
        yield from (f"  {line}" for line in lines)


def measure_plan_page(found: "MeasurePlanFile") -> Iterator[str]:
    """The plan of a measure as lines."""
    one = found.found
    yield f"{one.measure.number} {one_line(one.measure.title)}"
    if one.source is not None:
        yield _("Plan des Antrags {number}.").format(number=one.source)
    else:
        yield _("Abgeleitet: Kein Antrag allein für diese Maßnahme hat einen eingetragenen Finanzierungsplan.")
    yield from table(one.plan)
    for heading, lines in (
        (_("Haushalt"), budget_lines(one.plan.budget(found.today.year))),
        (_("Angenommen"), _said(one.notes)),
        (_("Was fehlt"), _said(one.missing)),
        (_("Anträge"), [_of_application(each) for each in one.applications]),
    ):
        if lines:
            yield ""
            yield heading
            yield from (f"  {line}" for line in lines)


def origin_line(found: "PlanFile") -> str:
    """Where the plan comes from."""
    if found.found.is_stored:
        return _("Eingetragener Finanzierungsplan")
    if not found.found.plan.lines:
        return _("Ohne die Kosten lässt sich kein Plan ableiten; eingetragen hat ihn niemand.")
    return _("Abgeleitet aus dem, was bekannt ist; eingetragen hat den Plan niemand.")


def table(plan: "PlanOverYears") -> Iterator[str]:
    """Costs and sources by year, a line each; the last column is the sum."""
    if not plan.lines:
        return
    years = [each.year for each in plan.years]
    heads = [str(year) if year is not None else _("ohne Jahr") for year in years]
    yield _row("", [*heads, _("zusammen")] if len(years) > 1 else heads)
    yield _("Ausgaben")
    yield from (_named(name, rows, years) for name, rows in _by_name(plan.lines, (PlanKind.COST,)))
    yield _row(_("Summe"), _summed([each.cost for each in plan.years]), 2)
    yield _("Deckung")
    outside = [kind for kind in PlanKind if kind not in (PlanKind.COST, PlanKind.OWN)]
    for kind in outside:
        rows = [line for line in plan.lines if line.kind is kind]
        for name, its in _by_name(rows, (kind,)):
            yield _named(name, its, years, kind)
        if plan.is_changed and rows:
            sums = [_of_kind(each, kind) for each in plan.years]
            yield _row(_("nach Abrechnung"), _summed(sums), 4)
    yield _row(_("Eigenmittel (der Rest)"), _summed([each.own for each in plan.years]), 2)


def sections(found: "PlanFile") -> list[tuple[str, list[str]]]:
    """What follows from a plan, each with its heading; those with nothing to say are left out."""
    one, plan = found.found, found.found.plan
    parts = [
        (_("Haushalt"), budget_lines(plan.budget(found.today.year)) if plan.lines else []),
        (_("Durch den Bescheid gebunden"), bound_lines(found)),
        (_("Aus den Nebenbestimmungen"), condition_lines(plan.regime) if one.is_won and plan.lines else []),
        (_("Verfällt, wenn es nicht verschoben wird"), lapse_lines(found)),
        (_("Mittelanforderung"), draw_lines(found.draws)),
        (_("Zurückzuzahlen"), refund_lines(found)),
        (_("Gegenüber dem Plan"), change_lines(plan)),
        (_("Fragen an die Bewilligungsbehörde"), _said(plan.questions)),
        (_("Bitte prüfen"), _said(found.doubts)),
        (_("Angenommen"), _said(one.notes)),
        (_("Was fehlt"), _said(one.missing)),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def year_lines(plan: "PlanOverYears") -> list[str]:
    """Each year in a line, for where no table has room."""
    found = []
    for each in plan.years:
        parts = [_("Ausgaben {sum}").format(sum=money(each.cost))]
        for kind in PlanKind:
            amount = _of_kind(each, kind)
            if kind not in (PlanKind.COST, PlanKind.OWN) and amount:
                parts.append(f"{label(kind)} {money(amount)}")
        own = money(each.own) if each.own is not None else _("offen")
        parts.append(f"{label(PlanKind.OWN)} {own}")
        found.append(f"{each.year if each.year is not None else _('ohne Jahr')}: " + " · ".join(parts))
    return found


def lines_by_name(plan: "PlanOverYears") -> list[str]:
    """Each line of the plan with its years, and what it came to where that is known."""
    found: dict[tuple[PlanKind, str], list[str]] = {}
    for line in plan.lines:
        said = f"{line.year if line.year is not None else _('ohne Jahr')} {money(line.planned)}"
        if line.actual is not None:
            said += f" ({_('Ist {sum}').format(sum=money(line.actual))})"
        found.setdefault((line.kind, line.name), []).append(said)
    return [f"{label(kind)} {one_line(name)}: " + ", ".join(years) for (kind, name), years in found.items()]


def budget_lines(needs: Sequence["BudgetNeed"]) -> list[str]:
    """What each budget has to hold; what binds later years is allowed in the first."""
    found = []
    for need in needs:
        values = {
            "year": need.year,
            "out": money(need.expenditure),
            "income": money(need.income),
            "own": money(need.own),
            "first": need.committed_in,
        }
        if need.committed_in is None:
            said = _("{year}: Ansatz {out}, Einnahmen {income}, Eigenmittel {own}")
        else:
            said = _(
                "{year}: Verpflichtungsermächtigung im Haushalt {first} über {out}, Einnahmen {income}, Eigenmittel"
                " {own}"
            )
        found.append(said.format(**values))
    return found


def bound_lines(found: "PlanFile") -> list[str]:
    """What a won grant binds of the city's own money, and until when."""
    one = found.found
    if not one.is_won or one.award is None or not one.plan.lines:
        return []
    own = one.plan.own
    said = _("Eigenmittel {own} bis {day}; die Zuwendung von {sum} nur für ihren Zweck")
    return [
        said.format(
            own=money(own) if own is not None else _("offen"),
            day=day(one.award.period_end),
            sum=money(one.award.amount),
        )
    ]


def condition_lines(values: "RegimeValues") -> list[str]:
    """What the general conditions allow besides dates, each with where it stands; what nobody has read is named."""
    said = {
        "change_threshold": _("Änderungen bis {amount} senken keine Zuwendung (Bagatellgrenze)"),
        "line_tolerance": _("eine Ausgabe darf bis {amount} über ihrem Ansatz liegen, wenn andere es ausgleichen"),
        "total_tolerance": _("alle Ausgaben dürfen bis {amount} über dem Plan liegen, wenn die Stadt es trägt"),
        "interest_waived_up_to": _("Zinsen bis {amount} werden nicht verlangt"),
        "least_per_project_year": _("je volles Projektjahr mindestens {amount} Zuwendung"),
        "most_months": _("höchstens {amount} Monate"),
        "latest_year": _("spätestens bis zum 31.12.{amount}"),
    }
    found = []
    for each in values.read:
        text = said[each.value].format(amount=_in_its_unit(each))
        checked = "" if each.confirmed else f" ({_('prüfen')})"
        found.append(f"{text} · {each.provision}{checked}")
    unknown = []
    if values.line_tolerance is None:
        unknown.append(_("um wie viel eine Ausgabe über ihrem Ansatz liegen darf"))
    if values.threshold is None:
        unknown.append(_("eine Bagatellgrenze"))
    if unknown:
        found.append(_("nicht bekannt: {what}; bitte im Bescheid prüfen").format(what=", ".join(unknown)))
    return found


def _in_its_unit(value: "RegimeValue") -> str:
    if value.value in ("line_tolerance", "total_tolerance"):
        return rate(value.amount)
    return str(int(value.amount)) if value.value in ("most_months", "latest_year") else money(value.amount)


def change_lines(plan: "PlanOverYears") -> list[str]:
    """Who pays more and who less than planned."""
    found = []
    for each in plan.changes():
        name = one_line(each.name) or _("Stadt (Eigenmittel)")
        if each.expected is None or each.more is None:
            found.append(_("{name}: offen, geplant {planned}").format(name=name, planned=money(each.planned)))
            continue
        said = _("{name}: {expected} statt {planned}, {amount} weniger")
        if each.more > 0:
            said = _("{name}: {expected} statt {planned}, {amount} mehr")
        elif not each.more:
            said = _("{name}: unverändert {planned}")
        found.append(
            said.format(
                name=name, expected=money(each.expected), planned=money(each.planned), amount=money(abs(each.more))
            )
        )
    return found


def line_in_words(line: "PlanLine") -> str:
    """One line of a plan as a list of records names it."""
    parts = [f"{label(line.kind)} {one_line(line.name)} {line.year}", money(line.planned)]
    if line.actual is not None:
        parts.append(_("Ist {sum}").format(sum=money(line.actual)))
    if line.type is not None:
        parts.append(label(line.type))
    if line.rate is not None:
        parts.append(rate(line.rate) + (f" {_('von')} {one_line(line.of)}" if line.of else ""))
    return " · ".join(parts)


def _of_application(one: object) -> str:
    from grants_db.plans.reading import ApplicationPlan

    if not isinstance(one, ApplicationPlan):
        raise TypeError("an application's plan")
    stands = _("eingetragener Plan") if one.is_stored else _("abgeleitet")
    grant = one.plan.of(PlanKind.GRANT)
    return f"{one.application.id} · {label(one.application.stage)} · {money(grant)} · {stands}"


def _of_kind(year: "YearMoney", kind: PlanKind) -> Decimal | None:
    return None if year.expected is None else year.expected.get(kind, Decimal(0))


def _said(messages: Iterable["Message"]) -> list[str]:
    return [sentence(message) for message in messages]


def _by_name(lines: Iterable["PlanLine"], kinds: tuple[PlanKind, ...]) -> list[tuple[str, list["PlanLine"]]]:
    found: dict[str, list[PlanLine]] = {}
    for line in lines:
        if line.kind in kinds:
            found.setdefault(line.name, []).append(line)
    return list(found.items())


def _named(name: str, rows: Sequence["PlanLine"], years: Sequence[int | None], kind: PlanKind | None = None) -> str:
    """A line of the table by year; a cost as it came, a source as planned, with its kind."""
    sums = []
    for year in years:
        its = [row for row in rows if row.year == year]
        amounts = [row.planned if row.kind in (PlanKind.GRANT, PlanKind.OTHER_GRANT) else row.came for row in its]
        sums.append(sum(amounts, Decimal(0)) if its else None)
    told = one_line(name) + (f" ({label(kind)})" if kind is not None else "")
    return _row(told, _summed(sums, empty="–"), 2)


def _summed(sums: Sequence[Decimal | None], empty: str = "") -> list[str]:
    """Sums as texts, with their sum where there are several; what isn't certain is open."""
    texts = [money(each) if each is not None else (empty or _("offen")) for each in sums]
    if len(sums) == 1:
        return texts
    known = [each for each in sums if each is not None]
    whole = sum(known, Decimal(0)) if known and (empty or len(known) == len(sums)) else None
    return [*texts, money(whole) if whole is not None else _("offen")]


def _row(name: str, cells: Sequence[str], indent: int = 0) -> str:
    told = " " * indent + shortened(name, NAME - indent)
    return f"{told:<{NAME}}" + "".join(f"{cell:>{SUM}}" for cell in cells)
