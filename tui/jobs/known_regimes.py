"""Which general conditions (Nebenbestimmungen) an award can name here."""

from grants_db.errors import InputError
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.settings import Settings
from tui.formatting.labels import REGIMES


def known_regimes(settings: Settings) -> list[str]:
    """Those that are shipped, in the order in which they are shown, then those of the city's own file.

    A mistake in that file is told where its rules are applied, not here.
    """
    try:
        rules = load_rules(settings.rules_file)
    except InputError:
        rules = load_rules()
    return [*REGIMES, *(name for name in regimes_of(rules) if name not in REGIMES)]
