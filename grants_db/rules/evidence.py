"""What a fact rests on: words quoted from a text, or a remark that says where it comes from instead.

Both are kept as one text beside the fact. A remark is one of the templates below, filled in: so it can be told from a
quotation, which stands in quotation marks, and be shown in another language.
"""

import re
from collections.abc import Iterable
from datetime import date

from grants_db.messages import Aside, Message, Quote, Value

FIELD = Message.of("Feld „{name}“ der Quelle: {content}").template
CORRECTED = Message.of("Berichtigt am {day}{more}").template
TYPED = Message.of("Von Hand eingetragen").template
UNREAD = Message.of("Steht vielleicht in „{name}“, das sich nicht lesen ließ; bitte prüfen").template
IN_DOCUMENT = Message.of("Nur in „{name}“, nicht auf der Seite: „{words}“").template
_REMARKS = {
    FIELD: re.compile("Feld „(?P<name>[^„“]*)“ der Quelle: (?P<content>.*)", re.DOTALL),
    CORRECTED: re.compile(r"Berichtigt am (?P<day>\d{4}-\d\d-\d\d)(?P<more>.*)", re.DOTALL),
    IN_DOCUMENT: re.compile("Nur in „(?P<name>[^„“]*)“, nicht auf der Seite: „(?P<words>.*)“", re.DOTALL),
    TYPED: re.compile("Von Hand eingetragen"),
    UNREAD: re.compile("Steht vielleicht in „(?P<name>[^„“]*)“, das sich nicht lesen ließ; bitte prüfen"),
}


def of_field(name: str, content: Iterable[object]) -> str:
    """The entries of a field of the source as evidence; empty where it holds nothing.

    >>> of_field("Förderberechtigte", ["Kommune", "Verein"])
    'Feld „Förderberechtigte“ der Quelle: Kommune; Verein'
    """
    entries = "; ".join(filter(None, map(str, content)))
    return FIELD.format(name=name, content=entries) if entries else ""


def in_unread(name: str) -> str:
    """That a fact may stand in a document nobody could read.

    >>> in_unread("Richtlinie")
    'Steht vielleicht in „Richtlinie“, das sich nicht lesen ließ; bitte prüfen'
    """
    return UNREAD.format(name=re.sub("[„“]", "", name)[:200])


def in_document(name: str, words: str) -> str:
    """The words of a document that a page refers to, where the page itself doesn't say it.

    >>> in_document("Richtlinie", "Anträge sind bis zum 31.10. zu stellen.")
    'Nur in „Richtlinie“, nicht auf der Seite: „Anträge sind bis zum 31.10. zu stellen.“'
    """
    return IN_DOCUMENT.format(name=re.sub("[„“]", "", name)[:200], words=words)


def lies_unread(evidence: str) -> bool:
    """Does it say that the fact may stand in a document nobody could read?

    >>> lies_unread(in_unread("Richtlinie")), lies_unread("Anträge sind bis zum 31.10. zu stellen.")
    (True, False)
    """
    return _REMARKS[UNREAD].fullmatch(evidence) is not None


def as_remark(evidence: str) -> Message | None:
    """The remark that a text beside a fact is; None for a quotation.

    >>> as_remark("Berichtigt am 2026-11-24: Anruf").values
    {'day': datetime.date(2026, 11, 24), 'more': ': Anruf'}
    >>> as_remark("Anträge sind bis zum 31.10. zu stellen.")
    """
    found = ((template, pattern.fullmatch(evidence)) for template, pattern in _REMARKS.items())
    return next((Message(template, _typed(match.groupdict())) for template, match in found if match), None)


def in_files(evidence: str) -> str:
    """The evidence as our files write it, which are German.

    >>> in_files("Berichtigt am 2026-11-24: Anruf"), in_files("Anträge sind bis zum 31.10. zu stellen.")
    ('Berichtigt am 24.11.2026: Anruf', 'Anträge sind bis zum 31.10. zu stellen.')
    """
    return str(as_remark(evidence) or evidence)


def _typed(values: dict[str, str]) -> dict[str, Value]:
    return {name: date.fromisoformat(text) if name == "day" else text for name, text in values.items()}


def in_brackets(evidence: str) -> Aside:
    """The evidence as it follows a sentence about its fact; nothing without evidence."""
    return Aside(as_remark(evidence) or (Quote(evidence) if evidence else None))
