"""The rules that dates of awards follow from: read from `data/obligations.yml`, each field explained there."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from grants_db.errors import InputError
from grants_db.messages import Message, Quote
from grants_db.rules.durations import parse_duration
from grants_db.vocabulary import ObligationKind, Trigger

RULES_FILE = Path(__file__).parents[1] / "data" / "obligations.yml"
ANY_REGIME = "any"
#: rules for what no other rule of the award says anything about
OTHERWISE = "otherwise"
#: where a rule must have been read to be certain: its own text, the authority's page, a court's decision
DECIDED_THERE = frozenset(("text", "authority", "court"))


class RemedyInstruction(StrEnum):
    """Does the award say how to contest it (Rechtsbehelfsbelehrung)? Without a right one a year is left."""

    GIVEN = "given"
    MISSING = "missing"
    WRONG = "wrong"


def _duration(text: str) -> str:
    parse_duration(text)
    return text


Duration = Annotated[str, AfterValidator(_duration)]


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
    seen: Literal["text", "authority", "court", "programme", "memory", "nowhere"]
    source: str = Field(min_length=1)
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Was it read where it is decided? What one guideline says, or memory, is to be checked."""
        return self.seen in DECIDED_THERE


def load_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """Read rules; InputError names the line and the field of the first mistake."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        rows = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: 30 February
        line = error.problem_mark.line + 1 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else "?"
        raise InputError("Die Regeldatei {path} ist nicht lesbar (Zeile {line}).", path=path, line=line) from error
    if not isinstance(root, yaml.SequenceNode) or not isinstance(rows, list):
        raise InputError("Die Regeldatei {path} muss eine Liste von Regeln sein.", path=path)
    rules: dict[str, Rule] = {}
    for node, row in zip(root.value, rows, strict=True):
        rule = _rule(path, node, row)
        if rule.id in rules:
            raise _mistake(path, _line(node, "id"), "id", Message.of("{rule} steht zweimal da", rule=Quote(rule.id)))
        rules[rule.id] = rule
    return tuple(rules.values())


def regimes_of(rules: Sequence[Rule]) -> list[str]:
    """The general conditions that an award can name."""
    return sorted({rule.regime for rule in rules} - {ANY_REGIME, OTHERWISE})


def named_regimes(names: Sequence[str], rules: Sequence[Rule]) -> tuple[list[str], list[str]]:
    """General conditions as people name them: those that rules belong to, and the names no rule knows."""
    known = regimes_of(rules)
    short = {regime.removesuffix("_bund"): regime for regime in known if regime.endswith("_bund")}
    keys = [name.strip().lower().replace("-", "_").replace(" ", "_") for name in names]
    found = [key if key in known else short.get(key, "") for key in keys]
    return [each for each in found if each], [name for name, each in zip(names, found, strict=True) if not each]


def _rule(path: Path, node: yaml.Node, row: object) -> Rule:
    try:
        return Rule.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise _mistake(path, _line(node, name), name, first["msg"]) from error


def _mistake(path: Path, line: int, name: str, why: Message | str) -> InputError:
    return InputError(
        "Regeldatei {path}, Zeile {line}, Feld „{field}“: {why}. Die Regel wurde nicht übernommen.",
        path=path.name,
        line=line,
        field=name,
        why=why,
    )


def _line(node: yaml.Node, name: str) -> int:
    """The line of a rule's field, or of the rule where the field is missing."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                return int(value.start_mark.line) + 1
    return int(node.start_mark.line) + 1
