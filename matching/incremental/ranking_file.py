"""The files that a kept ranking is stored in: plain arrays and JSON, nothing that could run when it is read.

The first file holds what a night without changes reads; beside it lie the scores of all pairs, what was learned, and
the opportunities as they were read, each read only where something is worked out with it.
"""

import json
import secrets
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from matching.incremental.array_file import ArrayFile, read_arrays, write_arrays
from matching.incremental.explained import ExplainedMatch
from matching.incremental.ranking import CachedRanking, KeptScores, MovedParts
from matching.incremental.update import KeptLostError
from matching.index.arrays import Matrix
from matching.index.fitted_state import FittedState
from matching.index.known_measures import KnownMeasures
from matching.index.packing import Arrays, array_text, pack, text_array, unpack
from matching.index.profiles import Profile, Profiles
from matching.index.vector_index import OpportunityIndex, Vectors
from matching.signals.base import Neighbours
from matching.text.documents import OpportunityText

#: the large parts, by the ends of their files' names
_SCORES, _LEARNED, _INDEX = "scores", "learned", "index"
_OF_INDEX = ("title", "level", "language", "funder")


def write_ranking(path: Path, kept: CachedRanking) -> None:
    """Write what of a ranking is new; the first file comes last, so that it never names parts that are not there."""
    parts = kept.parts
    first = parts.before if isinstance(parts, MovedParts) else parts
    names = dict(first.tied) if isinstance(first, StoredParts) else {}
    if kept.fresh or not names:
        names[_SCORES] = _write_scores(path, parts.scores)
    if not isinstance(first, StoredParts):
        names[_LEARNED] = _write_learned(path, parts.state)
        names[_INDEX] = _write_index(path, parts.index, parts.neighbours)
    said = {
        "program": kept.program,
        "concept": kept.concept,
        "made_on": kept.made_on.isoformat(),
        "states": dict(kept.states),
        "known": dict(kept.known),
        "asked": {key: list(pair) for key, pair in kept.asked.items()},
        "sharing": list(kept.sharing),
        "closeness": dict(kept.closeness),
        "crowds": dict(kept.crowds),
        "ranked": {key: [list(pair) for pair in found] for key, found in kept.ranked.items()},
        "floors": dict(kept.floors),
        "shown": {key: [_stored(match) for match in found] for key, found in kept.shown.items()},
        "taught": {str(field): sign for field, sign in kept.taught.items()},
        "examined": {str(field): sign for field, sign in kept.examined.items()},
        "drifted": sorted(kept.drifted),
        "gone": kept.gone,
        "dropped": sorted(kept.dropped),
        "refusals": kept.refusals,
        "names": names,
    }
    write_arrays(path, said, {})
    for part in (_SCORES, _LEARNED, _INDEX):
        for old in path.parent.glob(f"{path.name}.{part}-*"):
            if old.name != names.get(part):
                old.unlink(missing_ok=True)


