"""The list of applications as plain values and texts: which are shown, a row of the table, a line about all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from grants_db.rules.unit_names import same_unit
from grants_db.vocabulary import ApplicationStage, FunderStatus
from tui.formatting.format import day, one_line
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.row_markers import is_new, is_own, signs
from tui.state.list_filter import ListFilter, remembered_number
from tui.text.application import CERTAINTY_SIGNS
from tui.text.application_panels import BOARD, lane_of
from tui.widgets.row_table import Row
from tui.widgets.table_rows import RankedWord, Value

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationRow


@dataclass(frozen=True)
class WantedApplications(ListFilter):
    """Which applications are shown: of an action field, of a column of the board."""

    field: int | None = None
    phase: int | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """What was remembered; what makes no sense is left out."""
        phase = remembered_number(stored.get("phase"))
        return replace(
            super().from_json(stored),
            field=remembered_number(stored.get("field")),
            phase=phase if phase in range(len(BOARD)) else None,
        )

    def takes(self, row: "ApplicationRow") -> bool:
        """Is this application among them?"""
        application = row.application
        if self.field is not None and all(one.action_field_number != self.field for one in row.measures):
            return False
        if self.phase is not None and lane_of(application.stage) != self.phase:
            return False
        if self.unit and not same_unit(row.unit, self.unit):
            return False
        named = {
            _("Förderangebot"): row.title,
            _("Maßnahme"): " ".join(f"{one.number} {one.title}" for one in row.measures),
            _("Einheit"): row.unit,
            _("Stand"): f"{label(application.stage)} {label(application.funder_status)}",
        }
        return self.has_words(f"{application.id} {' '.join(named.values())} {application.role}", named)


def summary(shown: "Sequence[ApplicationRow]", wanted: WantedApplications) -> str:
    """What is shown, in one line."""
    parts = [counted("{n} Antrag", "{n} Anträge", len(shown))]
    if wanted.field is not None:
        parts.append(_("Handlungsfeld {number}").format(number=wanted.field))
    if wanted.phase is not None:
        parts.append(_(BOARD[wanted.phase][0]))
    if wanted.unit:
        parts.append(one_line(wanted.unit))
    endangered = sum(row.warned for row in shown)
    if endangered:
        parts.append(counted("! {n} durch einen Vertrag gefährdet", "! {n} durch Verträge gefährdet", endangered))
    return " · ".join(parts)


def before(row: "ApplicationRow", unit: str, since: datetime | None) -> str:
    """The signs before an application: the own unit's, new since the user last looked, in danger."""
    return signs(own=is_own(row.unit, unit), new=is_new(row.changed_at, since)) + "! " * row.warned


def table_row(row: "ApplicationRow", unit: str, since: datetime | None) -> Row:
    """An application in the table."""
    application, entry = row.application, row.next_entry
    cells = (
        str(application.id),
        label(application.stage),
        label(application.funder_status),
        before(row, unit, since) + row.title,
        f"{CERTAINTY_SIGNS[entry.certainty]} {day(entry.due)}" if entry else "–",
        row.unit,
    )
    stages, states = list(ApplicationStage), list(FunderStatus)
    values: dict[int, Value] = {
        0: application.id,
        1: RankedWord(label(application.stage), stages.index(application.stage)),
        2: RankedWord(label(application.funder_status), states.index(application.funder_status)),
        3: row.title,
        4: entry.due if entry else None,
    }
    return Row(str(application.id), cells, values=values)
