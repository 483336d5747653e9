"""What can go wrong in a way a person can mend: each error is one sentence, what, where, what next.

    AkquiseError            the root of all; the command prints its sentence and exits with `exit_status`
    ├── UsageError          wrong call or configuration (2)
    │   └── DoubtError      possible but unlikely; who has looked twice may insist on it (2)
    │       └── MissingStepError  a step is missing before it; who insists has it entered too (2)
    ├── DatabaseError       the database can't be opened, read or written (2)
    │   └── DamagedError    its file is damaged, or none of a database: only a backup helps (2)
    └── InputError          a file or value that can't be used (1)

The packages above derive their own from these.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grants_db.messages import Message


class AkquiseError(Exception):
    """A error with one clear sentence; the template is German and translated by `tui`."""

    exit_status = 1

    def __init__(self, template: str, **values: object) -> None:
        from grants_db.messages import Message  # with the first error: the app's first picture needs none

        self.sentence = Message.of(template, **values)
        super().__init__(str(self.sentence))


class UsageError(AkquiseError):
    """The command or its configuration is wrong."""

    exit_status = 2


class DoubtError(UsageError):
    """What was entered is possible but unlikely: nothing is stored until whoever entered it insists."""


class MissingStepError(DoubtError):
    """Something must be entered before this: whoever insists has it entered along with it."""

    def __init__(self, template: str, *, offer: "Message", **values: object) -> None:
        """`offer` says what is entered when somebody insists."""
        super().__init__(template, **values)
        self.offer = offer


class DatabaseError(AkquiseError):
    """The database can't be opened, read or written."""

    exit_status = 2


class DamagedError(DatabaseError):
    """The database's file is damaged, or is none of a database."""


class InputError(AkquiseError):
    """A file or value from outside can't be used."""


class OvertakenError(InputError):
    """Somebody else has decided, changed or deleted meanwhile what this was about; nothing was changed."""
