"""A letter read: its kind, its fields each with the sentence it stands in, what to check, and the calls in it. Pure."""

from dataclasses import dataclass, field
from typing import Any

from crawler.letters.conditions import read_conditions
from crawler.letters.doubts import doubt
from crawler.letters.duties import duties_in
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import Findings
from crawler.letters.head import read_head
from crawler.letters.kinds import kind_of
from crawler.letters.likely_days import fill_days
from crawler.letters.likely_head import fill_head
from crawler.letters.likely_reports import fill_reports
from crawler.letters.likely_sums import fill_sums
from crawler.letters.money import read_money
from crawler.letters.newsletter.calls import call_of_mail, calls_in_newsletter
from crawler.letters.parties import read_parties
from crawler.letters.period import read_period
from crawler.letters.rates import read_rates
from crawler.letters.reports import read_reports
from crawler.letters.wording.forms import as_forms_are_read
from crawler.letters.wording.kind_words import LetterKind
from crawler.letters.wording.slash_days import with_dots

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
        conditions: of an award or a change, the sentences that bind who gets the money, beside the fields.
    """

    kind: LetterKind
    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    check: tuple[str, ...] = ()
    calls: tuple[dict[str, Any], ...] = ()
    conditions: tuple[str, ...] = ()

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
    conditions: tuple[str, ...] = ()
    if kind in _DECISIONS:
        letter = as_forms_are_read(with_dots(_deciding(document)))
        _read_decision(letter, kind, findings)
        if kind in {LetterKind.AWARD, LetterKind.CHANGE}:
            conditions = duties_in(letter, findings.evidence.values())
    elif kind is LetterKind.UNKNOWN:  # what it would say if it gave money, all of it for a person to look at
        _read_decision(as_forms_are_read(with_dots(document)), LetterKind.AWARD, findings)
        findings.check |= set(findings.fields)
    calls: list[dict[str, Any]] = []
    if kind is LetterKind.NEWSLETTER:
        calls = list(calls_in_newsletter(document))
    elif kind is LetterKind.CALL:
        calls = [call_of_mail(document)]
    check = tuple(sorted(findings.check))
    return Letter(kind, findings.fields, findings.evidence, check, tuple(calls), conditions)


def _read_decision(letter: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Settle the fields of a letter that decides something."""
    read_head(letter, findings)
    read_money(letter, kind, findings)
    gives = kind in {LetterKind.AWARD, LetterKind.CHANGE}
    if gives:
        read_rates(letter, findings)
        read_period(letter, kind, findings)
        read_reports(letter, findings)
    fill_head(letter, kind, findings)
    fill_sums(letter, kind, findings)
    if gives:
        fill_days(letter, kind, findings)
        fill_reports(letter, findings)
        doubt(kind, findings)
    read_conditions(letter, kind, findings)
    read_parties(letter, findings)


def _deciding(document: LetterDocument) -> LetterDocument:
    """The letter itself: the attachment that decides something, where the mail only brings it."""
    return next((part for part in document.attachments if kind_of(part) in _DECISIONS), document)
