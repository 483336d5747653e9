"""The money of an application as texts: what it costs, who pays what, what was applied for, awarded and paid."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.rules.obligations import presumed_known
from grants_db.rules.regions import region_name
from grants_db.vocabulary import ObligationKind
from tui.formatting.format import day, money
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import FactLine

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationFile, Money


def money_facts(file: "ApplicationFile") -> list[FactLine]:
    """The sums in the order in which they come about; what nobody knows is unknown, never nothing."""
    found, award, unknown = file.money, file.award, _("unbekannt")
    facts = [
        FactLine(_("Kosten"), money(found.cost) if found.cost is not None else unknown),
        FactLine(_("davon gesichert"), money(found.secured)),
        FactLine(_("davon Eigenmittel"), money(found.own)),
        FactLine(_("Beantragt"), money(found.requested) if found.requested is not None else unknown),
        FactLine(_("Bewilligt"), money(found.awarded) if found.awarded is not None else _("noch kein Bescheid")),
    ]
    if award is not None:
        corrected = _(" (geändert, Nr. {number})").format(number=award.number) if award.number > 1 else ""
        period = f"{day(award.period_start)} – {day(award.period_end)}"
        facts += [
            FactLine(_("Bescheid"), f"{day(award.notified_on)}, {label(award.financing_type)}{corrected}"),
            *notice_facts(file),
            FactLine(_("Zeitraum"), period),
            FactLine(_("Behörde in"), region_name(award.place)),
            FactLine(_("Ausgezahlt"), money(found.paid)),
            *([FactLine(_("Zurückgezahlt"), money(found.repaid))] if found.repayments else []),
            _to_call(found),
        ]
    facts.append(FactLine(_("Fehlt dann noch"), money(found.missing) if found.missing is not None else unknown))
    return [*facts, *_as_it_came(file)]


def _as_it_came(file: "ApplicationFile") -> list[FactLine]:
    """What a won grant's plan came to where it came otherwise; the gap counts the cost as the measure states it."""
    found = file.plan.found
    if not (found.is_won and found.is_stored and found.plan.is_changed) or found.plan.own is None:
        return []
    said = _("Kosten {cost}, Eigenmittel {own}").format(cost=money(found.plan.cost), own=money(found.plan.own))
    return [FactLine(_("Nach dem Plan"), said)]


def notice_facts(file: "ApplicationFile") -> list[FactLine]:
    """How the award became known, how it says to contest it, and until when one can."""
    award = file.award
    if award is None:
        return []
    facts = []
    if award.posted_on is not None:
        known = _("bekannt am {day}").format(day=day(award.notified_on))
        if award.notified_on == presumed_known(award.posted_on):
            count = (award.notified_on - award.posted_on).days
            known = _("gilt als bekannt am {day}, {count} Tage danach").format(day=day(award.notified_on), count=count)
        facts.append(FactLine(_("Zur Post gegeben"), f"{day(award.posted_on)}; {known}"))
    facts.append(FactLine(_("Belehrung"), label(award.instruction)))
    objections = [item for item in file.obligations if item.kind is ObligationKind.OBJECTION and item.leads]
    return [*facts, *(FactLine(_("Anfechtbar bis"), f"{day(one.due)}, {sentence(one.formula)}") for one in objections)]


def _to_call(found: "Money") -> FactLine:
    """What may still be called, or what came too much."""
    if found.to_call is not None and found.to_call < 0:
        return FactLine(_("zu viel ausgezahlt"), money(-found.to_call))
    return FactLine(_("noch abrufbar"), money(found.to_call))


def money_bar(found: "Money", width: int = 24) -> str:
    """The cost as one bar with its legend: what is secured, what this application brings, what is missing.

    Empty where the cost is unknown.
    """
    if not found.cost or found.missing is None:
        return ""
    there = found.cost - found.missing
    secured = min(found.secured or Decimal(0), there)
    brought = there - secured
    cells = shares([secured, brought, found.missing], width)
    bar = "".join(sign * count for sign, count in zip("━═╌", cells, strict=True))
    brings = _("bewilligt") if found.awarded is not None else _("beantragt")
    return f"{bar}\n━ {_('gesichert')}   ═ {brings}   ╌ {_('fehlt noch')}"


def shares(sums: Sequence[Decimal], width: int) -> list[int]:
    """How many of `width` cells each sum gets: its share, at least one where it is above nothing.

    >>> shares([Decimal(1), Decimal(0), Decimal(999)], 10)
    [1, 0, 9]
    """
    whole = sum(sums, Decimal(0))
    if not whole:
        return [0 for _each in sums]
    cells = [max(1, round(each / whole * width)) if each else 0 for each in sums]
    cells[cells.index(max(cells))] += width - sum(cells)
    return cells


def payment_lines(found: "Money") -> list[str]:
    """What was paid, each with the day by which it is to be spent, where one is known; then what went back."""
    lines = []
    for payment, spend_by in found.payments:
        line = f"{day(payment.received_on)}  {money(payment.amount)}"
        lines.append(line + (" · " + _("verwenden bis {day}").format(day=day(spend_by)) if spend_by else ""))
    for back in found.repayments:
        line = f"{day(back.repaid_on)}  −{money(back.amount)} " + _("zurückgezahlt")
        lines.append(line + (" · " + _("Zinsen {sum}").format(sum=money(back.interest)) if back.interest else ""))
    return lines
