"""What the details of a measure, of a goal and of an action field show, built from plain values."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from grants_db.vocabulary import MeasureState
from tui.formatting.format import harmless, money, number, one_line, score
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.rich_blocks import LONGEST, FactLine, FactTable, bullets, stacked, title_line
from tui.formatting.row_markers import is_new, is_own, signs
from tui.text.facts import measure_facts
from tui.text.measure_tree import Branch, funding_bar, measures_counted, sum_of_gaps, unit_of
from tui.text.money.plan_panel import measure_plan_sections
from tui.text.records.measure_history import measure_history_line
from tui.text.review import DECISION_SIGNS, ELIGIBILITY_SIGNS

if TYPE_CHECKING:
    from grants_db.dashboard.details import MeasureRow
    from grants_db.dashboard.measure import AppliedFor, MeasureFile, ProposedCall
    from grants_db.models.application import Donation

#: proposals that the details list; the others are a key away
MOST_PROPOSED = 12
BAR = 24


def measure_panel(row: "MeasureRow", found: "MeasureFile", since: datetime | None) -> RenderableType:
    """Title, what is covered, applications, proposals, then facts and description."""
    measure = row.measure
    parts: list[RenderableType] = [title_line(f"{measure.number} {measure.title}")]
    if measure.sample:
        parts.append(Text(_("Muster, frei erfunden")))
    if measure.state is MeasureState.OPEN:
        parts.append(_covered(row.cost, row.gap))
    parts.append(FactTable(measure_facts(row, found.year_costs)))
    if found.applications:
        parts += [title_line(_("Anträge")), bullets(applied_line(one) for one in found.applications)]
    for heading, of_plan in measure_plan_sections(found.plan):
        parts += [title_line(heading), bullets(of_plan)]
    parts.append(title_line(_proposed_heading(row)))
    if found.proposed:
        parts.append(bullets(_proposed_lines(found, since)))
    else:
        parts.append(Text(_("Keine Treffer. F7 ordnet neu zu.") if row.unfunded else _("Gedeckt; keine Suche.")))
    if found.donations:
        parts += [title_line(_("Spenden und Sponsoring")), bullets(donation_line(one) for one in found.donations)]
    if found.history:
        lines = (measure_history_line(line) for line in reversed(found.history))
        parts += [title_line(_("Verlauf")), bullets(lines)]
    if measure.description.strip():
        parts += [title_line(_("Beschreibung")), Text(harmless(measure.description).strip()[:LONGEST])]
    return stacked(*parts)


def branch_panel(branch: Branch, own_unit: str) -> RenderableType:
    """The sums of a field or a goal, and whose measures they are."""
    sums = branch.sums
    known = sums.unknown < sums.measures
    units: dict[str, int] = {}
    for row in branch.rows:
        units[unit_of(row)] = units.get(unit_of(row), 0) + 1
    facts = [
        FactLine(_("Maßnahmen"), measures_counted(sums)),
        FactLine(_("davon ungedeckt"), number(sums.unfunded)),
        FactLine(_("Kosten"), money(sums.cost) if known else _("unbekannt")),
        FactLine(_("Gesichert"), money(sums.secured) if known else _("unbekannt")),
        FactLine(_("Lücke"), sum_of_gaps(sums)),
        FactLine(_("Offene Treffer"), number(sums.waiting)),
        FactLine(_("Angenommen"), number(sums.accepted)),
    ]
    parts: list[RenderableType] = [title_line(branch.title)]
    parts.append(_covered(sums.cost if known else None, sums.gap if known else None))
    parts.append(FactTable(facts))
    if sums.unknown:
        parts.append(
            Text(_("≥: Wo die Kosten unbekannt sind, ist es auch die Lücke; sie ist mindestens so groß wie genannt."))
        )
    named = sorted(units.items(), key=lambda each: (not is_own(each[0], own_unit), each[0]))
    lines = [
        f"{signs(own=is_own(name, own_unit))}{one_line(name) or _('(keine Einheit)')}: {number(count)}"
        for name, count in named
    ]
    return stacked(*parts, title_line(_("Zuständig")), bullets(lines))


def applied_line(one: "AppliedFor") -> str:
    """An application with both its stages and its sums."""
    parts = [
        f"{one.application_id} {one_line(one.title)}",
        label(one.stage),
        f"⇄ {label(one.funder_status)}",
    ]
    if one.awarded is not None:
        parts.append(_("bewilligt {sum}").format(sum=money(one.awarded)))
        if one.secured != one.awarded:
            parts.append(_("davon hier gesichert {sum}").format(sum=money(one.secured)))
    elif one.requested is not None:
        parts.append(_("beantragt {sum}").format(sum=money(one.requested)))
        if one.planned not in (one.requested, Decimal(0)):
            parts.append(_("davon hier geplant {sum}").format(sum=money(one.planned)))
    return " · ".join(parts)


def proposed_line(call: "ProposedCall", since: datetime | None) -> str:
    """A proposal: decision, score, who may apply, title; marked when it is new since the last time."""
    decided = f"{DECISION_SIGNS[call.decision.kind]} " if call.decision else ""
    new = signs(new=is_new(call.first_seen, since))
    line = f"{decided}{score(call.score)} {ELIGIBILITY_SIGNS[call.eligibility]} {new}{one_line(call.title)}"
    if call.decision is None:
        return line
    reason = f": {label(call.decision.reason)}" if call.decision.reason else ""
    return f"{line} · {label(call.decision.kind)}{reason}"


def donation_line(one: "Donation") -> str:
    """A donation: who, how much, where it stands."""
    return f"{one.id} {one_line(one.donor)} · {money(one.amount)} · {label(one.stage)}"


def _proposed_heading(row: "MeasureRow") -> str:
    if not row.matches:
        return _("Treffer")
    return _("Treffer: {all}, davon {waiting} offen, {accepted} angenommen").format(
        all=number(row.matches), waiting=number(row.waiting), accepted=number(row.accepted)
    )


def _proposed_lines(found: "MeasureFile", since: datetime | None) -> list[str]:
    lines = [proposed_line(call, since) for call in found.proposed[:MOST_PROPOSED]]
    if (more := len(found.proposed) - MOST_PROPOSED) > 0:
        lines.append(counted("{n} weiterer; r zeigt ihn", "{n} weitere; r zeigt sie", more))
    return lines


def _covered(cost: Decimal | None, gap: Decimal | None) -> Text:
    """The bar of cost and its two figures; without a cost there is none."""
    if cost is None or gap is None:
        return Text(_("Kosten unbekannt: auch die Lücke ist unbekannt."))
    secured = cost - gap
    return Text(
        f"{funding_bar(secured, gap, BAR)}\n"
        + _("━ gesichert {secured}   ╌ Lücke {gap}").format(secured=money(secured), gap=money(gap))
    )
