"""A mail that was handed on: the letter inside it, without what the one who handed it on wrote above it."""

import re
from dataclasses import replace

from crawler.letters.files.document import LetterDocument

_FORWARDED = re.compile(r"^\s*(?:WG|Fwd?|FW|TR|Wtr|Weitergeleitet)\s?:", re.IGNORECASE)
_SAYS_SO = re.compile(r"(?:Weitergeleitete|Forwarded|Begin forwarded)\s\w*(?:Nachricht|message)", re.IGNORECASE)
_FROM = re.compile(r"^[>*\s]*(?:Von|From|Absender)\s?:\**\s*(?P<from>\S.*)$")
_HEADER = re.compile(
    r"^[>*\s]*(?P<name>Gesendet|Sent|Datum|Date|An|To|Cc|Betreff|Subject|Antwort an|Reply-To)\s?:", re.IGNORECASE
)
_SUBJECT = re.compile(r"^[>*\s]*(?:Betreff|Subject)\s?:\**\s*(?P<subject>\S.*)$", re.IGNORECASE)
_MOST_HEADERS = 7


def handed_on(document: LetterDocument) -> LetterDocument:
    """The letter inside a forwarded mail, with its own sender and subject; any other mail as it is.

    The day is that of the outer mail: nobody can apply before it was read.
    """
    lines = document.lines
    if not (_FORWARDED.match(document.headers.get("subject", "")) or any(_SAYS_SO.search(one.text) for one in lines)):
        return document
    for place in range(len(lines) - 1, -1, -1):
        sender = _FROM.match(lines[place].text)
        below = lines[place + 1 : place + 1 + _MOST_HEADERS]
        if not sender or not any(_HEADER.match(line.text) for line in below[:2]):
            continue
        end = place + 1
        headers = document.headers | {"from": sender["from"]}
        while end < len(lines) and _HEADER.match(lines[end].text):
            subject = _SUBJECT.match(lines[end].text)
            headers |= {"subject": subject["subject"]} if subject else {}
            end += 1
        if end < len(lines):
            return replace(document, lines=lines[end:], headers=headers)
    return document
