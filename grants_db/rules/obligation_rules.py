"""The rules of awards, read from `data/`: obligations, values of general conditions, base rates.

Each field is explained at the top of its file. A city may have a file of its own with all three: what it says of a
regime, or of a half-year's base rate, leads.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr

from grants_db.messages import Message, Quote
from grants_db.rules.durations import parse_duration
from grants_db.vocabulary import ObligationKind, RemedyInstruction, Trigger
from grants_db.yaml_list import YamlEntry, entries

DATA = Path(__file__).parents[1] / "data"
SHIPPED = tuple(DATA / name for name in ("obligations.yml", "regime_values.yml", "base_rates.yml"))
ANY_REGIME = "any"
#: rules for what no other rule of the award says anything about
OTHERWISE = "otherwise"
#: where a rule must have been read to be certain: its own text, the authority's page, a court's decision
DECIDED_THERE = frozenset(("text", "authority", "court"))


def _duration(text: str) -> str:
    parse_duration(text)
    return text


Duration = Annotated[str, AfterValidator(_duration)]
Seen = Literal["text", "authority", "court", "programme", "memory", "nowhere"]
#: in what general conditions differ besides dates
RegimeFigure = Literal[
    "change_threshold",
    "line_tolerance",
    "total_tolerance",
    "interest_waived_up_to",
    "least_per_project_year",
    "most_months",
    "latest_year",
]


class Count(BaseModel):
    """What is counted from which event on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trigger: Trigger
    offset: Duration
    to_month_end: bool = False


class Rule(BaseModel):
    """One rule of `data/obligations.yml`; the fields are explained there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    regime: str = Field(min_length=1)
    obligation: ObligationKind
    provision: str = Field(min_length=1)
    version: str
    trigger: Trigger
    offset: Duration | None
    to_month_end: bool = False
    latest: Count | None = None
    instruction: tuple[RemedyInstruction, ...] = ()
    moves: Literal["never", "unsure", "surely"]
    seen: Seen
    source: str = Field(min_length=1)
    note: str = ""
    occasions: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    _own: bool = PrivateAttr(default=False)

    @property
    def own(self) -> bool:
        """Does it stand in the city's own file?"""
        return self._own

    @property
    def confirmed(self) -> bool:
        """Was it read where it is decided? What one guideline says, or memory, is to be checked."""
        return self.seen in DECIDED_THERE


class RegimeValue(BaseModel):
    """A sum or a percentage of general conditions: an entry of `data/regime_values.yml`, explained there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    regime: str = Field(min_length=1)
    value: RegimeFigure
    amount: Decimal = Field(ge=0)
    provision: str = Field(min_length=1)
    version: str
    seen: Seen
    source: str = Field(min_length=1)
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Was it read where it is decided?"""
        return self.seen in DECIDED_THERE


class PublishedRate(BaseModel):
    """A base rate (§ 247 BGB) from a day on: an entry of `data/base_rates.yml`, explained there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_rate: Decimal = Field(ge=-10, le=100)
    since: date
    seen: Literal["authority", "overview"]
    source: str = Field(min_length=1)


class Rules(tuple[Rule, ...]):
    """The rules of obligations, with what else general conditions differ in.

    Attributes:
        values: sums and percentages of regimes.
        base_rates: those that are known, the first first.
    """

    values: tuple[RegimeValue, ...]
    base_rates: tuple[PublishedRate, ...]

    def __new__(
        cls, rules: Iterable[Rule], values: Iterable[RegimeValue] = (), base_rates: Iterable[PublishedRate] = ()
    ) -> "Rules":
        """Rules of one state of the files."""
        made = super().__new__(cls, rules)
        made.values = tuple(values)
        made.base_rates = tuple(sorted(base_rates, key=lambda rate: rate.since))
        return made


@cache
def shipped_rules() -> Rules:
    """The rules that are shipped."""
    files = [read_rules(path) for path in SHIPPED]
    return Rules(
        (rule for file in files for rule in file),
        (value for file in files for value in file.values),
        (rate for file in files for rate in file.base_rates),
    )


def load_rules(own: Path | None = None) -> Rules:
    """The rules that are shipped, and those of a city's own file.

    A rule of its own takes the place of the shipped one with its id, and of what is shipped for its regime and
    obligation; where it is only for some instructions on remedies, the shipped one keeps the others.

    Raises:
        InputError: a mistake in the file, with its line and field.
    """
    shipped = shipped_rules()
    if own is None:
        return shipped
    ours = read_rules(own)
    for rule in ours:
        rule._own = True  # of this module's own class
    return Rules(
        (*(kept for rule in shipped if (kept := _beside(rule, ours))), *ours),
        {(each.regime, each.value): each for each in (*shipped.values, *ours.values)}.values(),
        {each.since: each for each in (*shipped.base_rates, *ours.base_rates)}.values(),
    )


def _beside(shipped: Rule, ours: Sequence[Rule]) -> Rule | None:
    """What is left of a shipped rule beside a city's own ones."""
    if any(rule.id == shipped.id for rule in ours):
        return None
    same = [rule for rule in ours if (rule.regime, rule.obligation) == (shipped.regime, shipped.obligation)]
    taken = {each for rule in same for each in rule.instruction or RemedyInstruction}
    left = tuple(each for each in shipped.instruction or RemedyInstruction if each not in taken)
    return (shipped.model_copy(update={"instruction": left}) if same else shipped) if left else None


