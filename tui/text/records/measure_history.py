"""A line of a measure's history: when, what, whose word."""

from typing import TYPE_CHECKING

from grants_db.messages import Message
from tui.formatting.format import instant, one_line
from tui.formatting.i18n import _
from tui.formatting.messages import sentence

if TYPE_CHECKING:
    from grants_db.models.measure import MeasureHistoryEntry


def measure_history_line(line: "MeasureHistoryEntry") -> str:
    """What was changed, when and by whom, with what stood before; what was taken back says so."""
    whose = f"  ({one_line(line.by)})" if line.by else ""
    gone = f"  {_('(zurückgenommen)')}" if line.undone_at is not None else ""
    return f"{instant(line.at)}  {one_line(sentence(Message.from_json(line.sentence)))}{gone}{whose}"
