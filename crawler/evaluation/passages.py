"""Labelled passages, and what they teach: for each candidate in them the evidence and the right answer.

Real ones are read from where they lie (`deadlines.jsonl`: `id text kind dates`, perhaps `roles stages operator
ambiguous`); they are other people's texts and no part of the project. Invented ones are.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from crawler.evaluation.invented.frames import InventedPart, invented_passages
from crawler.extract.deadline.candidates import CandidateKind, DeadlineCandidate, candidates_in
from crawler.extract.deadline.roles import DEADLINE, EARLIER, HOLDS, OTHER_ROLES, OVER, SKETCH, SUPERSEDED, role_told
from crawler.extract.roles.passage import sentences_of
from crawler.text.sentences import Prose

INVENTED = Path(__file__).parent / "invented" / "deadlines.jsonl"
_MONTH_DAY = len("MM-DD")
#: what each kind of words without a day claims, and of which passages it can't be told whether it does: there another
#: statement leads, and the labels say only that one
_CLAIMS = {
    CandidateKind.ANY_TIME: ("rolling", {"fixed", "annual", "relative", "before_start"}),
    CandidateKind.OVER: ("closed", set()),
    CandidateKind.ELSEWHERE: ("announced", {"fixed", "annual", "closed", "rolling"}),
    CandidateKind.BEFORE_START: ("before_start", {"fixed", "annual", "relative", "rolling", "announced", "closed"}),
}


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage with what is to be read in it, as `shared/gold2/README.md` tells.

    Attributes:
        source: the name of its collection; the operators of two collections are told apart by it.
        group: its operator: passages of one are learned or tested together.
    """

    id: str
    text: str
    kind: str
    dates: tuple[str, ...]
    source: str
    group: str
    stages: tuple[str, ...] = ()
    two_stage: bool = False
    roles: dict[str, str] = field(default_factory=dict)  # by day, as written: with its year or without
    ambiguous: bool = False
    language: str = "de"

    def as_row(self) -> dict[str, Any]:
        """As its file has it, as far as readings are scored by it."""
        return {
            "id": self.id,
            "text": self.text,
            "kind": self.kind,
            "dates": list(self.dates),
            "stages": list(self.stages),
            "two_stage": self.two_stage,
            "ambiguous": self.ambiguous,
            "language": self.language,
        }


@dataclass(frozen=True, slots=True)
class Example:
    """What one candidate teaches: its evidence and the right answer to each question that has one.

    Attributes:
        rank: of several that may carry what a passage says, only the likeliest is learned; they share this number.
    """

    kind: str
    evidence: frozenset[str]
    answers: dict[str, bool]
    group: str
    real: bool
    rank: int | None = None


def read_passages(path: Path) -> list[LabelledPassage]:
    """The labelled passages of a file of JSON lines."""
    source = path.parent.name
    with path.open(encoding="utf-8") as lines:
        return [_passage(json.loads(line), source) for line in lines if line.strip()]


def _passage(row: dict[str, Any], source: str) -> LabelledPassage:
    return LabelledPassage(
        id=str(row["id"]),
        text=row["text"],
        kind=row["kind"],
        dates=tuple(row["dates"]),
        source=source,
        group=f"{source}: {row.get('operator') or row['id']}",
        stages=tuple(row.get("stages", ())),
        two_stage=bool(row.get("two_stage", False)),
        roles={role["date"].removeprefix("--"): role["role"] for role in row.get("roles", ())},
        ambiguous=bool(row.get("ambiguous")),
        language=row.get("language", "de"),
    )


def examples_of(passages: Iterable[LabelledPassage]) -> Iterator[Example]:
    """What real passages, and single invented sentences, teach."""
    for number, passage in enumerate(passages):
        real = passage.source != INVENTED.parent.name
        for candidate, answers in _told(_candidates(passage.text), partial(_answers, passage=passage)):
            if answers:
                rank = number if answers.get(HOLDS) else None
                yield Example(candidate.kind.value, candidate.evidence, answers, passage.group, real, rank)


def invented_examples() -> Iterator[Example]:
    """What the frames teach."""
    for parts in invented_passages():
        text = "\n".join(part.text for part in parts)
        for candidate, answers in _told(_candidates(text), partial(_answers_of_parts, parts=parts)):
            if answers:
                yield Example(candidate.kind.value, candidate.evidence, answers, "invented", real=False)