def read_ranking(path: Path) -> CachedRanking | None:
    """What the files hold; None where the first is missing or can't be read."""
    read = read_arrays(path)
    if read is None:
        return None
    try:
        said = read.said
        return CachedRanking(
            program=said["program"],
            concept=said["concept"],
            made_on=date.fromisoformat(said["made_on"]),
            states=said["states"],
            known=said["known"],
            asked={key: (sign, gap) for key, (sign, gap) in said["asked"].items()},
            sharing=said["sharing"],
            closeness=said["closeness"],
            crowds=said["crowds"],
            ranked={key: [(one, score) for one, score in found] for key, found in said["ranked"].items()},
            floors=said["floors"],
            shown={key: [ExplainedMatch(*match) for match in found] for key, found in said["shown"].items()},
            taught={int(field): sign for field, sign in said["taught"].items()},
            parts=StoredParts(path.parent, said["names"]),
            examined={int(field): sign for field, sign in said["examined"].items()},
            drifted=frozenset(said["drifted"]),
            gone=said["gone"],
            dropped=frozenset(said["dropped"]),
            refusals=tuple(said["refusals"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


class StoredParts:
    """The large parts of a kept ranking, each read from its file when it is asked for."""

    def __init__(self, folder: Path, tied: Mapping[str, str]) -> None:
        self._folder = folder
        self.tied = tied

    @cached_property
    def scores(self) -> KeptScores:
        """What was worked out for each pair."""
        read = self._read(_SCORES)
        lessons = {int(field): read.arrays[f"lesson {field}"] for field in read.said["lessons"]}
        return KeptScores(read.arrays["texts"], lessons, read.said["best"], read.said["means"])

    @cached_property
    def state(self) -> FittedState:
        """What was learned of the opportunities."""
        read = self._read(_LEARNED)
        plain = unpack(read.said["plan"], "state", read.arrays)
        names = {name: array_text(read.arrays[f"names {name}"]).split("\n") for name in ("parts", "groups")}
        measures, concept = plain["measures"], plain["concept"]
        known = KnownMeasures(measures["signs"], Vectors(**measures["vectors"]), measures["fields"])
        return FittedState(
            vocabulary={name: [] if listed == [""] else listed for name, listed in names.items()},
            idf=plain["idf"],
            mean_length=plain["mean_length"],
            latent_axes=plain["latent_axes"],
            translations=plain["translations"],
            best=plain["best"],
            means=plain["means"],
            measures=known,
            concept=Profiles(**{**concept, "listed": tuple(Profile(**each) for each in concept["listed"])}),
        )

    @cached_property
    def index(self) -> OpportunityIndex:
        """The opportunities as they were when it was learned, without their words."""
        read = self._read(_INDEX)
        known = _opportunities(read, range(len(read.said["ids"])))
        return OpportunityIndex(self.state).restored(known, unpack(read.said["plan"], "index", read.arrays))

    def some(self, wanted: Container[str]) -> OpportunityIndex:
        """Some of them: titles, funders and rows in the sparse spaces; of the others nothing is read."""
        read = self._read(_INDEX)
        rows = [row for row, key in enumerate(read.said["ids"]) if key in wanted]
        matrices: dict[str, Matrix] = unpack(read.said["plan"], "index", read.arrays)["vectors"]["sparse"]
        return OpportunityIndex().with_rows(
            _opportunities(read, rows), {space: matrix[rows] for space, matrix in matrices.items()}
        )

    @cached_property
    def neighbours(self) -> Neighbours:
        """The city's measures beside these opportunities."""
        read = self._read(_INDEX)
        return Neighbours(**unpack(read.said["neighbours"], "neighbours", read.arrays))

    def _read(self, part: str) -> ArrayFile:
        found = read_arrays(self._folder / self.tied[part]) if part in self.tied else None
        if found is None:
            raise KeptLostError(part)
        return found


def _write_scores(path: Path, scores: KeptScores) -> str:
    arrays: Arrays = {"texts": scores.texts}
    arrays |= {f"lesson {field}": parts for field, parts in scores.lessons.items()}
    said = {"best": dict(scores.best), "means": dict(scores.means), "lessons": sorted(scores.lessons)}
    return _write(path, _SCORES, said, arrays)


def _write_learned(path: Path, state: FittedState) -> str:
    arrays: Arrays = {f"names {name}": text_array("\n".join(listed)) for name, listed in state.vocabulary.items()}
    return _write(path, _LEARNED, {"plan": pack(replace(state, vocabulary={}), "state", arrays)}, arrays)


def _write_index(path: Path, index: OpportunityIndex, neighbours: Neighbours) -> str:
    told = [json.dumps([each.title, each.level, each.language, each.funder]).encode() for each in index.opportunities_]
    arrays: Arrays = {
        "told": np.frombuffer(b"".join(told), dtype=np.uint8),
        "ends": np.cumsum([0, *map(len, told)], dtype=np.int64),
    }
    said = {
        "plan": pack(index.kept(), "index", arrays),
        "neighbours": pack(neighbours, "neighbours", arrays),
        "ids": [each.id for each in index.opportunities_],
    }
    return _write(path, _INDEX, said, arrays)


def _opportunities(read: ArrayFile, rows: Iterable[int]) -> list[OpportunityText]:
    ids, told, ends = read.said["ids"], read.arrays["told"], read.arrays["ends"]
    found = []
    for row in rows:
        title, level, language, funder = json.loads(told[ends[row] : ends[row + 1]].tobytes())
        found.append(OpportunityText(ids[row], title, "", "", language, level, funder))
    return found


def _write(path: Path, part: str, said: object, arrays: Arrays) -> str:
    """Each writing has a name of its own: what another run is reading is not written over."""
    name = f"{path.name}.{part}-{secrets.token_hex(8)}"
    write_arrays(path.with_name(name), said, arrays)
    return name


def _stored(match: ExplainedMatch) -> list[Any]:
    return [
        match.opportunity_id,
        match.score,
        dict(match.parts),
        match.chance,
        list(match.reasons),
        list(match.terms),
        match.made_of,
        {name: list(codes) for name, codes in match.facets.items()},
    ]
