"""A call out of a letter, ready to be entered: what is proposed for each field, with its sentence, and the entering.

A person confirms each value; nothing is entered by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.extract.deadline.dates import days_in
from crawler.letters.files.reader import read_document
from crawler.letters.letter import read_letter
from crawler.letters.newsletter.calls import call_of_mail
from crawler.letters.wording.kind_words import LetterKind
from crawler.text.sentences import Prose
from grants_db.errors import UsageError
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.funder_level import level_of_funder
from grants_db.opportunities.manual_entry import enter_by_hand, next_key
from grants_db.vocabulary import Level
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.jobs.award_letter import ProposedValue
from tui.jobs.manual_entry import Entry, facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from grants_db.models.letter import CallProposal
    from grants_db.models.opportunity import Opportunity

#: the fields of a call that are asked for, in their order; the options of the command are called so too
CALL_FIELDS = {
    "title": N_("Titel"),
    "funder": N_("Fördergeber"),
    "level": N_("Ebene"),
    "deadline": N_("Frist"),
    "url": N_("Adresse"),
}
#: without these there is no call
NEEDED = ("title", "level")
_NO_CALL = {LetterKind.AWARD, LetterKind.CHANGE, LetterKind.REJECTION, LetterKind.CONSENT}


@dataclass(frozen=True)
class CallDraft:
    """What is proposed for each of `CALL_FIELDS`, and the text that the call came in."""

    values: Mapping[str, ProposedValue]
    text: str


def draft_of_file(file: Path) -> CallDraft:
    """The call that a PDF or a mail is.

    Raises:
        InputError: unreadable.
        UsageError: a letter that decides something, or one with several calls.
    """
    document = read_document(file)
    letter = read_letter(document)
    if letter.kind in _NO_CALL:
        raise UsageError("{file} ist kein Förderaufruf; „akquise letters read“ sagt, was darin steht.", file=file)
    if letter.kind is LetterKind.NEWSLETTER:
        raise UsageError(
            "{file} ist ein Rundbrief mit {count} Aufrufen; „akquise letters calls“ schlägt sie einzeln vor.",
            file=file,
            count=len(letter.calls),
        )
    known = letter.kind is LetterKind.CALL
    return _draft(letter.calls[0] if known else call_of_mail(document), sure=known)


def draft_of_proposal(proposal: "CallProposal") -> CallDraft:
    """The call that a letter proposed, with the sentences it stands in."""
    call = {
        "title": proposal.title,
        "funder": proposal.funder,
        "deadline": proposal.deadline.isoformat() if proposal.deadline else None,
        "rolling": proposal.rolling,
        "link": proposal.link,
        "text": proposal.text,
    }
    return _draft(call, sure=True)


def enter_call(
    session: "Session",
    values: Mapping[str, str],
    text: str,
    now: "datetime",
    today: date,
    *,
    key: str = "",
    facts: Mapping[str, Any] | None = None,
) -> "Opportunity":
    """Enter a call as it was confirmed, with further facts that were typed; others are read from its text.

    Raises:
        UsageError: no title, no such level, or a deadline that can't be read.
    """
    stated = {"deadline": read_value("deadline", values["deadline"], today)} if values.get("deadline") else {}
    entry = Entry(
        key=key or next_key(session, now),
        title=values.get("title", ""),
        level=level_named(values.get("level", "")),
        text=text,
        funder=values.get("funder", ""),
        url=values.get("url", ""),
        facts={**stated, **(facts or {})},
    )
    return enter_by_hand(session, facts_of(entry), now)


def level_named(word: str) -> Level:
    """The level of this word; UsageError with those there are."""
    if word not in list(Level):
        raise UsageError(
            "Die Ebene „{level}“ gibt es nicht; möglich sind {levels}.", level=word, levels=", ".join(Level)
        )
    return Level(word)


def name_of(field: str) -> str:
    """What a field is called, with the words that its value may be."""
    if field == "level":
        return f"{_(CALL_FIELDS[field])} ({', '.join(f'{level} = {label(level)}' for level in Level)})"
    return _(CALL_FIELDS[field])


def sure_values(draft: CallDraft, typed: Mapping[str, str]) -> dict[str, str]:
    """What is typed, else what the letter says for sure.

    Raises:
        UsageError: something that a call needs is neither.
    """
    chosen = {field: value.value for field, value in draft.values.items() if value.sure} | dict(typed)
    missing = [field for field in NEEDED if not chosen.get(field)]
    if missing:
        raise UsageError(
            "Das Schreiben sagt nicht sicher: {names}. Bitte angeben: {options}.",
            names=", ".join(_(CALL_FIELDS[field]) for field in missing),
            options=", ".join(f"--{field}" for field in missing),
        )
    return chosen


def _draft(call: Mapping[str, Any], *, sure: bool) -> CallDraft:
    text = str(call.get("text") or "")
    sentences = [sentence.text for sentence in Prose(text).sentences]
    funder, link = call.get("funder") or "", call.get("link") or ""
    level = level_of_funder(funder)
    values = {
        "title": ProposedValue(call["title"], "", sure and bool(call["title"])),
        "funder": ProposedValue(funder, _sentence(sentences, funder), sure and bool(funder)),
        "level": ProposedValue(level.value if level else "", funder if level else "", False),  # a name only hints at it
        "deadline": _deadline(call, sentences, sure=sure),
        "url": ProposedValue(link, _sentence(sentences, link), sure and bool(link)),
    }
    return CallDraft(values, text)


def _deadline(call: Mapping[str, Any], sentences: list[str], *, sure: bool) -> ProposedValue:
    if call.get("deadline"):
        day = date.fromisoformat(call["deadline"])
        said = next((text for text in sentences if any(found.text == call["deadline"] for found in days_in(text))), "")
        only = sure and not call.get("further_deadlines")
        return ProposedValue(f"{day:%d.%m.%Y}", said, only)
    return ProposedValue("rolling", "", sure) if call.get("rolling") else ProposedValue("", "", False)


def _sentence(sentences: list[str], words: str) -> str:
    """The first sentence with these words, or with the last of them, where the name is inflected."""
    if not words:
        return ""
    return next((text for text in sentences if words in text), "")
