"""Which letter does what on which screen: the handbook's table says it, whole; none gets a new meaning unseen."""

import re
from collections import defaultdict

from textual.binding import Binding

from tests.tui.test_handbook_pages import HANDBOOK, rows_under
from tui.screens.base.page import PageScreen
from tui.widgets.tabs import SCREENS

#: the first screen's digit stands for both ways through the matches
MEANING = re.compile(r"(?P<name>[^()·]+) \((?P<digits>[\d, ]+)\)")


def bound() -> dict[str, dict[str, set[str]]]:
    """For each letter its names, and for each name the digits of the screens where it has it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for tab in SCREENS:
        for owner in tab.screen_class().__mro__:
            if not owner.__module__.startswith("tui.") or owner is PageScreen:
                continue
            for binding in Binding.make_bindings(vars(owner).get("BINDINGS", ())):
                if len(binding.key) == 1 and binding.key.isalpha():
                    found[binding.key][binding.description].add(tab.key)
    return found


def described() -> dict[str, dict[str, set[str]]]:
    """The same as the table has it."""
    return {
        cells[0].strip("`"): {
            one["name"].strip(): set(one["digits"].replace(" ", "").split(",")) for one in MEANING.finditer(cells[1])
        }
        for cells in rows_under(HANDBOOK / "bedienung.md", "Buchstabe")
    }


def test_the_table_says_what_every_letter_does_on_every_screen() -> None:
    assert described() == {letter: dict(names) for letter, names in bound().items()}


def test_letters_that_the_handbook_calls_the_same_everywhere_are() -> None:
    meanings = {
        "o": {"Quelle", "Quelle öffnen", "Seite öffnen"},
        "x": {"Alle zeigen", "Filter löschen"},
        "r": {"Zum Treffer", "Treffer prüfen", "Prüfen", "Nach Angebot", "Nach Maßnahme"},
        "u": {"Rückgängig", "Zurücknehmen"},
        "D": {"Drucken"},
        "f": {"Handlungsfeld"},
        "l": {"Später"},
        "R": {"Vorlage für den Rat"},
    }
    found = bound()
    assert {
        letter: set(found[letter]) - names for letter, names in meanings.items() if set(found[letter]) - names
    } == {}
