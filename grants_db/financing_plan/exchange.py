"""A financing plan as JSON, in and out: the contract of `akquise financing compute`. Sums are decimal strings."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from grants_db.errors import InputError
from grants_db.financing_plan.plan import CostLine, FinancingPlan, PlanSource, SourceKind
from grants_db.financing_plan.settle import Settlement, share_of
from grants_db.messages import Message
from grants_db.rules.financing import CENT
from grants_db.vocabulary import FinancingType

#: more euros than any plan is about
LARGEST = Decimal(10) ** 12
#: a point may set thousands apart or cents
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


def _exact(value: object) -> object:
    """A sum or rate as text or number; the border reads numbers with a point as Decimal, so that no cent is lost."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise PydanticCustomError("number", "number")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise PydanticCustomError("number", "number") from None
    if not number.is_finite() or number.copy_abs() > LARGEST:
        raise PydanticCustomError("number", "number")
    return number


def _sum(value: object) -> object:
    number = _exact(value)
    if isinstance(value, str) and THOUSANDS.fullmatch(value.strip()):
        raise PydanticCustomError("sum", "sum")  # 5.000 is five thousand to its writer, five to a program
    if isinstance(number, Decimal) and (number < 0 or number != number.quantize(CENT)):
        raise PydanticCustomError("sum", "sum")
    return number.quantize(CENT) if isinstance(number, Decimal) else number


def _percent(value: object) -> object:
    number = _exact(value)
    if isinstance(number, Decimal) and not 0 <= number <= 100:  # what percent means
        raise PydanticCustomError("rate", "rate")
    return number


