"""An obligation that follows from an award, in words and as JSON. Pure."""

from typing import TYPE_CHECKING

from tui.formatting.format import day, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.messages import sentence

if TYPE_CHECKING:
    from grants_db.rules.obligations import Obligation


def obligation_facts(item: "Obligation") -> list[str]:
    """Where an obligation stands, how its day was worked out and how sure it is, each a few words."""
    parts = [*([one_line(item.provision)] if item.provision else []), sentence(item.formula)]
    if item.moved_from is not None:
        parts.append(_("verschoben vom {day} auf den nächsten Werktag").format(day=day(item.moved_from)))
    if item.safe_until is not None:
        parts.append(_("sicher bis {day}").format(day=day(item.safe_until)))
    if item.moves_to is not None:
        parts.append(_("bis {day}, wenn der Bescheid nicht auf dem Tag besteht").format(day=day(item.moves_to)))
    parts += [_("eigene Regel")] if item.own else []
    parts.append(_("bestätigt") if item.confirmed else _("prüfen"))
    return parts


def derived_line(item: "Obligation") -> str:
    """An obligation of no application, as a line: its day, what it is, where it stands."""
    without = _("ohne Tag") if item.waits else _("im Bescheid")
    head = f"{day(item.due) if item.due else without:<11} {label(item.kind)}"
    return " · ".join([head, *([one_line(item.occurrence)] if item.occurrence else []), *obligation_facts(item)])


def derived_record(item: "Obligation") -> dict[str, str | bool | None]:
    """The contract of `akquise deadlines derive --json`: days ISO, null where only the award can say them."""
    return {
        "obligation": item.kind.value,
        "occurrence": item.occurrence,
        "due": item.due.isoformat() if item.due else None,
        "safe_until": item.safe_until.isoformat() if item.safe_until else None,
        "moves_to": item.moves_to.isoformat() if item.moves_to else None,
        "certainty": "confirmed" if item.confirmed else "check",
        "provision": item.provision,
        "source": item.source,
        "own": item.own,
        "formula": sentence(item.formula),
    }
