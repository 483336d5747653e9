"""A letter read: its kind, its fields each with the sentence it stands in, what to check, and the calls in it. Pure."""

from dataclasses import dataclass, field
from typing import Any

from crawler.letters.document import LetterDocument
from crawler.letters.findings import Findings
from crawler.letters.head import read_head
from crawler.letters.kinds import LetterKind, kind_of

_DECISIONS = {LetterKind.AWARD, LetterKind.CHANGE, LetterKind.REJECTION, LetterKind.CONSENT}


@dataclass(frozen=True)
class Letter:
    """What a letter says.

    Attributes:
        kind: what it is.
        fields: values by name; sums as text with two decimals in EUR, days ISO.
        evidence: for each field the sentence it was read from.
        check: names of the fields that are not sure, with or without a value.
        calls: of a call or a newsletter, what one can apply for.
    """

    kind: LetterKind
    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    check: tuple[str, ...] = ()
    calls: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What `akquise letters read --json` writes."""
        return {
            "kind": self.kind.value,
            "fields": self.fields,
            "evidence": self.evidence,
            "check": list(self.check),
            "calls": list(self.calls),
        }


def read_letter(document: LetterDocument) -> Letter:
    """Read a document; it knows no clock and changes nothing."""
    kind = kind_of(document)
    findings = Findings()
    if kind in _DECISIONS:
        read_head(_deciding(document), findings)
    return Letter(kind, findings.fields, findings.evidence, tuple(sorted(findings.check)))


def _deciding(document: LetterDocument) -> LetterDocument:
    """The letter itself: the attachment that decides something, where the mail only brings it."""
    return next((part for part in document.attachments if kind_of(part) in _DECISIONS), document)
