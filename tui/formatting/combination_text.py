"""Grants beside each other, in words and as JSON: pairs with their sentences, sums, own shares, the ledger. Pure."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grants_db.messages import Message, Quote
from tui.formatting.format import day, money, one_line, rate, shortened
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.messages import quoted, sentence

if TYPE_CHECKING:
    from grants_db.financing_plan.cumulation import CombinationCheck, CombinedGrant, SideVerdict
    from grants_db.financing_plan.de_minimis import AidLine
    from grants_db.financing_plan.double_funding import SharedCost
    from grants_db.models.measure import Measure

SIGNS = {"allowed": "✓", "limited": "≤", "unclear": "?", "excluded": "✗"}
TITLE = 46


def grant_name(grant: "CombinedGrant") -> str:
    """An application or a call by its number and the call's title."""
    kind, _colon, number = grant.key.partition(":")
    what = _("Antrag {number}") if kind == "application" else _("Angebot {number}")
    return f"{what.format(number=number)} {shortened(one_line(grant.title), TITLE)}"


def _call_name(grant: "CombinedGrant") -> str:
    """A call by its title and its number, which commands ask for."""
    return f"{shortened(one_line(grant.title), TITLE)} ({_('Angebot {number}').format(number=grant.call)})"


def combination_lines(checked: "CombinationCheck", lines: "list[AidLine]") -> list[str]:
    """The whole check, a line each."""
    if not checked.grants:
        return [_("Keine laufenden Anträge; mit den offenen Treffern: --matches (in der App: m).")]
    found = [f"{SIGNS[checked.verdict]} {_('Zusammen')}: {label(checked.verdict)}"]
    for grant in checked.grants:
        amount = money(grant.amount) if grant.amount is not None else _("Summe unbekannt")
        found.append(f"  {grant_name(grant)} · {label(grant.level)} · {amount}")
    for pair in checked.pairs:
        first, second = (side.grant for side in pair.sides)
        found.append("")
        found.append(f"{SIGNS[pair.verdict]} {label(pair.verdict)}: {grant_name(first)} ↔ {grant_name(second)}")
        found += [f"    {_side_line(side)}" for side in pair.sides]
    found += ["", *_total_lines(checked)]
    for finding in checked.findings:
        found.append(f"! {grant_name(finding.grant)}: {sentence(finding.said)} {quoted(one_line(finding.quote))}")
    found += [_shared_line(each) for each in checked.shared_costs]
    found += ledger_lines(lines)
    if checked.questions:
        found.append("")
        for asked, other, _side in checked.questions:
            found.append(
                _("? Frage an {whom}: {asked} neben {other}").format(
                    whom=one_line(asked.authority) or _("die Bewilligungsbehörde"),
                    asked=_call_name(asked),
                    other=_call_name(other),
                )
            )
    return found


def ledger_lines(lines: "list[AidLine]") -> list[str]:
    """The ledger of de-minimis aid, a line each."""
    found = [_("De-minimis-Beihilfen (je drei Jahre)")] if lines else []
    for line in lines:
        kind = _("DAWI") if line.aid.dawi else _("allgemein")
        much = f"{money(line.in_three_years)} / {money(line.ceiling)}"
        over = f" ! {_('zu viel')}: {money(line.over)}" if line.over else ""
        found.append(
            f"{line.aid.number:>4} {day(line.aid.granted_on)} {one_line(line.aid.undertaking)}: "
            f"{money(line.aid.amount)} ({kind}) · {much}{over}"
        )
    return found


def question_text(measure: "Measure", asked: "CombinedGrant", other: "CombinedGrant", city: str) -> tuple[str, str]:
    """Subject and text of the mail that asks an authority; German, as its reader is."""
    own, others = Quote(one_line(asked.title)), Quote(one_line(other.title))
    said = Message.of("Ihr Aufruf sagt dazu nichts.")
    if asked.quote:
        said = Message.of("In Ihrem Aufruf steht dazu: {quote}", quote=Quote(one_line(asked.quote)))
    text = Message.of(
        "Sehr geehrte Damen und Herren,\n\n"
        "die Stadt {city} plant die Maßnahme {measure}. Gesamtkosten: {cost}. Dafür kommen in Frage:\n"
        "1. Ihre Förderung {own}: {own_sum}\n"
        "2. {other} ({level}): {other_sum}\n\n"
        "{said}\n\n"
        "Bitte teilen Sie uns mit:\n"
        "- Dürfen beide für dieselbe Maßnahme eingesetzt werden, auch für verschiedene Ausgaben?\n"
        "- Gilt eine Grenze für alle öffentlichen Mittel zusammen, und welche?\n"
        "- Zählt die andere Förderung als Eigenanteil?\n\n"
        "Mit freundlichen Grüßen",
        city=city,
        measure=Quote(one_line(measure.title)),
        cost=_sum(measure.cost),
        own=own,
        own_sum=_sum(asked.amount),
        other=others,
        level=other.level,
        other_sum=_sum(other.amount),
        said=said,
    )
    return str(Message.of("Kumulierung: {own} neben {other}", own=own, other=others)), str(text)


