"""What taking an import back did, and why something of it stays."""

from dataclasses import dataclass, field

from grants_db.messages import Message

SHOWN = 20  # of a long list of what stays

CHANGED_SINCE = Message.of("{name}: seither geändert, bleibt wie es ist.")
USED_SINCE = Message.of("{name}: {why}; bleibt.")
GONE = Message.of("{name}: gibt es nicht mehr.")


@dataclass
class TakenBack:
    """What was restored, removed, and what stays."""

    removed: int = 0
    restored: int = 0
    stays: list[Message] = field(default_factory=list)

    def lines(self) -> list[Message]:
        """For people: what stays, then the counts."""
        more = len(self.stays) - SHOWN
        lines = self.stays[:SHOWN] + ([Message.of("… und {count} weitere.", count=more)] if more > 0 else [])
        return [
            *lines,
            Message.of(
                "{removed} entfernt, {restored} auf den Stand davor gebracht, {stays} bleiben.",
                removed=self.removed,
                restored=self.restored,
                stays=len(self.stays),
            ),
        ]