def read_rules(path: Path) -> Rules:
    """Read a file of rules; InputError names the line and the field of the first mistake."""
    rules: dict[str, Rule] = {}
    values: dict[tuple[str, RegimeFigure], RegimeValue] = {}
    rates: dict[date, PublishedRate] = {}
    for entry in entries(path):
        if "value" in (entry.fields or {}):
            value = entry.read(RegimeValue)
            if (value.regime, value.value) in values:
                raise entry.mistake("value", _twice(f"{value.regime} {value.value}"))
            values[value.regime, value.value] = value
        elif "base_rate" in (entry.fields or {}):
            rate = entry.read(PublishedRate)
            if rate.since in rates:
                raise entry.mistake("since", _twice(rate.since.isoformat()))
            rates[rate.since] = rate
        else:
            rule = _rule(entry)
            if rule.id in rules:
                raise entry.mistake("id", _twice(rule.id))
            rules[rule.id] = rule
    return Rules(rules.values(), values.values(), rates.values())


def regimes_of(rules: Sequence[Rule]) -> list[str]:
    """The general conditions that an award can name."""
    return sorted({rule.regime for rule in rules} - {ANY_REGIME, OTHERWISE})


def named_regimes(names: Sequence[str], rules: Sequence[Rule]) -> tuple[list[str], list[str]]:
    """General conditions as people name them: those that rules belong to, and the names no rule knows."""
    known = regimes_of(rules)
    short = {regime.removesuffix("_bund"): regime for regime in known if regime.endswith("_bund")}
    keys = [_key(name) for name in names]
    found = [key if key in known else short.get(key, "") for key in keys]
    return [each for each in found if each], [name for name, each in zip(names, found, strict=True) if not each]


def ambiguous_regimes(names: Sequence[str], rules: Sequence[Rule]) -> list[tuple[str, str, list[str]]]:
    """Names that leave out whose conditions are meant: each with what was taken, and what it may mean instead."""
    known, found = regimes_of(rules), []
    for name in names:
        key = _key(name)
        others = [regime for regime in known if regime.startswith(f"{key}_") and regime != f"{key}_bund"]
        if key not in known and f"{key}_bund" in known and others:
            found.append((name, f"{key}_bund", others))
    return found


def _key(name: str) -> str:
    """How rules write the name of general conditions.

    >>> _key(" ANBest-P")
    'anbest_p'
    """
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _rule(entry: YamlEntry) -> Rule:
    rule = entry.read(Rule)
    arises = rule.trigger is Trigger.OCCASION
    if arises is not bool(rule.occasions):
        raise entry.mistake("occasions", Message.of("gehört zum Auslöser „occasion“, und nur dorthin"))
    if arises and rule.offset is not None:
        raise entry.mistake("offset", Message.of("beim Auslöser „occasion“ gibt es keine Dauer; bitte null schreiben"))
    return rule


def _twice(name: str) -> Message:
    return Message.of("{rule} steht zweimal da", rule=Quote(name))
