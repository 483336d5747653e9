"""The money of an award over the years in lines of text: when it is drawn, what lapses, what goes back. Pure."""

from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.vocabulary import PaymentMode
from tui.formatting.format import day, duration, money
from tui.formatting.i18n import _
from tui.formatting.messages import sentence

if TYPE_CHECKING:
    from grants_db.dashboard.financing_plan import PlanFile
    from grants_db.financing_plan.draw_down import Draw, DrawPlan

#: more instalments than that are counted
MOST_DRAWS = 6


def lapse_lines(found: "PlanFile") -> list[str]:
    """What of a year's money lapses."""
    told, paid = (
        _("{year}: {lapsing} von {awarded} (verwendet {used})"),
        _("{year}: {lapsing} von {awarded} (ausgezahlt {used})"),
    )
    return [
        (told if each.is_told else paid).format(
            year=each.year, lapsing=money(each.lapsing), awarded=money(each.awarded), used=money(each.used)
        )
        for each in found.lapsing
    ]


def refund_lines(found: "PlanFile") -> list[str]:
    """What came beyond the grant, and what came in a year beyond what its costs need."""
    one = found.found
    lines = [money(one.refund)] if one.refund else []
    for each in found.overpaid:
        said = _(
            "{year}: {over} mehr ausgezahlt, als die Kosten brauchen; zurückzuzahlen, wenn kein Änderungsbescheid sie "
            "verschiebt. Zinsen ab der Auszahlung: akquise financing interest --application {number} --amount {plain}"
        )
        lines.append(
            said.format(
                year=each.year,
                over=money(each.overpaid),
                number=one.application.id,
                plain=f"{each.overpaid:.2f}".replace(".", ","),
            )
        )
    return lines


def draw_lines(draws: "DrawPlan | None") -> list[str]:
    """When to ask for money, how much, and by when to spend it; of many the next ones."""
    if draws is None or not draws.draws:
        return []
    found = [draw_line(each, draws) for each in draws.draws[:MOST_DRAWS]]
    if (more := len(draws.draws) - MOST_DRAWS) > 0:
        rest = sum((each.amount for each in draws.draws[MOST_DRAWS:]), Decimal(0))
        found.append(_("… und {count} weitere über {sum}").format(count=more, sum=money(rest)))
    if draws.rule is not None and draws.mode is PaymentMode.ADVANCE:
        checked = "" if draws.rule.confirmed else f" ({_('prüfen')})"
        window = duration(draws.rule.offset or "")
        found.append(
            _("Frist zur Verwendung: {window} · {provision}{checked}").format(
                window=window, provision=draws.rule.provision, checked=checked
            )
        )
    return found + [sentence(note) for note in draws.notes]


def draw_line(draw: "Draw", draws: "DrawPlan") -> str:
    """One request or draw-down."""
    if draw.on is None:
        how = _("erstatten lassen") if draws.mode is PaymentMode.REIMBURSEMENT else _("bei Bedarf abrufen")
        return f"{_('bis')} {day(draw.by)}  {money(draw.amount)} {how}"
    spend = _("verwenden bis {day}").format(day=day(draw.spend_by))
    return f"{day(draw.on)}  {money(draw.amount)} {_('anfordern')} · {spend}"
