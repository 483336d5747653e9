"""Tables of reports with several days a row: which of the columns holds the day by which the city has to deliver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.deadline.dates import days_in
from crawler.letters.files.document import LetterDocument, TextCell, TextLine

_OURS = re.compile(
    r"\b(?:von Ihnen|durch Sie|an uns|bei uns|Ihre?|Vorlage|Abgabe|[Ee]inreich\w*|einzureichen|[Ff]ällig\w*|Frist|"
    r"Termin|"
    r"[Ll]ead [Pp]artner|Leitpartner\w*|[Kk]oordinator\w*|[Cc]oordinator|bis|[Dd]ue|[Ss]ubmi\w+|[Dd]eadline|from you|"
    r"to us|by you)\b"
)
_OTHERS = re.compile(
    r"\b(?:von uns|durch uns|wir|ans?|Sekretariat|Behörde|Kommission|Prüfung|geprüft|Auszahlung|Zahlung|"
    r"\w*[Zz]eitraum|Beginn|"
    r"Ende|[Vv]on|[Pp]eriod|[Ff]rom|by us|our|to (?:the )?(?:JS|JTS|MA|EC)|[Ss]ecretariat|[Pp]ayment)\b"
)
_OF_YOU = re.compile(r"\b(?:von Ihnen|durch Sie|Ihre?|from you|by you)\b")
_SAME_PLACE = 25.0  # points by which a day may be off its column's heading


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row of such a table: what is due, its day as it stands there, or none where the columns don't tell."""

    place: int
    label: str
    day: str | None


def due_rows(document: LetterDocument, noun: re.Pattern[str]) -> Iterator[DueRow]:
    """Every row that names a report and has more than one day."""
    header: TextLine | None = None
    for place, line in enumerate(document.lines):
        days = [cell for cell in line.cells if len(days_in(cell.text)) == 1 and len(cell.text) < 30]
        label = next((cell.text for cell in line.cells if noun.match(cell.text)), "")
        label = label[: days_in(label)[0].start].strip() if days_in(label) else label
        if label and len(days) > 1:
            chosen = _ours(days, header)
            yield DueRow(place, label, days_in(chosen.text)[0].text if chosen else None)
        elif len(line.cells) > 1 and not days_in(line.text):
            header = line


def _ours(days: list[TextCell], header: TextLine | None) -> TextCell | None:
    """The one day under a heading that says it is ours."""
    if header is None:
        return None
    heads = [(day, min(header.cells, key=lambda head: abs(head.left - day.left))) for day in days]
    known = [(day, head.text) for day, head in heads if abs(head.left - day.left) <= _SAME_PLACE]
    for ours in (_OF_YOU, _OURS):
        chosen = [day for day, head in known if ours.search(head) and (ours is _OF_YOU or not _OTHERS.search(head))]
        if len(chosen) == 1:
            return chosen[0]
    return None
