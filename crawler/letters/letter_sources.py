"""Letters from where they come in, a folder of files or a mailbox: each read once, its calls ready to be proposed."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crawler.letters.files.document import LetterDocument
from crawler.letters.files.reader import content_of, read_content
from crawler.letters.folder import MOST_FILES, mails_in
from crawler.letters.letter import read_letter
from crawler.letters.mailbox import new_letters
from crawler.letters.newsletter.calls import sent_on
from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.opportunities.proposals import LetterWithCalls
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.settings import Mailbox


@dataclass
class LettersFound:
    """What came in.

    Attributes:
        letters: those that could be read, with their calls; one without calls is there too, as read.
        refused: a sentence for each that could not be read.
    """

    letters: list[LetterWithCalls] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)


def letters_in_folder(folder: Path, known: Collection[str]) -> LettersFound:
    """The letters (.eml, .msg) of a folder that are not known; the files stay as they are.

    Raises:
        InputError: no such folder.
    """
    found = LettersFound()
    _read(found, _of_files(found, mails_in(folder)[:MOST_FILES], known))
    return found


def letters_in_mailbox(
    box: Mailbox, known: Collection[str], today: date, *, outgoing: Outgoing = DIRECTLY
) -> LettersFound:
    """The letters of a mailbox that are not known; the mailbox stays as it is.

    Raises:
        InputError: not reachable, not let in, or no such folder.
    """
    found = LettersFound()
    _read(found, ((key, key, content) for key, content in new_letters(box, known, today, outgoing=outgoing)))
    return found


def _of_files(found: LettersFound, files: Iterable[Path], known: Collection[str]) -> Iterator[tuple[str, str, bytes]]:
    for file in files:
        try:
            content = content_of(file)
        except InputError as refusal:
            found.refused.append(refusal.sentence)
            continue
        key = f"sha256:{hashlib.sha256(content).hexdigest()}"
        if key not in known:
            yield key, str(file), content


def _read(found: LettersFound, contents: Iterable[tuple[str, str, bytes]]) -> None:
    for key, name, content in contents:
        if not content:
            found.refused.append(Message.of("Der Brief {name} ist zu groß, um gelesen zu werden.", name=name))
            found.letters.append(LetterWithCalls(key, ()))
            continue
        try:
            document = read_content(content, name)
        except InputError as refusal:
            found.refused.append(refusal.sentence)
            found.letters.append(LetterWithCalls(key, ()))  # it would be refused again every night
            continue
        found.letters.append(_with_calls(key, document))


def _with_calls(key: str, document: LetterDocument) -> LetterWithCalls:
    return LetterWithCalls(
        key=key,
        message_id=document.headers.get("message-id", ""),
        calls=read_letter(document).calls,
        subject=document.headers.get("subject", ""),
        sender=document.headers.get("from", ""),
        sent=sent_on(document),
    )
