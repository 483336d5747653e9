"""The rules that dates of awards follow from: read from `data/obligations.yml`, each field explained there.

A city may have a file of its own in the same form: what it says of a regime leads.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

from grants_db.errors import InputError
from grants_db.messages import Message, Quote
from grants_db.rules.durations import parse_duration
from grants_db.vocabulary import ObligationKind, RemedyInstruction, Trigger

RULES_FILE = Path(__file__).parents[1] / "data" / "obligations.yml"
ANY_REGIME = "any"
#: rules for what no other rule of the award says anything about
OTHERWISE = "otherwise"
#: where a rule must have been read to be certain: its own text, the authority's page, a court's decision
DECIDED_THERE = frozenset(("text", "authority", "court"))


def _duration(text: str) -> str:
    parse_duration(text)
    return text


Duration = Annotated[str, AfterValidator(_duration)]


class _TextLoader(yaml.CSafeLoader):
    """Reads 2017, 2017-02-30 and "yes" as the texts they are: what a field means is its own matter."""


_TextLoader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    if (kept := [each for each in resolvers if each[0] == "tag:yaml.org,2002:null"])
}


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


def load_rules(own: Path | None = None) -> tuple[Rule, ...]:
    """The rules that are shipped, and those of a city's own file.

    A rule of its own takes the place of the shipped one with its id, and of what is shipped for its regime and
    obligation; where it is only for some instructions on remedies, the shipped one keeps the others.

    Raises:
        InputError: a mistake in the file, with its line and field.
    """
    shipped = read_rules(RULES_FILE)
    if own is None:
        return shipped
    ours = read_rules(own)
    for rule in ours:
        rule._own = True  # of this module's own class
    return (*(kept for rule in shipped if (kept := _beside(rule, ours))), *ours)


def _beside(shipped: Rule, ours: Sequence[Rule]) -> Rule | None:
    """What is left of a shipped rule beside a city's own ones."""
    if any(rule.id == shipped.id for rule in ours):
        return None
    same = [rule for rule in ours if (rule.regime, rule.obligation) == (shipped.regime, shipped.obligation)]
    taken = {each for rule in same for each in rule.instruction or RemedyInstruction}
    left = tuple(each for each in shipped.instruction or RemedyInstruction if each not in taken)
    return (shipped.model_copy(update={"instruction": left}) if same else shipped) if left else None


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read a file of rules; InputError names the line and the field of the first mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("Die Regeldatei {path} fehlt oder ist kein Text in UTF-8.", path=path) from error
    try:
        root = yaml.compose(text, Loader=_TextLoader)
        rows = yaml.load(text, _TextLoader)  # noqa: S506 - the safe one, less what it guesses
    except yaml.YAMLError as error:
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
    if (twice := _named_twice(node)) is not None:
        field, line = twice
        raise _mistake(path, line, field, Message.of("dieses Feld steht zweimal da"))
    try:
        rule = Rule.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        names = [str(part) for part in first["loc"] if isinstance(part, str)]
        raise _mistake(path, _line(node, *names), ".".join(names) or "?", _why(first)) from error
    arises = rule.trigger is Trigger.OCCASION
    if arises is not bool(rule.occasions):
        why = Message.of("gehört zum Auslöser „occasion“, und nur dorthin")
        raise _mistake(path, _line(node, "occasions"), "occasions", why)
    if arises and rule.offset is not None:
        why = Message.of("beim Auslöser „occasion“ gibt es keine Dauer; bitte null schreiben")
        raise _mistake(path, _line(node, "offset"), "offset", why)
    return rule


def _named_twice(node: yaml.Node) -> tuple[str, int] | None:
    """A field that a rule, or its outer bound, names twice, with the line of the second."""
    known: set[str] = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in known:
            return str(key.value), int(key.start_mark.line) + 1
        known.add(key.value)
        if (within := _named_twice(value)) is not None:
            return within
    return None


def _why(refused: ErrorDetails) -> Message:
    """What is wrong with a field, in our own words."""
    given = Quote(str(refused["input"]))
    match refused["type"]:
        case "missing":
            return Message.of("fehlt")
        case "extra_forbidden":
            return Message.of("dieses Feld gibt es nicht")
        case "enum" | "literal_error":
            known = str((refused.get("ctx") or {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
            return Message.of("{given} ist hier nicht möglich; möglich sind {known}", given=given, known=Quote(known))
        case "value_error":
            return Message.of("{given} ist keine Dauer; bitte z. B. P6M, P8W, P60D oder P1Y schreiben", given=given)
        case _ if refused["input"] in (None, ""):
            return Message.of("ist leer")
        case "tuple_type":
            return Message.of("{given} ist keine Liste; bitte in eckige Klammern setzen", given=given)
        case "model_type" | "model_attributes_type":
            return Message.of("{given} ist keine Regel aus Feldern wie „id: …“", given=given)
        case _:
            return Message.of("{given} passt hier nicht", given=given)


def _mistake(path: Path, line: int, name: str, why: Message | str) -> InputError:
    return InputError(
        "Regeldatei {path}, Zeile {line}, Feld „{field}“: {why}. Die Regel wurde nicht übernommen.",
        path=path.name,
        line=line,
        field=name,
        why=why,
    )


def _line(node: yaml.Node, *names: str) -> int:
    """The line of a rule's field, by its path, or of what should hold it where the field is missing."""
    if isinstance(node, yaml.MappingNode) and names:
        for key, value in node.value:
            if key.value == names[0]:
                return _line(value, *names[1:]) if len(names) > 1 else int(key.start_mark.line) + 1
    return int(node.start_mark.line) + 1
