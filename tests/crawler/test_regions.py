"""Where a call is open, from codes and from prose."""

import pytest

from crawler.extract.regions import narrowed, places_left_out, regions_from_codes, regions_from_text
from crawler.text.sentences import Prose
from grants_db.rules.regions import LAENDER


def test_both_spellings_of_a_code_are_one_region() -> None:
    assert regions_from_codes(["_bundesweit", "bundesweit"]).words == ("DE",)
    assert regions_from_codes(["schlesig_holstein", "schleswig_holstein"]).words == ("DE-SH",)


@pytest.mark.parametrize(("code", "name"), list(LAENDER.items()))
def test_every_land_is_known_by_name_and_code(code: str, name: str) -> None:
    assert regions_from_codes([name]).words == (code,)
    assert regions_from_codes([code.lower().replace("-", "_")]).words == (code,)


def test_a_name_that_is_no_land_is_handed_back() -> None:
    assert regions_from_codes(["Harz", "Bayern"]).unknown == ("Harz",)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Bundesweit", ("DE",)),
        ("Sachsen, Sachsen-Anhalt, Thüringen", ("DE-SN", "DE-ST", "DE-TH")),
        ("Das Land Sachsen-Anhalt unterstützt Sie bei Ihren Kursen.", ("DE-ST",)),
        ("Der Freistaat Sachsen fördert Vereine.", ("DE-SN",)),
        ("Antragsberechtigt sind Vereine mit Sitz in Niedersachsen.", ("DE-NI",)),
        ("Wir fördern deutschlandweit.", ("DE",)),
    ],
)
def test_what_prose_says_outright(text: str, regions: tuple[str, ...]) -> None:
    fact = regions_from_text(Prose(text))
    assert fact is not None
    assert fact.value == regions


@pytest.mark.parametrize("text", ["", "Wir fördern gute Ideen.", "Das Land Atlantis fördert alles.", "Kultur im Harz"])
def test_no_region_is_guessed(text: str) -> None:
    assert regions_from_text(Prose(text)) is None


def test_towns_that_are_left_out_narrow_the_land() -> None:
    fact = places_left_out(Prose("Fördergebiet ist das ganze Land mit Ausnahme der Städte Adorf und Bestadt (Elbe)."))
    assert fact is not None
    assert narrowed(["DE-ST"], fact.value) == ("DE-ST ohne Adorf, Bestadt (Elbe)",)


def test_a_town_named_elsewhere_narrows_nothing() -> None:
    assert places_left_out(Prose("Anträge nimmt die Stadt Adorf entgegen.")) is None
