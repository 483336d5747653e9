"""What is looked for on the screen of opportunities, as a value that can be remembered and recalled by a name.

What the app remembers may have been written by another version or by hand: whatever does not fit is left out.
"""

from dataclasses import dataclass

from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus
from tui.state.list_filter import remembered_number, remembered_word
from tui.state.user_state import Memory

#: by what names the memory knows the filters of the screen and the saved views
FILTERS, VIEWS = "filters.opportunities", "views.opportunities"
LONGEST_WORDS, LONGEST_NAME, MOST_VIEWS = 200, 60, 50


@dataclass(frozen=True)
class OpportunityView:
    """Words and filters; empty means all."""

    words: str = ""
    level: Level | None = None
    status: OpportunityStatus | None = None
    action_field: int | None = None
    route: ApplicantRoute | None = None
    own: bool = False  # only what is proposed for the own unit's measures
    new: bool = False  # only what is new since the user last looked
    to_check: bool = False  # only what leaves something open

    def as_json(self) -> dict[str, object]:
        """Plain JSON, without what is empty."""
        return {name: value for name, value in vars(self).items() if value not in ("", None, False)}

    @classmethod
    def from_json(cls, stored: object) -> "OpportunityView":
        """Read what `as_json` wrote, or anything else."""
        values = stored if isinstance(stored, dict) else {}
        words, field = values.get("words"), remembered_number(values.get("action_field"))
        return cls(
            words=words[:LONGEST_WORDS] if isinstance(words, str) else "",
            level=remembered_word(Level, values.get("level")),
            status=remembered_word(OpportunityStatus, values.get("status")),
            action_field=field if field in range(1, 100) else None,
            route=remembered_word(ApplicantRoute, values.get("route")),
            own=values.get("own") is True,
            new=values.get("new") is True,
            to_check=values.get("to_check") is True,
        )


def saved_views(memory: Memory) -> dict[str, OpportunityView]:
    """The saved views by name, in the order of their names."""
    stored: dict[str, object] = memory.get(VIEWS, {})
    names = sorted((name for name in stored if isinstance(name, str) and name.strip()), key=str.casefold)
    return {name: OpportunityView.from_json(stored[name]) for name in names[:MOST_VIEWS]}


def save_view(memory: Memory, name: str, wanted: OpportunityView) -> None:
    """Remember words and filters by a name; the same name again replaces the view."""
    views = saved_views(memory) | {name.strip()[:LONGEST_NAME]: wanted}
    memory.put(VIEWS, {known: view.as_json() for known, view in views.items()})


def delete_view(memory: Memory, name: str) -> None:
    """Forget a view."""
    memory.put(VIEWS, {known: view.as_json() for known, view in saved_views(memory).items() if known != name})
