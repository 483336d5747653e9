"""What is looked for on the screen of opportunities as a value that can be remembered; any list's views by name.

What the app remembers may have been written by another version or by hand: whatever does not fit is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus
from tui.state.list_filter import remembered_number, remembered_words
from tui.state.user_state import Memory

#: by what names the memory knows the filters of the screen, a list's saved views, and a view the layout in it
FILTERS, VIEWS, LAYOUT = "filters.opportunities", "views.", "arrangement"
LONGEST_WORDS, LONGEST_NAME, MOST_VIEWS = 200, 60, 50


@dataclass(frozen=True)
class OpportunityView:
    """Words and filters; empty means all."""

    words: str = ""
    levels: tuple[Level, ...] = ()  # any of them; so with status and route
    statuses: tuple[OpportunityStatus, ...] = ()
    action_field: int | None = None
    routes: tuple[ApplicantRoute, ...] = ()
    own: bool = False  # only what is proposed for the own unit's measures
    new: bool = False  # only what is new since the user last looked
    to_check: bool = False  # only what leaves something open

    def as_json(self) -> dict[str, object]:
        """Plain JSON, without what is empty."""
        kept = {name: value for name, value in vars(self).items() if value not in ("", None, False, ())}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}

    @classmethod
    def from_json(cls, stored: object) -> "OpportunityView":
        """Read what `as_json` wrote, or anything else."""
        values = stored if isinstance(stored, dict) else {}
        words, field = values.get("words"), remembered_number(values.get("action_field"))
        return cls(
            words=words[:LONGEST_WORDS] if isinstance(words, str) else "",
            levels=remembered_words(Level, values.get("levels", values.get("level"))),
            statuses=remembered_words(OpportunityStatus, values.get("statuses", values.get("status"))),
            action_field=field if field in range(1, 100) else None,
            routes=remembered_words(ApplicantRoute, values.get("routes", values.get("route"))),
            own=values.get("own") is True,
            new=values.get("new") is True,
            to_check=values.get("to_check") is True,
        )


@dataclass(frozen=True)
class SavedView:
    """What a list shows, by a name: words and filters as its screen writes them, and how it is laid out."""

    wanted: Mapping[str, object]
    arrangement: Mapping[str, object] = field(default_factory=dict)


def saved_views(memory: Memory, mode: str) -> dict[str, SavedView]:
    """The saved views of a list by name, in the order of their names."""
    stored: dict[str, object] = memory.get(VIEWS + mode, {})
    names = sorted((name for name in stored if isinstance(name, str) and name.strip()), key=str.casefold)
    return {name: _view(stored[name]) for name in names[:MOST_VIEWS]}


def save_view(memory: Memory, mode: str, name: str, view: SavedView) -> None:
    """Remember a view by a name; the same name again replaces it."""
    _keep(memory, mode, saved_views(memory, mode) | {name.strip()[:LONGEST_NAME]: view})


def delete_view(memory: Memory, mode: str, name: str) -> None:
    """Forget a view."""
    _keep(memory, mode, {known: view for known, view in saved_views(memory, mode).items() if known != name})


def _keep(memory: Memory, mode: str, views: Mapping[str, SavedView]) -> None:
    memory.put(VIEWS + mode, {name: {**view.wanted, LAYOUT: dict(view.arrangement)} for name, view in views.items()})


def _view(stored: object) -> SavedView:
    """The layout lies among the filters, where earlier versions kept nothing else."""
    values = dict(stored) if isinstance(stored, dict) else {}
    layout = values.pop(LAYOUT, None)
    return SavedView(values, layout if isinstance(layout, dict) else {})
