"""The city's side: action fields, goals, units, measures and what finances them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field, Relationship

from grants_db.models.columns import Hundredths, Instant, StoredModel, word
from grants_db.rules.financing import gap, secured_of
from grants_db.vocabulary import Binding, CarrierKind, FinancingKind, FinancingState, MeasureKind, MeasureState


class ActionField(StoredModel, table=True):
    """Handlungsfeld of the concept: a city's own come with its measures, else those of `data/action_fields.yml`."""

    __tablename__ = "action_field"

    number: int = Field(primary_key=True)
    title: str = Field(sa_type=Text)
    short_title: str = Field(max_length=60)


class Goal(StoredModel, table=True):
    """Ziel: what several measures of a field serve."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("action_field_number", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    action_field_number: int = Field(foreign_key="action_field.number", index=True)
    title: str = Field(max_length=500)


class Unit(StoredModel, table=True):
    """Organisationseinheit: office, department or staff unit that answers for measures and applications."""

    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, unique=True)


class UnitAlias(StoredModel, table=True):
    """Another name under which tables and people know a unit: "Amt 50", an old name."""

    __tablename__ = "unit_alias"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    alias: str = Field(max_length=200, unique=True)


class MeasureUnit(StoredModel, table=True):
    """A unit that answers for a measure beside the one that leads (`Measure.unit`)."""

    __tablename__ = "measure_unit"

    measure_id: int = Field(foreign_key="measure.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)


class MeasureBase(StoredModel):
    """What is said of a measure (Maßnahme); sums in EUR, unknown is None, never 0."""

    number: str = Field(max_length=40)
    title: str = Field(sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    kind: MeasureKind | None = Field(default=None, sa_type=word(MeasureKind))
    binding: Binding | None = Field(default=None, sa_type=word(Binding))
    carrier: str = Field(default="", max_length=200)
    carrier_kind: CarrierKind = Field(default=CarrierKind.UNKNOWN, sa_type=word(CarrierKind))
    period: str = Field(default="", max_length=100)  # Zeitraum, as written
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Decimal | None = Field(default=None, sa_type=Hundredths)  # geschätzte Kosten, gesamt
    cost_note: str = Field(default="", max_length=200)  # the cell's own words where no sum could be read
    further_fields: str = Field(default="", max_length=40)  # "3, 5": action fields it serves beside its own
    sample: bool = False  # Muster, frei erfunden
    state: MeasureState = Field(default=MeasureState.OPEN, sa_type=word(MeasureState))


class Measure(MeasureBase, table=True):
    """One entry of the concept's catalogue."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("number"),)

    facets: list[str] = Field(default_factory=list, sa_type=JSON)  # what it wants, stated by a person: `facet_code`
    list_name: str = Field(default="", max_length=100)  # the office's list it comes from; "": entered here
    list_number: str = Field(default="", max_length=40)  # its number there, where that is another one
    id: int | None = Field(default=None, primary_key=True)
    action_field_number: int = Field(foreign_key="action_field.number", index=True)
    goal_id: int | None = Field(default=None, foreign_key="goal.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)

    action_field: ActionField = Relationship()
    goal: Goal | None = Relationship()
    unit: Unit | None = Relationship()
    further_units: list[Unit] = Relationship(link_model=MeasureUnit, sa_relationship_kwargs={"order_by": "Unit.name"})
    year_costs: list["YearCost"] = Relationship(
        back_populates="measure", sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "YearCost.year"}
    )
    financing: list["FinancingItem"] = Relationship(
        back_populates="measure",
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "FinancingItem.id"},
    )

    @property
    def action_fields(self) -> list[int]:
        """The numbers of all action fields it serves, its own first."""
        return [self.action_field_number, *map(int, filter(None, self.further_fields.split(", ")))]

    @property
    def units(self) -> list[Unit]:
        """All units that answer for it, the leading one first."""
        return [*([self.unit] if self.unit else []), *self.further_units]

    @property
    def secured(self) -> Decimal | None:
        """What is secured in EUR; None where nothing is recorded."""
        return secured_of(self.financing)

    def secured_without(self, application_id: int) -> Decimal | None:
        """What is secured without the award of one application."""
        return secured_of(self.financing, without=application_id)

    @property
    def gap(self) -> Decimal | None:
        """What is missing in EUR; None where the cost is unknown."""
        return gap(self.cost, self.secured, self.state)


class YearCost(StoredModel, table=True):
    """Estimated cost of a measure in one year."""

    __tablename__ = "year_cost"
    __table_args__ = (UniqueConstraint("measure_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int | None = Field(default=None, foreign_key="measure.id", index=True)
    year: int
    amount: Decimal = Field(sa_type=Hundredths)

    measure: Measure = Relationship(back_populates="year_costs")


class FinancingItem(StoredModel, table=True):
    """A sum that pays for a measure: own budget, grant, foundation, donation; secured or planned.

    An application has one in each of its measures (`grants_db.applications.award_money`).
    """

    __tablename__ = "financing_item"

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int | None = Field(default=None, foreign_key="measure.id", index=True)
    kind: FinancingKind = Field(sa_type=word(FinancingKind))
    state: FinancingState = Field(sa_type=word(FinancingState))
    amount: Decimal = Field(sa_type=Hundredths)
    note: str = Field(default="", max_length=200)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)  # whose grant it is
    in_file: Decimal = Field(default=Decimal(0), sa_type=Hundredths)  # how much of it the file's own sum holds
    file_column: str = Field(
        default="", max_length=40
    )  # the source a column of the measures file gives it, by its code

    measure: Measure = Relationship(back_populates="financing")

    @property
    def from_file(self) -> bool:
        """Does the measures file state it, as its total or in a column of its own?"""
        return self.kind is FinancingKind.UNSPECIFIED or bool(self.file_column)


class MeasureHistoryEntry(StoredModel, table=True):
    """One change of a measure by a person, or by a file that changed what stood here; append only."""

    __tablename__ = "measure_history_entry"

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    at: datetime = Field(sa_type=Instant)
    what: str = Field(max_length=40)  # added, edited, state, file, taken_back
    sentence: dict[str, Any] = Field(sa_type=JSON)  # Message, as JSON
    by: str = Field(default="", max_length=200)  # unit or role
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # field, before and after
    undone_at: datetime | None = Field(default=None, sa_type=Instant)  # when it was taken back
