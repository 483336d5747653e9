"""What a user of the browser version sets for themselves: kept in their memory, over what the settings file says.

There all tabs run under one account and share its file; whoever changed the language in it changed it for everybody.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from tui.formatting.i18n import WRITTEN_AS
from tui.state.user_state import Memory

if TYPE_CHECKING:
    from grants_db.settings import Settings

MEMORY = "settings"
UNIT, LANGUAGE = "unit", "lang"


def own_values(memory: Memory) -> dict[str, str]:
    """What this user has set; what can't be a value is left out, since anybody may have edited the memory."""
    kept: dict[str, object] = memory.get(MEMORY, {})
    unit, language = kept.get(UNIT), kept.get(LANGUAGE)
    values = {}
    if isinstance(unit, str):
        values[UNIT] = unit
    if isinstance(language, str) and language in WRITTEN_AS:
        values[LANGUAGE] = language
    return values


def keep_own(memory: Memory, values: Mapping[str, str]) -> None:
    """Remember values beside those that are kept already; an empty unit stands for none, whatever the file says."""
    memory.put(MEMORY, own_values(memory) | dict(values))


def with_own(settings: "Settings", memory: Memory, led: Collection[str]) -> "Settings":
    """The settings as they hold for this user; what an option or the environment fixes stays fixed."""
    own = {name: value for name, value in own_values(memory).items() if name not in led}
    return settings.model_copy(update=own)
