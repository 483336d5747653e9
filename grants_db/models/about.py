"""What the house knows of a field beside its type: its names, what its value means, and where it matters.

A field of `OpportunityFacts` carries one `About`; border, changes, reopening, digest, corrections, duplicates, exports,
entry, labels and screens go by it, so that a new fact is written down in one place.
"""

from dataclasses import dataclass
from enum import Enum, auto

from grants_db.vocabulary import DigestSection, ReasonCode
from grants_db.vocabulary_base import Vocabulary


class ValueKind(Enum):
    """What a value is, and so how it is read, compared and shown."""

    TEXT = auto()  # a line
    LONG_TEXT = auto()  # paragraphs; of a change only what differs is shown
    WORD = auto()  # a word of `About.words`
    WORDS = auto()  # several of them
    SUM = auto()  # EUR, two places
    RATE = auto()  # percent, two places
    DAY = auto()
    REGIONS = auto()  # "EU", "DE", "DE-ST", or a name as written
    DEADLINE = auto()  # `grants_db.rules.deadline.Deadline.as_json`
    LINES = auto()  # texts, one a line
    CONTACT = auto()  # `grants_db.office_contact.OfficeContact.as_json`
    QUOTES = auto()  # field → sentence of the source


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of a field.

    Attributes:
        german, english: its name for people.
        kind: what its value is.
        words: the vocabulary of a WORD or of WORDS.
        unstated: the word that says that nothing is stated.
        material: a change may matter to a decision.
        bookkeeping: says something of our reading, not of the call; it is never compared.
        read: read from prose, so that its sentence may be asked for.
        correctable: an officer's word may lead over the source.
        compared: two sources of one programme can contradict each other in it.
        answers: the reason for a dismissal that a change of it may answer.
        section: the part of the digest that tells a change of it.
        in_table: a column of the table for offices.
        commongrants: name and meaning of the custom field in that format; None where it has a field of its own.
        shown: its place among the facts on screen; 0: not among them.
    """

    german: str
    english: str
    kind: ValueKind = ValueKind.TEXT
    words: type[Vocabulary] | None = None
    unstated: Vocabulary | None = None
    material: bool = False
    bookkeeping: bool = False
    read: bool = False
    correctable: bool = False
    compared: bool = False
    answers: ReasonCode | None = None
    section: DigestSection | None = None
    in_table: bool = True
    commongrants: tuple[str, str] | None = None
    shown: int = 0

    @property
    def heading(self) -> str:
        """Its name as the heading of a column, with the unit of its numbers."""
        return self.german + {ValueKind.SUM: " €", ValueKind.RATE: " %"}.get(self.kind, "")

    @property
    def is_number(self) -> bool:
        """Is its value a `Decimal`?"""
        return self.kind in (ValueKind.SUM, ValueKind.RATE)
