"""A measure as a file states it, and what stands where the file has no column for it."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from grants_db.measures.stated_money import SecuredPart
from grants_db.models.measure import Measure, MeasureBase
from grants_db.vocabulary import Binding, CarrierKind, MeasureKind, MeasureState


@dataclass(slots=True)  # not frozen: a long list makes ten thousand, and a frozen one takes five times as long to make
class MeasureRecord:
    """A measure as a file states it; sums in EUR, None where the file says nothing readable. `replace` changes it.

    `stated` names the fields and years the file has a column for; None: all of them.
    """

    number: str
    action_field: int
    title: str
    goal: str = ""
    description: str = ""
    kind: MeasureKind | None = None
    binding: Binding | None = None
    unit: str = ""
    carrier: str = ""
    carrier_kind: CarrierKind = CarrierKind.UNKNOWN
    period: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Decimal | None = None
    cost_note: str = ""
    year_costs: dict[int, Decimal] = field(default_factory=dict)
    secured: Decimal | None = None
    sample: bool = False
    state: MeasureState = MeasureState.OPEN
    further_fields: str = ""  # "3, 5": action fields it serves beside its own
    parts: tuple[SecuredPart, ...] = ()  # of what is secured, by its source; a file's, not compared with what is stored
    stated: frozenset[str | int] | None = None
    listed_as: str = ""  # its number in its list, where another list has that number already; a file's, not compared
    in_list: str | None = None  # the list that the row itself names; None: none; a file's, not compared
    further_units: tuple[str, ...] = ()  # that answer for it too, as the row names them; a file's, not compared


def record_of(measure: Measure) -> MeasureRecord:
    """A stored measure in the form a file states it."""
    return MeasureRecord(
        **{name: getattr(measure, name) for name in MeasureBase.model_fields},
        action_field=measure.action_field_number,
        goal=measure.goal.title if measure.goal else "",
        unit=measure.unit.name if measure.unit else "",
        year_costs={cost.year: cost.amount for cost in measure.year_costs},
        secured=measure.secured,
    )


def completed(record: MeasureRecord, stored: MeasureRecord | None) -> MeasureRecord:
    """The record with what is stored wherever its file has no column; a real measure takes nothing from a sample.

    What was concluded before is concluded anew from what the file says: a total from the years, a carrier from whom
    the entry binds.
    """
    stated = record.stated
    if stated is None or stored is None or (stored.sample and not record.sample):
        return replace(record, stated=None, parts=())
    names = ("goal", "description", "kind", "binding", "unit", "secured", "state")
    kept = replace(
        record, stated=None, parts=(), **{name: getattr(stored, name) for name in names if name not in stated}
    )
    if "action_field" not in stated:
        kept = replace(kept, further_fields=stored.further_fields)
    years = {year: amount for year, amount in stored.year_costs.items() if year not in stated} | record.year_costs
    kept = _with_period(replace(kept, year_costs=dict(sorted(years.items()))), stored, stated)
    if "cost" not in stated:
        kept = _with_total(kept, stored, anew=any(isinstance(name, int) for name in stated))
    return _with_carrier(kept, stored, stated)


def _with_period(record: MeasureRecord, stored: MeasureRecord, stated: frozenset[str | int]) -> MeasureRecord:
    """A file without a column for the period, or for its days: each follows from the other only where that is new."""
    for name in {"starts_on", "ends_on"} - stated:
        if "period" not in stated or record.period == stored.period:
            record = replace(record, **{name: getattr(stored, name)})
    same_days = (record.starts_on, record.ends_on) == (stored.starts_on, stored.ends_on)
    return replace(record, period=stored.period) if "period" not in stated and same_days else record


def _with_total(record: MeasureRecord, stored: MeasureRecord, *, anew: bool) -> MeasureRecord:
    """A file without a column for the total: years add up again to what they added up to before."""
    added_up = stored.cost is None or stored.cost == sum(stored.year_costs.values(), Decimal(0))
    if not (anew and added_up):
        return replace(record, cost=stored.cost, cost_note=stored.cost_note)
    total = None if record.cost is None else sum(record.year_costs.values(), Decimal(0))
    return replace(record, cost=total, cost_note="" if total is not None else stored.cost_note)


def _with_carrier(record: MeasureRecord, stored: MeasureRecord, stated: frozenset[str | int]) -> MeasureRecord:
    """A file without a column for the carrier, or for its kind."""
    if "carrier" not in stated and stored.carrier:
        binds_others = (record.binding, record.unit) != (stored.binding, stored.unit)
        concluded = stored.carrier == stored.unit or stored.carrier_kind is CarrierKind.CITY
        if not (record.carrier and binds_others and concluded):
            record = replace(record, carrier=stored.carrier)
    if "carrier_kind" not in stated and record.carrier == stored.carrier:
        record = replace(record, carrier_kind=stored.carrier_kind)
    return record
