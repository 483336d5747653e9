"""Which dates the screen of deadlines shows, in what order, and how it says so. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from grants_db.rules.unit_names import same_unit
from grants_db.vocabulary import AgendaKind, Certainty
from tui.formatting.format import one_line
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.row_markers import NEW, OWN, is_own, signs
from tui.state.list_filter import ListFilter, remembered_word
from tui.text.application import CERTAINTY_SIGNS, entry_day, entry_name, time_left
from tui.widgets.row_table import Row

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry

#: the keys of rows that head a group
HEADING = "heading:"


@dataclass(frozen=True)
class WantedDates(ListFilter):
    """Which dates: of a unit, with these words, of one kind; empty: of all."""

    kind: AgendaKind | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """What was remembered; a value that is none any more is left out."""
        return replace(super().from_json(stored), kind=remembered_word(AgendaKind, stored.get("kind")))

    def fits(self, entry: "AgendaEntry") -> bool:
        """Is this date wanted?"""
        if self.unit and not any(same_unit(name, self.unit) for name in entry.units):
            return False
        if self.kind is not None and entry.what is not self.kind:
            return False
        if not self.words.strip():
            return True
        named = {
            _("Maßnahme"): f"{entry.measure.number} {entry.measure.title}",
            _("Förderangebot"): entry.opportunity.title,
            _("Termin"): entry_name(entry),
            _("Einheit"): " ".join(entry.units),
        }
        return self.has_words(one_line(" ".join(named.values())), named)


def next_kind(wanted: WantedDates, entries: "Sequence[AgendaEntry]") -> WantedDates:
    """All kinds, then each that there is, then all again."""
    there = {entry.what for entry in entries}
    ring = [None, *(kind for kind in AgendaKind if kind in there)]
    place = ring.index(wanted.kind) if wanted.kind in ring else 0
    return replace(wanted, kind=ring[(place + 1) % len(ring)])


def listed(
    entries: "Sequence[AgendaEntry]",
    own: str,
    thresholds: Mapping[str, tuple[int, ...]],
    new: Collection[str] = (),
) -> list[Row]:
    """What is overdue first, then the own unit's dates and the others', last what has no day; each under a heading.

    `new` are the uids of the dates that came or moved since the user last looked.
    """
    groups: dict[str, list[AgendaEntry]] = {"late": [], "own": [], "others": [], "undated": []}
    for entry in entries:
        groups[_group(entry, own)].append(entry)
    names = {
        "late": _("Überfällig"),
        "own": next((f"{OWN} {one_line(name)}" for entry in groups["own"] for name in _own(entry, own)), ""),
        "others": _("Andere Einheiten") if groups["own"] else _("Kommende Termine"),
        "undated": _("Ohne festen Tag"),
    }
    filled = [name for name, of_group in groups.items() if of_group]
    rows: list[Row] = []
    for name in filled:
        if len(filled) > 1 and (name != "others" or name != filled[0]):
            rows.append(Row(f"{HEADING}{name}", ("", "", "", "", names[name], ""), bold=True, heading=True))
        rows += [_row(entry, own, thresholds, new=entry.uid in new) for entry in groups[name]]
    return rows


def month_rows(
    entries: "Sequence[AgendaEntry]", own: str, thresholds: Mapping[str, tuple[int, ...]], new: Collection[str] = ()
) -> list[Row]:
    """The dates of a month as they come, each with its day."""
    return [_row(entry, own, thresholds, new=entry.uid in new) for entry in entries]


def _group(entry: "AgendaEntry", own: str) -> str:
    if entry.due is None:
        return "undated"
    if entry.days_left is not None and entry.days_left < 0:
        return "late"
    return "own" if _own(entry, own) else "others"


def _own(entry: "AgendaEntry", own: str) -> list[str]:
    """The user's own unit by its name, where it answers for the date."""
    return [name for name in entry.units if is_own(name, own)]


def _row(entry: "AgendaEntry", own: str, thresholds: Mapping[str, tuple[int, ...]], *, new: bool) -> Row:
    what = f"{signs(new=new)}{CERTAINTY_SIGNS[entry.certainty]} {entry_name(entry)}"
    unit = signs(own=bool(_own(entry, own))) + entry.unit  # the details name all
    return Row(
        entry.uid,
        (entry_day(entry), time_left(entry, thresholds), entry.measure.number, what, entry.opportunity.title, unit),
        values={0: entry.due, 1: entry.days_left, 3: entry_name(entry), 5: entry.unit},
    )


def legend(*, new: bool = True) -> str:
    """What the signs before a date mean; on paper nothing is new."""
    certain = "  ".join(f"{CERTAINTY_SIGNS[certainty]} {label(certainty)}" for certainty in Certainty)
    said = [certain, _("! bald"), _("!! überfällig"), *([f"{NEW} {_('neu')}"] if new else [])]
    return "  ".join(said)


def chips(wanted: WantedDates, shown: int, total: int) -> str:
    """What the list is narrowed to, and how much of it that is."""
    parts = []
    if wanted.unit:
        parts.append(_("Einheit: {unit}").format(unit=one_line(wanted.unit)))
    if wanted.kind is not None:
        parts.append(_("Art: {kind}").format(kind=label(wanted.kind)))
    if wanted.words.strip():
        parts.append(_("Wörter: {words}").format(words=one_line(wanted.words)))
    if not parts:
        return counted("{n} Termin", "{n} Termine", total)
    count = _("{shown} von {total}").format(shown=shown, total=total)
    return " · ".join([count, *parts])
