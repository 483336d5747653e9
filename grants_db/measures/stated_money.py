"""What a measures file calls secured, beside the awards and donations that are recorded here.

The file's sum is everything together: what was recorded here when it was read is part of it and counts once. A file
that still says what it said before can't know of what came since: that is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants_db.messages import Message
from grants_db.models.measure import FinancingItem, Measure
from grants_db.vocabulary import FinancingKind, FinancingState

NOTE_SIGNS = 200


@dataclass(frozen=True)
class SecuredPart:
    """A secured sum of one source, as a column of a measures file states it."""

    code: str  # tells the columns of a file from each other
    kind: FinancingKind
    amount: Decimal
    heading: str


def file_rest(measure: Measure) -> Decimal:
    """What the file calls secured besides what is known to be recorded here, in EUR."""
    stated = sum((item.amount for item in measure.financing if item.from_file), Decimal(0))
    return max(stated - sum((item.in_file for item in measure.financing), Decimal(0)), Decimal(0))


def hold_in_file(measure: Measure, item: FinancingItem) -> None:
    """The file's sum holds this item already: as much of it as it has room for counts once."""
    item.in_file = min(item.amount, file_rest(measure) + item.in_file)


def state_secured(measure: Measure, stated: Decimal | None, parts: Sequence[SecuredPart] = ()) -> Message | None:
    """Keep what the file says of a measure; gives what a person should look at.

    Args:
        measure: its financing items are changed.
        stated: the file's sum in EUR; None where its cell is empty or unclear.
        parts: what the file says of single sources; it is part of the sum.

    Returns:
        What was understood where awards or donations are recorded, or why the sum can't be; None where nothing is new.
    """
    from_file = [item for item in measure.financing if item.from_file]
    recorded = [item for item in measure.financing if not item.from_file and item.state is FinancingState.SECURED]
    together = sum((item.amount for item in recorded), Decimal(0))
    of_parts = sum((part.amount for part in parts), Decimal(0))
    if stated is None and not parts:
        for item in from_file:
            measure.financing.remove(item)
        return None
    total = max(stated or Decimal(0), of_parts)
    known = sum((item.amount for item in from_file), Decimal(0))
    if from_file and known == total and (not parts or _columns(from_file) == {part.code for part in parts}):
        _state_parts(measure, parts, total)
        return None
    if total < together:
        return Message.of(
            "{number}: „Gesichert“ {stated} € ist weniger als die {recorded} €, die hier als Bescheid oder Spende "
            "eingetragen sind; nicht übernommen. In die Spalte gehört alles Gesicherte zusammen.",
            number=measure.number,
            stated=total,
            recorded=together,
        )
    if not parts and known > total:
        for item in from_file:
            if item.file_column:
                measure.financing.remove(item)
    _state_parts(measure, parts, total)
    for item in recorded:
        item.in_file = item.amount
    if not together:
        return None
    return Message.of(
        "{number}: „Gesichert“ {stated} € wird so verstanden, dass die {recorded} € darin sind, die hier als Bescheid "
        "oder Spende eingetragen sind; sie zählen einmal.",
        number=measure.number,
        stated=total,
        recorded=together,
    )


def _columns(items: Sequence[FinancingItem]) -> set[str]:
    return {item.file_column for item in items if item.file_column}


def _state_parts(measure: Measure, parts: Sequence[SecuredPart], total: Decimal) -> None:
    """An item for each source, and one for the rest of the total; without sources those there are stay."""
    items = {item.file_column: item for item in measure.financing if item.from_file}
    if parts:
        for code in items.keys() - {part.code for part in parts} - {""}:
            measure.financing.remove(items.pop(code))
    for part in parts:
        if (item := items.get(part.code)) is None:
            item = FinancingItem(
                kind=part.kind, state=FinancingState.SECURED, amount=part.amount, file_column=part.code
            )
            items[part.code] = item
            measure.financing.append(item)
        item.amount, item.note = part.amount, part.heading[:NOTE_SIGNS]
    of_sources = sum((item.amount for code, item in items.items() if code), Decimal(0))
    rest, whole = total - of_sources, items.get("")
    if rest <= 0 and of_sources:
        if whole is not None:
            measure.financing.remove(whole)
    elif whole is None:
        measure.financing.append(
            FinancingItem(kind=FinancingKind.UNSPECIFIED, state=FinancingState.SECURED, amount=rest)
        )
    else:
        whole.amount = rest
