"""Reading the letters that come in, from the folder and the mailbox of the settings: their calls become proposals.

Each place is a source with a run of its own: what could not be read is a finding of that run, as a portal's is.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.opportunities.funder_level import level_of_funder
from grants_db.opportunities.proposals import keep_letters, letters_read, record_run, register_letters
from grants_db.settings import Settings
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import Level

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from crawler.letters.letter_sources import LettersFound

FOLDER, MAILBOX = "letters_folder", "mailbox"
#: what each place is called as a source
TITLES = {FOLDER: Message("Rundbriefe aus dem Ordner"), MAILBOX: Message("Rundbriefe aus dem Postfach")}


@dataclass(frozen=True)
class LettersRun:
    """How the reading of one place went: its name, letters that were new, proposals, and what could not be read."""

    source: str
    letters: int
    proposals: int
    refused: tuple[Message, ...]

    def sentence(self) -> Message:
        """One line for people."""
        return Message.of(
            "{source}: {letters} neue Briefe, {proposals} Vorschläge.",
            source=TITLES[self.source],
            letters=self.letters,
            proposals=self.proposals,
        )


def read_new_letters(engine: "Engine", settings: Settings, now: datetime, today: "date") -> list[LettersRun]:
    """Read what is new in each place of the settings; none set: nothing is read."""
    from crawler.letters.letter_sources import letters_in_folder, letters_in_mailbox

    runs = []
    folder, box = settings.letters_folder, settings.mailbox
    if folder:
        runs.append(_read(engine, FOLDER, str(folder), now, lambda known: letters_in_folder(folder, known)))
    if box.host:
        address = f"imap://{box.host}/{box.folder}"
        runs.append(
            _read(
                engine,
                MAILBOX,
                address,
                now,
                lambda known: letters_in_mailbox(box, known, today, outgoing=settings.outgoing),
            )
        )
    return runs


def _read(
    engine: "Engine", name: str, address: str, now: datetime, look: "Callable[[Collection[str]], LettersFound]"
) -> LettersRun:
    """Look, then store what was found and the run in one step."""
    with writing(engine) as session:
        register_letters(session, name, TITLES[name].template, address, now)
    with reading(engine) as session:
        known = letters_read(session, name)
    try:
        found = look(known)
    except AkquiseError as error:
        with writing(engine) as session:
            record_run(session, name, now, asked=0, new=0, errors=[error.sentence], failed=True)
        return LettersRun(name, 0, 0, (error.sentence,))
    letters = [replace(letter, calls=[_with_facts(call) for call in letter.calls]) for letter in found.letters]
    with writing(engine) as session:
        new = keep_letters(session, name, letters, now)
        record_run(session, name, now, asked=len(found.letters), new=len(new), errors=found.refused, failed=False)
        return LettersRun(name, len(found.letters), len(new), tuple(found.refused))


def _with_facts(call: "Mapping[str, Any]") -> dict[str, Any]:
    """The call with the facts of its text: read here, since the app that enters it reads no prose."""
    from grants_db.opportunities.store import facts_as_json
    from tui.jobs.manual_entry import Entry, facts_of

    level = level_of_funder(call.get("funder") or "")
    entry = Entry(key="-", title=call["title"], level=level or Level.LAND, text=call.get("text") or "")
    return {**call, "level": level, "facts": facts_as_json(facts_of(entry))}
