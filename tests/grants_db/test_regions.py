"""Does a region cover the city? Yes, no, or not known."""

import pytest

from grants_db.rules.regions import region_name, region_ok, without


@pytest.mark.parametrize(
    ("regions", "answer"),
    [
        (["DE-ST"], True),
        (["DE"], True),
        (["EU"], True),
        (["DE-BY", "DE-ST"], True),
        (["Magdeburg"], True),
        (["Landeshauptstadt Magdeburg"], True),
        (["DE-BY"], False),
        (["DE-ST ohne Magdeburg, Halle (Saale)"], False),
        (["DE-ST ohne Halle (Saale)"], True),
        (["Harz"], None),
        (["DE-BY", "Harz"], None),
        ([], None),
    ],
)
def test_the_city_is_covered_or_not_or_nobody_knows(regions: list[str], answer: bool | None) -> None:
    assert region_ok(regions) is answer


def test_another_city_asks_for_its_own_land() -> None:
    assert region_ok(["DE-NW"], state="DE-NW", city="Köln") is True
    assert region_ok(["DE-ST"], state="DE-NW", city="Köln") is False


def test_regions_have_names_for_people() -> None:
    assert region_name("DE-ST") == "Sachsen-Anhalt"
    assert region_name("DE") == "bundesweit"
    assert region_name(without("DE-BY", ["München"])) == "Bayern ohne München"
    assert region_name("Harz") == "Harz"
