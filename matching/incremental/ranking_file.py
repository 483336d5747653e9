"""The file that a kept ranking is stored in: plain arrays and JSON, nothing that could run when it is read."""

import json
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from grants_db.atomic_write import replaced_whole
from grants_db.messages import Message
from matching.incremental.ranking import CachedRanking
from matching.index.fitted_state import FittedState, array_text, text_array
from matching.matcher import RankedOpportunity
from matching.shared_terms import SharedTerm


def write_ranking(path: Path, cached: CachedRanking) -> None:
    """Write the file in one step: whoever reads it meanwhile finds the old one or the new one."""
    state = cached.state
    said = {
        "key": cached.key,
        "made_on": cached.made_on.isoformat(),
        "mean_length": state.mean_length,
        "best": dict(state.best),
        "means": dict(state.means),
        "digests": dict(cached.digests),
        "ranked": {key: [_stored(match) for match in matches] for key, matches in cached.ranked.items()},
        "floors": dict(cached.floors),
        "dropped": sorted(cached.dropped),
        "refusals": cached.refusals,
    }
    with replaced_whole(path, 0o600) as part, part.open("wb") as file:
        np.savez(file, allow_pickle=False, said=text_array(json.dumps(said)), **state.arrays())


def read_ranking(path: Path) -> CachedRanking | None:
    """What the file holds; None where it is missing or can't be read."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        said = json.loads(array_text(stored.pop("said")))
        state = FittedState.of_arrays(stored, said["mean_length"], said["best"], said["means"])
        return CachedRanking(
            key=said["key"],
            made_on=date.fromisoformat(said["made_on"]),
            state=state,
            digests=said["digests"],
            ranked={key: [_match(match) for match in matches] for key, matches in said["ranked"].items()},
            floors=said["floors"],
            dropped=frozenset(said["dropped"]),
            refusals=tuple(said["refusals"]),
        )
    except (
        OSError,
        EOFError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        return None


def _stored(match: RankedOpportunity) -> list[object]:
    terms = [[term.measure, term.opportunity, term.bridge, term.weight] for term in match.terms]
    reasons = [reason.as_json() for reason in match.reasons]
    return [match.opportunity_id, match.score, match.parts, match.chance, terms, reasons, match.too_little]


def _match(stored: list[Any]) -> RankedOpportunity:
    opportunity_id, score, parts, chance, terms, reasons, too_little = stored
    return RankedOpportunity(
        opportunity_id=opportunity_id,
        score=score,
        parts=_numbers(parts),
        chance=float(chance),
        terms=tuple(SharedTerm(*term) for term in terms),
        reasons=tuple(Message.from_json(reason) for reason in reasons),
        too_little=too_little,
    )


def _numbers(parts: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(part) for name, part in parts.items()}
