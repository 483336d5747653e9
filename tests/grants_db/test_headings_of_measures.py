"""Headings of lists of measures: what is known, what is rightly proposed, and that none is taken for another.

`data/headings_of_measures.txt` was written by hand: for each kind of table that cities publish (catalogues of measures
of integration, climate and inclusion concepts, their monitoring, budgets, lists of funding, profile sheets) the words
such tables use for each thing, with slips of the keyboard, units and line breaks; and words that mean nothing to us.
"""

from pathlib import Path

import pytest

from grants_db.import_export.layout.known_headings import MoneySource, Role, meaning_of
from grants_db.import_export.layout.proposed_columns import proposed_field

LINES = (Path(__file__).parent / "data" / "headings_of_measures.txt").read_text(encoding="utf-8").splitlines()
HEADINGS = [
    (heading.replace("\\n", "\n"), meaning)
    for meaning, _, headings in (line.partition(": ") for line in LINES)
    for heading in headings.split(" | ")
]
#: a column that fits what a heading may be proposed for
CELLS = {"cost": ["18.000", "500"], "secured": ["18.000", "500"], "number": ["1.1", "1.2"]}
NOT_READ = ("-", "other", "total", "past", "hoped", "part")


def understood(heading: str, meaning: str) -> str:
    found = meaning_of(heading)
    if found is None:
        return proposed_field(heading, CELLS.get(meaning, ["Sprachcafé", "Fest"]), (), first=False) or "-"
    if isinstance(found, MoneySource):
        return found.code
    return found.value if isinstance(found, Role) else str(found)


def test_nine_of_ten_headings_are_known_or_rightly_proposed() -> None:
    right = sum(understood(heading, meaning) == meaning for heading, meaning in HEADINGS)

    assert len(HEADINGS) >= 200
    assert right >= 0.9 * len(HEADINGS)


@pytest.mark.parametrize(("heading", "meaning"), HEADINGS)
def test_no_heading_is_taken_for_another(heading: str, meaning: str) -> None:
    found = understood(heading, meaning)

    assert found == meaning or found in NOT_READ
