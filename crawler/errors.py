"""What can go wrong between us and a portal, each with its sentence and what it makes of the run.

    AkquiseError
    ├── PageError           a page that could not be fetched or read; carries the outcome it stands for
    └── ReaderFaultError    our own reader broke on a text; the page's other records can be read

The three `…Error(IgnoreRequest)` are raised before a request leaves the house.
"""

import traceback
from pathlib import Path

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.vocabulary import RunOutcome


class PageError(AkquiseError):
    """A page could not be read; `outcome` is what the run becomes where the page was its way in."""

    def __init__(self, outcome: RunOutcome, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.outcome = outcome


class ReaderFaultError(AkquiseError):
    """A fault of ours: a reader broke on a text nobody thought of; its record is missing until that is mended."""

    @classmethod
    def of(cls, error: Exception) -> "ReaderFaultError":
        """With the kind of the fault and where in the program it happened."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        return cls(
            "Fehler in akquise, bitte melden: Ein Text ist nicht zu lesen ({kind} in {file}, Zeile {line}: {why}).",
            kind=type(error).__name__,
            file=Path(place.filename).name,
            line=place.lineno,
            why=str(error)[:200],
        )


class RobotsForbiddenError(IgnoreRequest):
    """robots.txt does not allow the page; a rule obeyed, no fault."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be read, so nothing is allowed; `why` where it is for the house to mend."""

    def __init__(self, why: Message | None = None) -> None:
        self.why = why
        super().__init__()


class WayOutError(IgnoreRequest):
    """The house's own way out is not open: its proxy refuses, or a certificate is not trusted. Asking again is vain."""

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = Message.of(template, **values)
        super().__init__(str(self.sentence))


class AddressRefusedError(IgnoreRequest):
    """An address we don't go to: inside the own network, another scheme, another site."""

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = Message.of(template, **values)
        super().__init__(str(self.sentence))


class RedirectLimitError(IgnoreRequest):
    """A page that leads from address to address without end."""


class TooLargeError(IgnoreRequest):
    """A compressed body that unpacks to more than the source's pages may have."""


def explain(error: BaseException, megabytes: int) -> tuple[Message, RunOutcome]:
    """The sentence for a request that got no answer, and what it makes of a run whose way in it was.

    Args:
        error: what was raised instead of an answer.
        megabytes: the largest answer the source may give.
    """
    match error:
        case PageError():
            return error.sentence, error.outcome
        case RobotsForbiddenError():
            return Message.of("robots.txt erlaubt den Abruf nicht."), RunOutcome.BLOCKED
        case RobotsUnreachableError(why=Message() as why) | WayOutError(sentence=why):
            return why, RunOutcome.FAILED
        case RobotsUnreachableError():
            return (
                Message.of("robots.txt ist nicht erreichbar; ohne sie wird nichts abgerufen."),
                RunOutcome.FAILED,
            )
        case AddressRefusedError():
            return error.sentence, RunOutcome.FAILED
        case RedirectLimitError():
            return Message.of("Die Seite leitet endlos weiter."), RunOutcome.FAILED
        case DownloadCancelledError() | TooLargeError():
            return (
                Message.of("Die Antwort ist größer als {limit} MB und wurde nicht gelesen.", limit=megabytes),
                RunOutcome.FAILED,
            )
        case DownloadTimeoutError():
            return Message.of("Der Server hat nicht rechtzeitig geantwortet."), RunOutcome.FAILED
        case CannotResolveHostError():
            return (
                Message.of("Der Name des Servers lässt sich nicht auflösen oder führt ins eigene Netz."),
                RunOutcome.FAILED,
            )
        case DownloadConnectionRefusedError():
            return Message.of("Der Server nimmt keine Verbindung an."), RunOutcome.FAILED
        case ResponseDataLossError() | DownloadFailedError():
            return Message.of("Die Verbindung brach mehrmals ab."), RunOutcome.FAILED
    return Message.of("Die Seite konnte nicht abgerufen werden ({why}).", why=_short(error)), RunOutcome.FAILED


def _short(error: BaseException) -> str:
    text = str(error).splitlines()
    return f"{type(error).__name__}: {text[0][:200]}" if text else type(error).__name__