def _sum(amount: "Decimal | None") -> Message:
    return Message.of("{amount} €", amount=amount) if amount is not None else Message.of("noch offen")


def combination_record(measure: str, checked: "CombinationCheck", lines: "list[AidLine]") -> dict[str, Any]:
    """The contract of `akquise financing combine --json`; sums and rates as decimal strings, unknown null."""
    total = checked.total
    return {
        "measure": measure,
        "verdict": checked.verdict.value,
        "grants": [
            {
                "key": grant.key,
                "opportunity": grant.call,
                "title": grant.title,
                "level": grant.level.value,
                "amount": _decimal(grant.amount),
                "cumulation": grant.cumulation.value,
                "quote": grant.quote,
                "own_share": {
                    "least": _decimal(grant.own.least),
                    "cash": grant.own.cash,
                    "bars_public": grant.own.bars_public,
                },
            }
            for grant in checked.grants
        ],
        "pairs": [
            {
                "first": pair.sides[0].grant.key,
                "second": pair.sides[1].grant.key,
                "verdict": pair.verdict.value,
                "sides": [_side_record(side) for side in pair.sides],
            }
            for pair in checked.pairs
        ],
        "total": {
            "public": _decimal(total.public),
            "cost": _decimal(total.cost),
            "rate": _decimal(total.rate),
            "ceiling": _decimal(total.ceiling),
            "rests_on": total.rests_on,
            "over": _decimal(total.over),
            "without_a_sum": total.unknown,
        },
        "findings": [
            {"grant": each.grant.key, "text": sentence(each.said), "quote": each.quote} for each in checked.findings
        ],
        "shared_costs": [
            {
                "line": each.name,
                "year": each.year,
                "paid": [{"grant": key, "amount": _decimal(amount)} for key, amount in each.paid.items()],
                "cost": _decimal(each.cost),
                "over": _decimal(each.over),
            }
            for each in checked.shared_costs
        ],
        "questions": [
            {"opportunity": asked.call, "other": other.call, "to": asked.authority, "why": sentence(side.why)}
            for asked, other, side in checked.questions
        ],
        "de_minimis": [ledger_record(line) for line in lines],
    }


def ledger_record(line: "AidLine") -> dict[str, Any]:
    """A line of the ledger."""
    return {
        "number": line.aid.number,
        "undertaking": line.aid.undertaking,
        "granted_on": line.aid.granted_on.isoformat(),
        "amount": _decimal(line.aid.amount),
        "dawi": line.aid.dawi,
        "in_three_years": _decimal(line.in_three_years),
        "ceiling": _decimal(line.ceiling),
        "over": _decimal(line.over),
    }


def _side_record(side: "SideVerdict") -> dict[str, Any]:
    answer = side.answer
    return {
        "grant": side.grant.key,
        "verdict": side.verdict.value,
        "why": sentence(side.why),
        "quote": side.quote,
        "answer": {"on": answer.answered_on.isoformat(), "by": answer.by} if answer else None,
    }


def _side_line(side: "SideVerdict") -> str:
    kind, _colon, number = side.grant.key.partition(":")
    name = (_("Antrag {number}") if kind == "application" else _("Angebot {number}")).format(number=number)
    said = f": {quoted(one_line(side.quote))}" if side.quote else ""
    return f"{name}: {sentence(side.why)}{said}"


def _shared_line(cost: "SharedCost") -> str:
    """A cost that several plans name: who pays how much of it, and what of it would be paid twice."""
    parts = [
        f"{_('Antrag {number}').format(number=key.partition(':')[2])} {money(amount)}"
        for key, amount in cost.paid.items()
    ]
    said = _("„{line}“ {year} steht in mehreren Plänen: {parts}, zusammen {together} von {cost}").format(
        line=one_line(cost.name),
        year=cost.year,
        parts=" + ".join(parts),
        together=money(cost.together),
        cost=money(cost.cost),
    )
    if not cost.over:
        return f"  {said}"
    why = _("Ist es dieselbe Ausgabe, wären {over} doppelt gefördert; das ist nicht erlaubt.")
    return f"! {said}. {why.format(over=money(cost.over))}"


def _total_lines(checked: "CombinationCheck") -> list[str]:
    total = checked.total
    if total.cost is None:
        return [_("Öffentliche Mittel: {sum}; die Kosten sind unbekannt").format(sum=money(total.public))]
    said = _("Öffentliche Mittel: {sum} von {cost}, {rate} %").format(
        sum=money(total.public), cost=money(total.cost), rate=_percent(total.rate or Decimal(0))
    )
    if total.unknown:
        said += f"; {_('mindestens, denn nicht jede Summe ist bekannt')}"
    found = [said]
    if total.ceiling is not None:
        most = _("Höchstens {rate} %, nach {rests_on}").format(
            rate=_percent(total.ceiling), rests_on=quoted(one_line(total.rests_on))
        )
        found.append(f"! {most}: {_('zu viel')} {money(total.over)}" if total.over else most)
    elif total.over:
        found.append(f"! {_('Mehr öffentliche Mittel als Kosten')}: {_('zu viel')} {money(total.over)}")
    return found


def _percent(value: Decimal) -> str:
    return rate(value).removesuffix(" %")


def _decimal(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"
