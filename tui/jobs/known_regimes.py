"""Which general conditions (Nebenbestimmungen) an award can name here."""

from grants_db.errors import InputError
from grants_db.rules.obligation_rules import Rules, load_rules, regimes_of
from grants_db.settings import Settings
from tui.formatting.labels import REGIMES


def known_regimes(settings: Settings) -> list[str]:
    """Those that are shipped, in the order in which they are shown, then those of the city's own file.

    A mistake in that file is told where its rules are applied, not here.
    """
    rules = rules_or_shipped(settings)
    return [*REGIMES, *(name for name in regimes_of(rules) if name not in REGIMES)]


def rules_or_shipped(settings: Settings) -> Rules:
    """The rules with those of the city's own file; where that has a mistake, the shipped ones."""
    try:
        return load_rules(settings.rules_file)
    except InputError:
        return load_rules()
