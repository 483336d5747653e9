"""The contact of the office that gives the money or takes applications: read below its heading, or in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.procedure.outline import LEADS_TO_CONTACT, REACH, outline, unnumbered
from crawler.extract.procedure.passages import classes_of_line
from crawler.text.sentences import Prose, quote
from grants_db.office_contact import OfficeContact, read_contact

#: where a sentence tells where to turn to
_TURN_TO = re.compile(
    r"\b(?:Ansprech\w+|Kontakt\w*|Auskünfte|Auskunft|Rückfragen|Fragen|Bewilligungs(?:behörde|stelle)|zu richten an|"
    r"richten Sie|einzureichen (?:bei|an)|zu senden an|senden Sie|zuständige Stelle|Geschäftsstelle|contact|enquiries|"
    r"inquiries|questions|per E-Mail|Antragsadresse|Beratung|beim|bei der|an das|an die)\b",
    re.IGNORECASE,
)
_REACH = re.compile(r"@|\(at\)|\[at\]|\bTel(?:efon)?\b|\bFon\b|\bPhone\b|\b\d{5}\s[A-ZÄÖÜ]")
#: "… sind einzureichen bei der", with the address on the lines below
_GOES_ON_WITH_IT = re.compile(r"\b(?:an|bei|beim|to|at)(?: (?:der|die|das|den|dem|the|folgende Adresse))?:?$")
_LAST_WORDS = tuple("an bei beim to at der die das den dem the Adresse".split())
_MOST_LINES, _LONGEST_LEAD = 14, 60
_LONGEST_LINE = 220


NOBODY = OfficeContact()


@dataclass(frozen=True, slots=True)
class ContactReading:
    """A contact, the words it was read from, and whether it is a proposal."""

    contact: OfficeContact = NOBODY
    quote: str = ""
    check: bool = False


NO_CONTACT = ContactReading()


def office_contact(text: Prose) -> ContactReading:
    r"""The first contact that a text names; a proposal where it names several, or no office with it.

    >>> office_contact(Prose("Kontakt\n\nStiftung Beispiel\nTelefon: 030 1234-56\ninfo@stiftung.example")).contact.phone
    '030 1234-56'
    """
    found = [reading for reading in _contacts(text) if reading.contact.is_reachable]
    if not found:
        return NO_CONTACT
    best = max(found, key=_worth)
    others = {reading.contact.office for reading in found if not reading.check and reading.contact.office}
    return ContactReading(best.contact, best.quote, best.check or len(others) > 1 or not best.contact.office)


def _contacts(text: Prose) -> Iterator[ContactReading]:
    """Below each heading that leads to one, and in each sentence that does."""
    block: list[str] | None = None
    for sentence, signs, headline in outline(text):
        words = sentence.text
        if block is not None:
            if len(block) < _MOST_LINES and len(words) <= _LONGEST_LINE and not _begins_another(words):
                block.append(words)
                continue
            yield _reading(block, check=False)
            block = None
        if (
            signs & LEADS_TO_CONTACT and (headline or words.endswith(":")) and _leads_to_one(words)
        ) or _goes_on_with_it(words):
            block = []
        elif signs & REACH and _REACH.search(words) and _TURN_TO.search(words):
            yield _reading([words], check=True)
    if block is not None:
        yield _reading(block, check=False)


def _reading(lines: list[str], *, check: bool) -> ContactReading:
    contact = read_contact(lines)
    said = next((line for line in lines if any(part in line for part in contact.as_json().values())), "")
    # the words themselves only: beside them may stand a person's name
    kept = contact.office if contact.office in said and contact.office else next(iter(contact.as_json().values()), "")
    return ContactReading(
        contact, quote(kept), check and not (contact.office and (contact.mail or contact.phone or contact.address))
    )


def _worth(reading: ContactReading) -> tuple[bool, int]:
    return not reading.check, len(reading.contact.as_json())


def _leads_to_one(words: str) -> bool:
    line = unnumbered(words).rstrip(" :")
    return len(line) <= _LONGEST_LEAD and "reach" in classes_of_line(line)


def _goes_on_with_it(words: str) -> bool:
    return words.rstrip(":").endswith(_LAST_WORDS) and _GOES_ON_WITH_IT.search(words) is not None


def _begins_another(words: str) -> bool:
    """Is it a heading of something else?"""
    return unnumbered(words) != words or words.startswith(
        ("Downloads", "Weitere Informationen", "Links", "Impressum", "Datenschutz", "Teilen")
    )
