"""What a list of applications says of one application; what it doesn't say, or not readably, is None."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from grants_db.rules.folding import words_of
from grants_db.vocabulary import ApplicationStage, FinancingType, Level, ReasonCode


class ListedPayment(BaseModel):
    """Money that came, and when."""

    model_config = ConfigDict(frozen=True)

    received_on: date
    amount: Decimal


class ListedApplication(BaseModel):
    """One row."""

    model_config = ConfigDict(frozen=True)

    measures: tuple[str, ...]
    programme: str
    state: ApplicationStage
    funder: str | None = None
    level: Level | None = None
    file_number: str | None = None
    applied_on: date | None = None
    since: date | None = None
    reason: ReasonCode | None = None
    requested: Decimal | None = None
    awarded: Decimal | None = None
    in_file: bool | None = None
    notified_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    regimes: tuple[str, ...] | None = None
    financing: FinancingType | None = None
    interim_reports: tuple[date, ...] | None = None
    final_report: date | None = None
    payments: tuple[ListedPayment, ...] | None = None
    remarks: str | None = None

    def is_for(self) -> tuple[object, ...]:
        """What tells it from others where there is no file number: funder, programme and measures."""
        return (
            tuple(words_of(self.funder or "")),
            tuple(words_of(self.programme)),
            tuple(sorted(self.measures)),
        )

    def over(self, earlier: "ListedApplication | None") -> "ListedApplication":
        """This row over what an earlier list said: what it leaves open stays."""
        if earlier is None:
            return self
        return ListedApplication.model_validate(earlier.model_dump() | self.model_dump(exclude_none=True))
