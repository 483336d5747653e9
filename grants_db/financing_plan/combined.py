"""All grants of a measure together: each pair, all public money, own shares, costs that several plans name. Pure."""

from collections.abc import Sequence
from decimal import ROUND_UP
from itertools import combinations

from grants_db.financing_plan.cumulation import (
    NOTHING,
    PUBLIC,
    Answers,
    CombinationCheck,
    CombinationFinding,
    CombinedGrant,
    MeasureMoney,
    pair_of,
    public_total,
)
from grants_db.financing_plan.double_funding import SharedCost
from grants_db.messages import Message, Quote
from grants_db.rules.financing import CENT


def check(
    grants: Sequence[CombinedGrant], money: MeasureMoney, answers: Answers, shared: Sequence[SharedCost] = ()
) -> CombinationCheck:
    """Check all grants of a measure; the order they come in changes nothing but the order of what is told."""
    pairs = tuple(pair_of(first, second, answers) for first, second in combinations(grants, 2))
    total, findings = public_total(grants, pairs, money), tuple(_own_shares(grants, money))
    return CombinationCheck(tuple(grants), pairs, total, findings, tuple(shared))


def _own_shares(grants: Sequence[CombinedGrant], money: MeasureMoney) -> list[CombinationFinding]:
    found = []
    known = {grant.key: grant.amount or NOTHING for grant in grants}
    everything = sum(known.values(), money.public + money.private)
    for grant in grants:
        terms = grant.own
        others = [each.title for each in grants if each.key != grant.key and each.level in PUBLIC]
        if terms.bars_public and others:
            said = Message.of("Als Eigenanteil zählen nicht: {others}", others=tuple(Quote(title) for title in others))
            found.append(CombinationFinding(grant, said, terms.bars_public))
        if terms.least is None or money.cost is None:
            continue
        needed = (money.cost * terms.least / 100).quantize(CENT, ROUND_UP)
        left = money.cost - everything
        if terms.takes_third:
            left = money.cost - known[grant.key]
            if terms.bars_public:
                left -= everything - known[grant.key] - money.private
        if left < needed:
            said = Message.of(
                "Verlangt sind {least} % Eigenanteil, {needed} €; es bleiben {left} €",
                least=terms.least,
                needed=needed,
                left=max(left, NOTHING),
            )
            found.append(CombinationFinding(grant, said, terms.quote))
        if terms.cash and money.own_cash < needed:
            said = Message.of(
                "Verlangt sind {needed} € Eigenanteil in Geld; als Eigenmittel stehen {own} € da",
                needed=needed,
                own=money.own_cash,
            )
            found.append(CombinationFinding(grant, said, terms.cash))
    return found
