"""What the ledger says: its filter in words, a decision in a row and in full, what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from rich.console import RenderableType
from textual.content import Content

from grants_db.clock import local_day
from grants_db.messages import Message
from grants_db.vocabulary import DecisionKind, ReasonCode
from tui.formatting.format import day, instant, one_line
from tui.formatting.i18n import _, counted
from tui.formatting.labels import fact_name, label
from tui.formatting.messages import quoted, sentence
from tui.formatting.rich_blocks import FactLine, FactTable, stacked, title_line
from tui.formatting.row_markers import MARKED, is_new, is_own, signs
from tui.state.list_filter import ListFilter, remembered_number, remembered_word
from tui.text.facts import decision_line
from tui.text.review import DECISION_SIGNS
from tui.widgets.row_table import Row
from tui.widgets.table_rows import Value

if TYPE_CHECKING:
    from grants_db.models.measure import ActionField
    from grants_db.review.decision_log import LedgerEntry, LedgerLine


@dataclass(frozen=True)
class WantedDecisions(ListFilter):
    """Which decisions: of a kind, with a reason, about an action field; empty: all."""

    kind: DecisionKind | None = None
    reason: ReasonCode | None = None
    action_field: int | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """What was remembered; what makes no sense is left out."""
        return replace(
            super().from_json(stored),
            kind=remembered_word(DecisionKind, stored.get("kind")),
            reason=remembered_word(ReasonCode, stored.get("reason")),
            action_field=remembered_number(stored.get("action_field")),
        )

    def named(self) -> dict[str, tuple[ReasonCode, ...]]:
        """For each word the reasons whose names on screen hold it."""
        names = {code: label(code).casefold() for code in ReasonCode}
        return {
            word: tuple(code for code, name in names.items() if word.casefold() in name) for word in self.words.split()
        }


def headline(total: int, wanted: WantedDecisions, fields: "Sequence[ActionField]") -> str:
    """How many decisions there are, and the filters in words."""
    count = counted("{n} Entscheidung", "{n} Entscheidungen", total)
    titles = {one.number: one.short_title for one in fields}
    parts = [
        quoted(one_line(wanted.words)) if wanted.words.strip() else "",
        label(wanted.kind) if wanted.kind else "",
        label(wanted.reason) if wanted.reason else "",
        f"{_('HF')} {wanted.action_field} {_(one_line(titles.get(wanted.action_field, '')))}"
        if wanted.action_field
        else "",
        one_line(wanted.unit),
    ]
    return " · ".join([count, *(part.strip() for part in parts if part)])


def ledger_row(line: "LedgerLine", marks: Collection[int], unit: str, since: datetime | None) -> Row:
    """A decision in a row; one that was taken back stands in parentheses."""
    kind = f"{DECISION_SIGNS[line.kind]} {label(line.reason) if line.reason else label(line.kind)}"
    mark = MARKED if line.id in marks else " "
    cells = (
        f"{mark} {day(local_day(line.decided_at))}",
        signs(own=is_own(line.unit, unit)) + line.number,
        f"({kind})" if line.undone_at is not None else kind,
        signs(new=is_new(line.decided_at, since)) + line.title,
    )
    values: dict[int, Value] = {0: local_day(line.decided_at), 1: line.number, 2: cells[2], 3: line.title}
    return Row(str(line.id), cells, values=values)


def ledger_panel(entry: "LedgerEntry") -> RenderableType:
    """A decision in full: what, why, when, who, on which version; and what became of it."""
    decision, call = entry.decision, entry.opportunity
    facts = [
        FactLine(_("Förderangebot"), str(call.id)),
        FactLine(_("Maßnahme"), f"{entry.measure.number} {one_line(entry.measure.title)}"),
        FactLine(_("Entscheidung"), f"{DECISION_SIGNS[decision.kind]} {label(decision.kind)}"),
        *([FactLine(_("Grund"), label(decision.reason))] if decision.reason else []),
        FactLine(_("Anmerkung"), one_line(decision.note) or "–"),
        FactLine(_("Entschieden"), instant(decision.decided_at)),
        FactLine(_("Wer"), one_line(decision.decided_by) or "–"),
        FactLine(_("Fassung des Aufrufs"), _version(entry)),
    ]
    return stacked(
        title_line(call.title),
        FactTable(facts),
        title_line(_("Was daraus wurde")),
        FactTable(_outcome(entry)),
    )


def _version(entry: "LedgerEntry") -> str:
    then, now = entry.decision.opportunity_version, entry.opportunity.version
    if then >= now:
        return _("{number} (die heutige)").format(number=then)
    changed = ", ".join(fact_name(name) for name in entry.changed) or "–"
    return _("{number} (heute {now}; seither geändert: {changed})").format(number=then, now=now, changed=changed)


def _outcome(entry: "LedgerEntry") -> list[FactLine]:
    """Taken back, reopened, decided anew, applied for; or that it stands."""
    decision, facts = entry.decision, []
    if decision.undone_at is not None:
        facts.append(FactLine(_("Zurückgenommen"), instant(decision.undone_at)))
    if decision.reopened_because:
        facts.append(FactLine(_("Wieder offen"), sentence(Message.from_json(decision.reopened_because))))
    facts += [FactLine(_("Danach"), decision_line(later)) for later in entry.later if later.undone_at is None]
    if entry.application is not None:
        stage = label(entry.application.stage)
        reason = f" ({label(entry.application.exit_reason)})" if entry.application.exit_reason else ""
        facts.append(FactLine(_("Antrag {number}").format(number=entry.application.id), stage + reason))
    if entry.opportunity.retired_at is not None:
        facts.append(FactLine(_("Förderangebot"), _("Die Quelle führt es nicht mehr.")))
    return facts or [FactLine(_("Stand"), _("gilt"))]


def place(shown: int, offset: int, total: int) -> Content:
    """Which rows of how many are shown."""
    if not total:
        return Content("")
    return Content(_("{first}–{last} von {total}").format(first=offset + 1, last=offset + shown, total=total))