def _told(
    candidates: Iterable[DeadlineCandidate], answers_to: Callable[[DeadlineCandidate], dict[str, bool]]
) -> Iterator[tuple[DeadlineCandidate, dict[str, bool]]]:
    """Candidates with their answers; each day knows the right answer of the one it goes together with."""
    earlier: list[tuple[DeadlineCandidate, dict[str, bool]]] = []
    for candidate in candidates:
        answers = answers_to(candidate)
        told = candidate
        if candidate.kind is CandidateKind.DAY:
            for before, said in reversed(earlier[-EARLIER:]):
                told = candidate.after(before, role_told(said[DEADLINE]))
                if told is not candidate:
                    break
            if answers:
                earlier.append((candidate, answers))
        yield told, answers


def _answers_of_parts(candidate: DeadlineCandidate, parts: Sequence[InventedPart]) -> dict[str, bool]:
    words = candidate.sentence.text
    part = next((part for part in parts if words in " ".join(part.text.replace("\n- ", "\n").split("\n"))), None)
    return {} if part is None else _answers_of_part(candidate, part)


def _candidates(text: str) -> Iterator[DeadlineCandidate]:
    for sentence in sentences_of(Prose(text)):
        yield from candidates_in(sentence)


def _answers(candidate: DeadlineCandidate, passage: LabelledPassage) -> dict[str, bool]:
    kind = candidate.kind
    if kind is CandidateKind.DAY:
        return _answers_of_day(candidate.value, passage)
    if passage.ambiguous:
        return {}
    if kind is CandidateKind.LEAD_TIME:
        if candidate.value in passage.dates:
            return {DEADLINE: True}
        return {} if passage.kind in {"fixed", "annual", "rolling", "closed"} else {DEADLINE: False}
    if kind is CandidateKind.MONTH:
        if passage.dates:
            return {}
        return {DEADLINE: passage.kind in {"fixed", "annual"}}
    claimed, unknown = _CLAIMS[kind]
    return {} if passage.kind in unknown else {HOLDS: passage.kind == claimed}


def _answers_of_day(day: str, passage: LabelledPassage) -> dict[str, bool]:
    month_day = day[-_MONTH_DAY:]
    stated = [day[-_MONTH_DAY:] for day in passage.dates if not day.startswith("P")]
    role = passage.roles.get(day) or next(
        (role for written, role in passage.roles.items() if written[-_MONTH_DAY:] == month_day), None
    )
    if passage.ambiguous and role is None:
        return {}
    if role == SUPERSEDED:
        return {DEADLINE: True, SUPERSEDED: True}
    due = role == DEADLINE if role is not None else month_day in stated
    answers = {DEADLINE: due}
    if role is not None and not due:
        answers |= {other: other == role for other in OTHER_ROLES}
    if due and month_day in stated and not passage.ambiguous:
        answers |= {OVER: passage.kind == "closed", SUPERSEDED: False}
        if len(passage.stages) == len(passage.dates):
            stage = dict(zip((day[-_MONTH_DAY:] for day in passage.dates), passage.stages, strict=True))
            answers[SKETCH] = stage[month_day] == SKETCH
    return answers


def _answers_of_part(candidate: DeadlineCandidate, part: InventedPart) -> dict[str, bool]:
    kind = candidate.kind
    if kind is CandidateKind.DAY:
        role = part.roles.get(candidate.value[-_MONTH_DAY:])
        if role is None:
            return {}
        if role == SUPERSEDED:
            return {DEADLINE: True, SUPERSEDED: True}
        due = role.startswith(DEADLINE)
        answers = {DEADLINE: due}
        if not due:
            return answers | {other: other == role for other in OTHER_ROLES}
        return answers | {OVER: part.says == "closed_day", SUPERSEDED: False, SKETCH: role == f"{DEADLINE}_{SKETCH}"}
    if kind is CandidateKind.LEAD_TIME:
        return {DEADLINE: part.says == "relative"}
    if kind is CandidateKind.MONTH:
        return {} if part.says in {"day", "closed_day", "announced"} else {DEADLINE: part.says == "month"}
    claimed, unknown = _CLAIMS[kind]
    said = {"day": "fixed", "month": "fixed", "closed_day": "closed", "filler": "none"}.get(part.says, part.says)
    if kind is CandidateKind.OVER and part.says == "closed_day":
        return {}
    return {} if said in unknown else {HOLDS: said == claimed}
