"""What an encoder gave is kept by the hash of the text: no text twice, nothing of another encoder, never too much."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.incremental.array_file import read_arrays
from matching.incremental.encoded_texts import RememberingEncoder
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText


class Letters:
    """Counts letters, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts × 26."""
        self.asked += texts
        return np.array([[text.count(chr(97 + at)) / 7 for at in range(26)] for text in texts], dtype=np.float64)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.encoded"


def run(
    file: Path, texts: Sequence[str], name: str = "letters 1", most: int = 100
) -> tuple[Letters, NDArray[np.floating]]:
    """One run: the texts are encoded and kept."""
    letters = Letters()
    remembering = RememberingEncoder(letters, file, name, most)
    rows = remembering.encode(texts)
    remembering.keep()
    return letters, rows


def test_no_text_is_encoded_twice(file: Path) -> None:
    assert run(file, ["sonne", "mond", "sonne"])[0].asked == ["sonne", "mond"]
    assert run(file, ["mond", "stern", "sonne"])[0].asked == ["stern"]


def test_a_row_is_the_same_whether_it_was_kept_or_not(file: Path) -> None:
    fresh, kept = run(file, ["sonne", "mond"])[1], run(file, ["mond", "sonne"])[1]

    assert (fresh == kept[::-1]).all()
    assert np.allclose(fresh, Letters().encode(["sonne", "mond"]), atol=1e-3)


def test_another_encoder_has_nothing_of_an_earlier_one(file: Path) -> None:
    run(file, ["sonne"])

    assert run(file, ["sonne"], "letters 2")[0].asked == ["sonne"]


def test_what_was_asked_for_last_stays_when_there_is_no_room(file: Path) -> None:
    run(file, ["sonne", "mond", "stern"], most=3)
    run(file, ["erde", "mond"], most=3)

    assert run(file, ["erde", "mond", "sonne", "stern"], most=3)[0].asked == ["stern"]


@pytest.mark.parametrize("damage", [b"", b"nothing of ours", None])
def test_a_damaged_file_is_made_anew(file: Path, damage: bytes | None) -> None:
    run(file, ["sonne"])
    file.write_bytes(file.read_bytes()[:-32] if damage is None else damage)

    assert run(file, ["sonne"])[0].asked == ["sonne"]
    assert run(file, ["sonne"])[0].asked == []


def test_the_file_holds_no_text(file: Path) -> None:
    run(file, ["sonnenblume"])

    assert b"sonnenblume" not in file.read_bytes()
    read = read_arrays(file)
    assert read is not None
    assert (read.said, read.arrays["rows"].shape) == ({"encoder": "letters 1"}, (1, 26))


def test_a_folder_of_somebody_else_loses_the_file_only(tmp_path: Path) -> None:
    (tmp_path / "nobody").write_text("a file where a folder should be")

    assert run(tmp_path / "nobody" / "kept.encoded", ["sonne"])[1].shape == (1, 26)


def test_a_ranking_is_the_same_with_what_was_kept(file: Path) -> None:
    calls = [OpportunityText(str(at), f"Angebot {at}", "", "sonne " * at, "de", "land") for at in range(30)]
    measure = MeasureText("m", "Sonne", "Angebote für Sonne", 0)
    scores = []
    for _night in range(2):
        remembering = RememberingEncoder(Letters(), file, "letters 1")
        scores.append(Matcher(encoder=remembering).fit(calls).total_scores([measure]))
        remembering.keep()

    assert (scores[0] == scores[1]).all()
