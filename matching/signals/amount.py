"""The sums of an opportunity against the gap of a measure."""

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair
from matching.text.documents import MeasureText, OpportunityText

Numbers = NDArray[np.float64]
#: what is not known speaks neither for nor against
UNKNOWN = 0.5


class AmountFit:
    """1 where the gap lies between the opportunity's smallest and largest sum, less the further it lies outside.

    A stated largest sum is often the programme's total, so a large one proves little; one far below the gap means that
    the opportunity pays only a part of it.
    """

    name = "amount"
    against_best = False
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        least, most = index.remembered_.once("sums", lambda: _sums(index))
        gap = np.array([_number(measure.gap) for measure in query.measures])[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            short_of_least = np.where(least > 0, np.minimum(gap / least, 1.0), 1.0)
            share_paid = np.where(gap > 0, np.minimum(most / gap, 1.0), 1.0)
        fit = np.fmin(short_of_least, share_paid)
        unknown = np.isnan(gap) | (np.isnan(least) & np.isnan(most))[None, :]
        return np.where(unknown, UNKNOWN, np.nan_to_num(fit, nan=UNKNOWN)).astype(np.float32)

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Which side of the opportunity's sums the gap lies on."""
        return _sentence(pair.measure, pair.opportunity)


def euros(amount: Decimal) -> Decimal:
    """A sum as a sentence shows it: whole euros without cents.

    >>> euros(Decimal("12345.5")), euros(Decimal("70000.00"))
    (Decimal('12345.50'), Decimal('70000'))
    """
    whole = amount.to_integral_value()
    return whole if amount == whole else amount.quantize(Decimal("0.01"))


def _sentence(measure: MeasureText, opportunity: OpportunityText) -> Message | None:
    if measure.gap is None or measure.gap <= 0:
        return None
    if opportunity.min_amount is not None and measure.gap < opportunity.min_amount:
        return Message.of(
            "Lücke {gap} EUR unter der Mindestsumme {sum} EUR",
            gap=euros(measure.gap),
            sum=euros(opportunity.min_amount),
        )
    if opportunity.max_amount is not None and opportunity.max_amount < measure.gap:
        return Message.of(
            "Höchstsumme {sum} EUR deckt die Lücke {gap} EUR nicht ganz",
            sum=euros(opportunity.max_amount),
            gap=euros(measure.gap),
        )
    if opportunity.max_amount is not None:
        return Message.of(
            "Höchstsumme {sum} EUR deckt die Lücke {gap} EUR", sum=euros(opportunity.max_amount), gap=euros(measure.gap)
        )
    return None


def _sums(index: OpportunityIndex) -> tuple[Numbers, Numbers]:
    """The smallest and the largest sum of each opportunity."""
    found = index.opportunities_
    return np.array([_number(each.min_amount) for each in found]), np.array(
        [_number(each.max_amount) for each in found]
    )


def _number(amount: Decimal | None) -> float:
    return float("nan") if amount is None else float(amount)
