"""What labelled passages teach about early start and other money, and how well it is read (`facts.jsonl`)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from crawler.evaluation.invented.frames import invented_conditions
from crawler.evaluation.passages import Example
from crawler.extract.conditions.candidates import Condition, conditions_in
from crawler.extract.conditions.reading import ConditionReading, cumulation_from_prose, early_start_from_prose
from crawler.extract.roles.weights import EvidenceWeights
from crawler.text.sentences import Prose
from grants_db.vocabulary import Cumulation, EarlyStart

UNSTATED = "unstated"
#: what a frame says: the condition and its value
_SAYS = {
    "forbidden": (Condition.EARLY_START, EarlyStart.FORBIDDEN.value),
    "allowed_early": (Condition.EARLY_START, EarlyStart.ALLOWED.value),
    "no_early": (Condition.EARLY_START, UNSTATED),
    "limited": (Condition.CUMULATION, Cumulation.LIMITED.value),
    "allowed": (Condition.CUMULATION, Cumulation.ALLOWED.value),
    "prohibited": (Condition.CUMULATION, Cumulation.PROHIBITED.value),
    "no_other": (Condition.CUMULATION, UNSTATED),
}
_ROLES = {
    Condition.EARLY_START: (EarlyStart.FORBIDDEN.value, EarlyStart.ALLOWED.value),
    Condition.CUMULATION: (Cumulation.ALLOWED.value, Cumulation.LIMITED.value, Cumulation.PROHIBITED.value),
}
VALUES = frozenset(role for roles in _ROLES.values() for role in roles)  #: the questions, see `learning.learn`
#: what a sentence of a text may say, too, without its being the text's answer
_BESIDE = {
    EarlyStart.FORBIDDEN.value: frozenset((EarlyStart.ALLOWED.value,)),
    Cumulation.LIMITED.value: frozenset((Cumulation.ALLOWED.value, Cumulation.PROHIBITED.value)),
    Cumulation.PROHIBITED.value: frozenset((Cumulation.LIMITED.value,)),
}


def condition_examples(rows: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """What labelled passages teach; ambiguous ones teach nothing."""
    for number, row in enumerate(rows):
        if not row.get("ambiguous"):
            told = {kind: row[kind.value] for kind in Condition if kind.value in row}
            yield from _examples(
                row["text"], told, row["operator"], number, real=True, quotes=row.get("evidence") or {}
            )


def invented_condition_examples() -> Iterator[Example]:
    """What the frames teach; each frame says nothing about the other condition."""
    for number, (text, says) in enumerate(invented_conditions()):
        kind, value = _SAYS[says]
        told = {other: value if other is kind else UNSTATED for other in Condition}
        yield from _examples(text, told, "invented", -1 - number, real=False)


def _examples(
    text: str,
    told: Mapping[Condition, str],
    group: str,
    rank: int,
    *,
    real: bool,
    quotes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Example]:
    prose = Prose(text)
    candidates = [candidate for kind in Condition for candidate in conditions_in(prose, kind)]
    for candidate in sorted(candidates, key=lambda one: one.sentence.number):
        value = told.get(candidate.kind)
        if value is None:
            continue  # not labelled
        quote = quotes.get(candidate.kind.value, "")
        if quote and value != UNSTATED:  # the label tells the sentence
            there = _same(quote, candidate.sentence.text)
            answers = {role: there and role == value for role in _ROLES[candidate.kind]}
            yield Example(candidate.kind.value, candidate.evidence, answers, group, real)
            continue
        unasked = _BESIDE.get(value, frozenset()) if real else frozenset()  # a frame says one thing
        answers = {role: role == value for role in _ROLES[candidate.kind] if role not in unasked}
        yield Example(candidate.kind.value, candidate.evidence, answers, group, real, rank)


def _same(quote: str, sentence: str) -> bool:
    """Do a label's words stand in a sentence, or the sentence in them?"""
    quote, sentence = (" ".join(words.split()).strip(" .,;") for words in (quote, sentence))
    return quote in sentence or sentence in quote


Readings = Mapping[Condition, ConditionReading[EarlyStart] | ConditionReading[Cumulation]]


def read_conditions(text: str, weights: EvidenceWeights | None = None) -> Readings:
    """What is read of both conditions in a text."""
    prose = Prose(text)
    return {
        Condition.EARLY_START: early_start_from_prose(prose, weights),
        Condition.CUMULATION: cumulation_from_prose(prose, weights),
    }


def score_conditions(readings: Iterable[tuple[Mapping[str, Any], Readings]]) -> list[tuple[str, Counter[str]]]:
    """Right, wrong and missing by condition, stated outright; `checked` counts labelled ones that are proposed."""
    counts = {kind.value: Counter[str]() for kind in Condition}
    for row, found in readings:
        if row.get("ambiguous"):
            continue
        for kind, reading in found.items():
            if kind.value not in row:
                continue
            wanted, read = row[kind.value], UNSTATED if reading.check else reading.value.value
            count = counts[kind.value]
            count["right"] += read == wanted != UNSTATED
            count["wrong"] += read not in (wanted, UNSTATED)
            count["missing"] += wanted not in (read, UNSTATED)
            count["needless"] += reading.check and reading.value.value == wanted
            count["checked"] += wanted != UNSTATED and reading.check
    return list(counts.items())
