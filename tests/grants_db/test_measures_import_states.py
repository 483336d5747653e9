"""How far a measure is, as lists say it: an office's words, words nobody knows, no column for it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.import_export.measures import import_measures, read_measures
from grants_db.measures.store import get_measure
from grants_db.vocabulary import MeasureState

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("in Umsetzung", MeasureState.OPEN),
        ("noch nicht begonnen", MeasureState.OPEN),
        ("umgesetzt", MeasureState.DONE),
        ("gestrichen", MeasureState.GIVEN_UP),
        ("ruht bis 2028", MeasureState.POSTPONED),
    ],
)
def test_a_state_is_read_from_an_offices_words(written: Write, words: str, state: MeasureState) -> None:
    file = written(
        f"1.1|1|Fest|1|0|{words}", headings=("Nr", "HF", "Maßnahme", "Kosten", "gesichert", "Umsetzungsstand")
    )

    assert [record.state for record in read_measures(file).records] == [state]


def test_a_state_nobody_knows_is_named(written: Write) -> None:
    headings = ("Nr", "HF", "Maßnahme", "Kosten", "gesichert", "Status")
    reading = read_measures(written("1.1|1|A|1|0|laufend", "1.2|1|B|1|0|grün", headings=headings))

    assert [(finding.row, finding.value) for finding in reading.unknown] == [(3, "grün")]


def test_a_file_without_states_leaves_them(written: Write, session: Session) -> None:
    import_measures(
        session, written("1.1|1|A|1|0|entfällt", headings=("Nr", "HF", "Maßnahme", "Kosten", "gesichert", "Status"))
    )

    import_measures(session, written("1.1|1|A|2|0"))

    assert get_measure(session, "1.1").state is MeasureState.GIVEN_UP