Sum = Annotated[Decimal, BeforeValidator(_sum)]
Percent = Annotated[Decimal, BeforeValidator(_percent)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Regime(_Strict):
    threshold: Sum | None = None
    line_tolerance: Percent | None = None


class _Line(_Strict):
    name: str = Field(min_length=1)
    planned: Sum | None = None
    actual: Sum | None = None
    flat_rate: Percent | None = None
    of: str = ""

    @model_validator(mode="after")
    def _costs_or_a_flat_rate(self) -> "_Line":
        if (self.planned is None) == (self.flat_rate is None) or (self.flat_rate is None) != (not self.of):
            raise PydanticCustomError("line", "line")
        return self


class _Costs(_Strict):
    planned: Sum | None = None
    actual: Sum | None = None
    lines: tuple[_Line, ...] = ()


class _Source(_Strict):
    name: str = Field(min_length=1)
    kind: Literal["grant", "own", "third_party", "donation", "revenue", "in_kind"]
    type: Literal["share", "gap", "fixed", "full"] | None = None
    rate: Percent | None = None
    cap: Sum | None = None
    planned: Sum | None = None
    actual: Sum | None = None
    paid: Sum | None = None

    @model_validator(mode="after")
    def _a_grant_says_how_it_pays(self) -> "_Source":
        if (self.kind == "grant") != (self.type is not None):
            raise PydanticCustomError("type", "type")
        if self.kind != "grant" and not (self.rate is None and self.cap is None and self.paid is None):
            raise PydanticCustomError("type", "type")
        if self.planned is not None and self.cap is not None and self.cap < self.planned:
            raise PydanticCustomError("cap", "cap")
        return self


class _Plan(_Strict):
    regime: _Regime = _Regime()
    costs: _Costs
    sources: tuple[_Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_unique(self) -> "_Plan":
        for rows in (self.sources, self.costs.lines):
            names = [row.name for row in rows]
            if len(set(names)) != len(names):
                raise PydanticCustomError("names", "names")
        if not self.costs.lines and self.costs.planned is None:
            raise PydanticCustomError("costs", "costs")
        return self


def read_plan(text: str) -> FinancingPlan:
    """A plan from its JSON.

    Raises:
        InputError: no JSON, a field that is missing, unknown or impossible, each named with its place.
    """
    text = text.removeprefix("\ufeff")  # some editors begin a file with it
    if not text.strip():
        raise InputError("Der Finanzierungsplan ist leer. Es wurde nichts gerechnet.")
    try:
        root = json.loads(text, parse_float=Decimal, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", "?")
        raise InputError("Der Finanzierungsplan ist kein JSON (Zeile {line}).", line=line) from error
    try:
        given = _Plan.model_validate(root)
    except ValidationError as error:
        raise _mistake(error.errors()[0]) from error
    lines = _lines(given.costs)
    planned = given.costs.planned if not lines else sum((line.planned for line in lines), Decimal(0))
    actual = given.costs.actual if not lines else sum((line.actual for line in lines), Decimal(0))
    for name, stated, added in (("planned", given.costs.planned, planned), ("actual", given.costs.actual, actual)):
        if lines and stated is not None and stated != added:
            raise InputError(
                "costs.{name} nennt {stated} €, die Positionen ergeben {added} €; bitte eines davon berichtigen.",
                name=name,
                stated=stated,
                added=added,
            )
    planned = planned or Decimal(0)
    return FinancingPlan(
        planned_cost=planned,
        cost=planned if actual is None else actual,
        sources=tuple(_source(each) for each in given.sources),
        lines=lines,
        threshold=given.regime.threshold,
        line_tolerance=given.regime.line_tolerance,
    )


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; one that names a field twice could mean either."""
    names = [name for name, _value in pairs]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("Im Finanzierungsplan steht „{name}“ zweimal; bitte eines davon streichen.", name=twice)
    return dict(pairs)


def as_record(settlement: Settlement, in_words: Any) -> dict[str, object]:
    """The settlement as the contract has it; `in_words` writes a message in the reader's language."""
    return {
        "sources": [
            {
                "name": each.source.name,
                "settled": _text(each.amount),
                "change": _text(each.change),
                "refund": _text(each.refund),
            }
            for each in settlement.sources
        ],
        "own": _text(settlement.own),
        "uncovered": _text(settlement.uncovered),
        "questions": [in_words(each) for each in settlement.questions],
        "steps": [in_words(each) for each in settlement.steps],
    }


def _lines(costs: _Costs) -> tuple[CostLine, ...]:
    own = {line.name: line for line in costs.lines if line.planned is not None}
    found = []
    for line in costs.lines:
        if line.planned is not None:
            found.append(CostLine(line.name, line.planned, line.planned if line.actual is None else line.actual))
            continue
        base = own.get(line.of)
        if base is None or base.planned is None:
            raise InputError(
                "Die Pauschale „{name}“ bezieht sich auf „{of}“; eine Position mit eigenen Kosten heißt so nicht.",
                name=line.name,
                of=line.of,
            )
        rate = line.flat_rate or Decimal(0)
        actual = base.planned if base.actual is None else base.actual
        found.append(CostLine(line.name, share_of(rate, base.planned), share_of(rate, actual), base.name))
    return tuple(found)


def _source(given: _Source) -> PlanSource:
    return PlanSource(
        name=given.name,
        kind=SourceKind(given.kind),
        planned=given.planned,
        actual=given.actual,
        type=FinancingType(given.type) if given.type else None,
        rate=given.rate,
        cap=given.cap,
        paid=given.paid,
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


#: what is wrong, by pydantic's names and those given above
_WHY = {
    "missing": Message.of("fehlt hier"),
    "extra_forbidden": Message.of("ist nicht bekannt"),
    "literal_error": Message.of("ist hier nicht möglich"),
    "number": Message.of("keine Zahl als Text wie 12500.00"),
    "sum": Message.of("keine Summe ab 0 in Euro und Cent"),
    "rate": Message.of("kein Satz zwischen 0 und 100 Prozent"),
    "line": Message.of("eine Position nennt entweder planned oder flat_rate und of"),
    "type": Message.of("type gehört zu jeder Zuwendung (grant) und nur dorthin, mit rate, cap und paid"),
    "cap": Message.of("der Höchstbetrag (cap) liegt unter dem Bewilligten (planned)"),
    "names": Message.of("zwei Zeilen haben denselben Namen (name)"),
    "costs": Message.of("costs nennt planned oder lines"),
}


def _mistake(error: ErrorDetails) -> InputError:
    place = ".".join(str(part) for part in error["loc"])
    why = _WHY.get(error["type"], Message.of("hat nicht die Form, die hier erwartet wird"))
    if not place:
        return InputError("Der Finanzierungsplan: {why}. Es wurde nichts gerechnet.", why=why)
    return InputError("Finanzierungsplan {place}: {why}. Es wurde nichts gerechnet.", place=place, why=why)
