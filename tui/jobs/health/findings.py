"""What a check of the machine gives: how it stands, and one sentence that says what, where and what next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from grants_db.messages import Message


class Health(IntEnum):
    """How something stands; the number is the exit status that monitoring plugins give (Monitoring Plugins, 2.3)."""

    FINE = 0
    WARNING = 1
    FAILURE = 2


@dataclass(frozen=True)
class HealthCheck:
    """One thing that was looked at: its name for scripts, how it stands, what is to be said."""

    name: str
    health: Health
    said: Message

    @classmethod
    def well(cls, name: str, template: str, **values: object) -> "HealthCheck":
        """Nothing is to be done."""
        return cls(name, Health.FINE, Message.of(template, **values))

    @classmethod
    def worth_a_look(cls, name: str, template: str, **values: object) -> "HealthCheck":
        """Somebody should look at it, not at once."""
        return cls(name, Health.WARNING, Message.of(template, **values))

    @classmethod
    def broken(cls, name: str, template: str, **values: object) -> "HealthCheck":
        """Something does not work."""
        return cls(name, Health.FAILURE, Message.of(template, **values))


def worst(checks: Iterable[HealthCheck]) -> Health:
    """How all of it stands: as the worst of it."""
    return max((check.health for check in checks), default=Health.FINE)
