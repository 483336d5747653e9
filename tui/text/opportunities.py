"""What the screen of opportunities says: chips, counts, and the lines of its list. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from grants_db.rules.status import STATUS_ORDER
from grants_db.vocabulary import ApplicantRoute, Level
from grants_db.vocabulary_base import Vocabulary
from tui.formatting.format import deadline_in_a_column, number, one_line, route_sign
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.row_markers import is_new, signs
from tui.state.saved_views import OpportunityView
from tui.widgets.chips import Chip
from tui.widgets.row_table import Row
from tui.widgets.table_rows import RankedWord, Value

if TYPE_CHECKING:
    from grants_db.models.measure import ActionField
    from grants_db.models.opportunity import Opportunity
    from grants_db.search.query import OpportunityPage, OpportunityRow

Choice = TypeVar("Choice")


def chips(wanted: OpportunityView, fields: "Sequence[ActionField]") -> list[Chip]:
    """The filters, each with its key and what it is set to."""
    field = next((_(each.short_title) for each in fields if each.number == wanted.action_field), "")
    return [
        Chip("e", "next_level", _("Ebene"), any_of(wanted.levels)),
        Chip("s", "next_status", _("Stand"), any_of(wanted.statuses)),
        Chip("f", "next_field", _("Handlungsfeld"), one_line(field) or str(wanted.action_field or "")),
        Chip("w", "next_route", _("Antragsweg"), any_of(wanted.routes)),
        Chip("m", "own", _("Eigene"), _("Eigene") if wanted.own else ""),
        Chip("i", "new", _("Neu"), _("Neu") if wanted.new else ""),
        Chip("z", "to_check", _("Zu prüfen"), _("Zu prüfen") if wanted.to_check else ""),
    ]


def in_words(wanted: OpportunityView, fields: "Sequence[ActionField]") -> str:
    """Words and filters in one line."""
    parts = [wanted.words, *(chip.value for chip in chips(wanted, fields))]
    return " · ".join(filter(None, parts)) or _("alles")


def nothing_known() -> str:
    """How to get some calls."""
    return _(
        "Noch keine Förderangebote.\n\nF6 fragt die Quellen jetzt ab (im Terminal: akquise crawl run).\n"
        "Zum Üben im Terminal: akquise demo"
    )


def heading(call: "Opportunity") -> str:
    """What stands over the details of a call: its level and its funder."""
    return one_line(f"{label(call.level)} · {call.funder}").rstrip(" ·")


def line(hit: "OpportunityRow", today: date, since: datetime | None, *, own: bool = False) -> Row:
    """One call; signs before its title: proposed for the own unit, new or changed since the user last looked."""
    stand = _("stillgelegt") if hit.retired else label(hit.status)
    route = f"{route_sign(hit.applicant_route)} {label(hit.applicant_route)}"
    title = signs(own=own, new=is_new(hit.changed_at, since)) + hit.title
    due = deadline_in_a_column(hit.deadline, today)
    values: dict[int, Value] = {
        0: hit.title,
        1: RankedWord(label(hit.level), list(Level).index(hit.level)),
        2: RankedWord(stand, len(STATUS_ORDER) if hit.retired else STATUS_ORDER.index(hit.status)),
        3: hit.due or due,
        4: RankedWord(label(hit.applicant_route), list(ApplicantRoute).index(hit.applicant_route)),
    }
    return Row(str(hit.id), (title, label(hit.level), stand, due, route), values=values)


def counts(page: "OpportunityPage", at_once: int, unsorted: int = 0) -> str:
    """How many calls there are and which of them are shown; where more than `unsorted` fit, none are sorted."""
    there = counted("{n} Förderangebot", "{n} Förderangebote", page.total)
    if page.more:
        there = _("mehr als {count}").format(count=number(page.total))
    if unsorted:
        there += " · " + _("ungeordnet ab {n}, bitte filtern").format(n=number(unsorted))
    last = page.offset + len(page.rows)
    return f"{there} · {number(page.offset + 1)}–{number(last)}" if page.total > at_once and page.rows else there


def any_of(words: Sequence[Vocabulary]) -> str:
    """Several words of a vocabulary, any of which is wanted."""
    return " + ".join(map(label, words))


def after_one(current: Sequence[Choice], choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Where all or one of the choices is wanted the next one, behind the last and after several all (none named).

    >>> after_one((), [1, 2]), after_one((1,), [1, 2]), after_one((2,), [1, 2]), after_one((1, 2), [1, 2])
    ((1,), (2,), (), ())
    """
    following = after(current[0] if current else None, choices) if len(current) <= 1 else None
    return () if following is None else (following,)


def after(current: Choice | None, choices: Sequence[Choice]) -> Choice | None:
    """The next of the choices; none after the last.

    >>> after(None, [1, 2]), after(1, [1, 2]), after(2, [1, 2])
    (1, 2, None)
    """
    if current is None:
        return choices[0] if choices else None
    following = choices.index(current) + 1 if current in choices else len(choices)
    return choices[following] if following < len(choices) else None
