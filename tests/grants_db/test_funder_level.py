"""Who pays is told by the funder's name, wherever the call was found."""

import pytest

from grants_db.opportunities.funder_level import level_of_funder
from grants_db.vocabulary import Level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Europäische Kommission", Level.EU),
        ("Europäische Union über das Bundesamt für Migration und Flüchtlinge", Level.EU),
        ("Bundesministerium des Innern", Level.FEDERAL),
        ("Bundesamt für Migration und Flüchtlinge", Level.FEDERAL),
        ("BAMF", Level.FEDERAL),
        ("Kulturstiftung des Bundes", Level.FEDERAL),
        ("Ministerium des Innern und für Sport Rheinland-Pfalz", Level.LAND),
        ("Staatskanzlei und Ministerium für Kultur", Level.LAND),
        ("Landesverwaltungsamt Sachsen-Anhalt", Level.LAND),
        ("Investitionsbank Sachsen-Anhalt", Level.LAND),
        ("Freistaat Sachsen", Level.LAND),
        ("Freie und Hansestadt Hamburg", Level.LAND),
        ("Kunststiftung des Landes Sachsen-Anhalt", Level.LAND),
        ("Landeshauptstadt Magdeburg, Kulturbüro", Level.MUNICIPAL),
        ("Landkreis Beispiel", Level.MUNICIPAL),
        ("Land Sachsen-Anhalt über den Landessportbund", Level.LAND),
        ("Verein Resonanz e. V. (Mittel des BAMF)", Level.FEDERAL),
        ("Robert Bosch Stiftung", Level.FOUNDATION),
        ("Stiftung der Volksbank Musterer Land", Level.FOUNDATION),
        ("Bürgerstiftung der Stadt Elbau", Level.FOUNDATION),
    ],
)
def test_a_funders_name_tells_its_level(name: str, level: Level) -> None:
    assert level_of_funder(name) is level


@pytest.mark.parametrize(
    "name", ["", "Aktion Mensch", "Bundesverband Soziokultur e. V.", "Landessportbund Sachsen-Anhalt", "Bund und Land"]
)
def test_a_name_that_says_nothing_or_several_gives_no_level(name: str) -> None:
    assert level_of_funder(name) is None
