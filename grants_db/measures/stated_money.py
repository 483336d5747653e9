"""What a measures file calls secured, beside the awards and donations that are recorded here.

The file's sum is everything together: what was recorded here when it was read is part of it and counts once. A file
that still says what it said before can't know of what came since: that is added.
"""

from decimal import Decimal

from grants_db.messages import Message
from grants_db.models.measure import FinancingItem, Measure
from grants_db.vocabulary import FinancingKind, FinancingState


def file_rest(measure: Measure) -> Decimal:
    """What the file calls secured besides what is known to be recorded here, in EUR."""
    stated = sum((item.amount for item in measure.financing if item.kind is FinancingKind.UNSPECIFIED), Decimal(0))
    return max(stated - sum((item.in_file for item in measure.financing), Decimal(0)), Decimal(0))


def hold_in_file(measure: Measure, item: FinancingItem) -> None:
    """The file's sum holds this item already: as much of it as it has room for counts once."""
    item.in_file = min(item.amount, file_rest(measure) + item.in_file)


def state_secured(measure: Measure, stated: Decimal | None) -> Message | None:
    """Keep what the file says of a measure; gives what a person should look at.

    Args:
        measure: its financing items are changed.
        stated: the file's sum in EUR; None where its cell is empty or unclear.

    Returns:
        What was understood where awards or donations are recorded, or why the sum can't be; None where nothing is new.
    """
    known = next((item for item in measure.financing if item.kind is FinancingKind.UNSPECIFIED), None)
    recorded = [item for item in measure.financing if item is not known and item.state is FinancingState.SECURED]
    together = sum((item.amount for item in recorded), Decimal(0))
    if stated is None:
        if known is not None:
            measure.financing.remove(known)
        return None
    if known is not None and known.amount == stated:
        return None
    if stated < together:
        return Message.of(
            "{number}: „Gesichert“ {stated} € ist weniger als die {recorded} €, die hier als Bescheid oder Spende "
            "eingetragen sind; nicht übernommen. In die Spalte gehört alles Gesicherte zusammen.",
            number=measure.number,
            stated=stated,
            recorded=together,
        )
    if known is None:
        known = FinancingItem(kind=FinancingKind.UNSPECIFIED, state=FinancingState.SECURED, amount=stated)
        measure.financing.append(known)
    known.amount = stated
    for item in recorded:
        item.in_file = item.amount
    if not together:
        return None
    return Message.of(
        "{number}: „Gesichert“ {stated} € wird so verstanden, dass die {recorded} € darin sind, die hier als Bescheid "
        "oder Spende eingetragen sind; sie zählen einmal.",
        number=measure.number,
        stated=stated,
        recorded=together,
    )
