"""What an award letter proposes for the award: each value with its sentence, and whether it is sure.

What a change notice doesn't mention stays as the award before it has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.letters.files.reader import read_document
from crawler.letters.letter import Letter, read_letter
from crawler.letters.wording.kind_words import LetterKind
from grants_db.errors import UsageError
from grants_db.rules.obligations import StatedDate
from grants_db.vocabulary import ObligationKind
from tui.formatting.i18n import N_, _
from tui.formatting.messages import evidence

if TYPE_CHECKING:
    from grants_db.models.application import Award

#: the options of the command, the letter's field for each, and what it is called
OPTIONS = {
    "amount": ("sum", N_("Bewilligte Summe")),
    "notified": ("notice_date", N_("Bekanntgabe")),
    "start": ("period_start", N_("Beginn")),
    "end": ("period_end", N_("Ende")),
    "financing": ("financing_type", N_("Finanzierungsart")),
    "final_report": ("final_report", N_("Verwendungsnachweis")),
}
#: without these there is no award
NEEDED = ("amount", "notified", "start", "end", "financing")
_DECIDES = {LetterKind.AWARD, LetterKind.CHANGE}


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """A value that the letter proposes; empty where it says none."""

    value: str
    sentence: str
    sure: bool


def award_letter(file: Path) -> Letter:
    """The letter in a file, refused where it awards nothing."""
    letter = read_letter(read_document(file))
    if letter.kind not in _DECIDES:
        raise UsageError(
            "{file} ist kein Bescheid und keine Zusage; „akquise letters read“ sagt, was darin steht.", file=file
        )
    return letter


def proposals_of(letter: Letter, earlier: "Award | None") -> dict[str, ProposedValue]:
    """What the letter proposes for each option, from the award before it where it is a change that says nothing."""
    found = {}
    for option, (field, _called) in OPTIONS.items():
        value = str(letter.fields.get(field, ""))
        sentence = letter.evidence.get(field, "")
        sure = bool(value) and field not in letter.check
        if not value and earlier is not None and letter.kind is LetterKind.CHANGE:
            value, sentence = _of_earlier(option, earlier), ""
            sure = bool(value) and field not in letter.check
        found[option] = ProposedValue(value, sentence, sure)
    return found


def chosen_without_asking(proposals: Mapping[str, ProposedValue], typed: Mapping[str, str]) -> dict[str, str]:
    """What is typed, else what the letter says for sure.

    Raises:
        UsageError: something that an award needs is neither.
    """
    chosen = dict(typed)
    for option, proposal in proposals.items():
        if option not in chosen and proposal.sure:
            chosen[option] = proposal.value
    missing = [option for option in NEEDED if option not in chosen]
    if missing:
        raise UsageError(
            "Das Schreiben sagt nicht sicher: {names}. Bitte angeben: {options}.",
            names=", ".join(_(OPTIONS[option][1]) for option in missing),
            options=", ".join(_as_typed(option) for option in missing),
        )
    return chosen


def name_of(option: str) -> str:
    """What an option is called, to ask for it."""
    return _(OPTIONS[option][1])


def line_of(option: str, proposal: ProposedValue) -> str:
    """A proposal as a line for people: what it is, the value, the sentence."""
    said = f"  {_(OPTIONS[option][1])}: {proposal.value or '–'}"
    if proposal.value and not proposal.sure:
        said = f"{said} ({_('bitte prüfen')})"
    return f"{said}  {evidence(proposal.sentence)}" if proposal.sentence else said


def conditions_of(letter: Letter, earlier: "Award | None") -> tuple[str, ...]:
    """The conditions in the award's own words: those of the award before, and what this letter lays down."""
    return tuple(dict.fromkeys([*(earlier.conditions if earlier else ()), *letter.conditions]))


def condition_line(condition: str) -> str:
    """A condition as a line for people."""
    return f"  {_('Auflage')}: {evidence(condition)}"


def stated_interim_reports(letter: Letter) -> tuple[StatedDate, ...]:
    """The days of interim reports that the letter states for sure."""
    if "interim_reports" in letter.check:
        return ()
    days = (date.fromisoformat(day) for day in letter.fields.get("interim_reports", ()))
    return tuple(StatedDate(ObligationKind.INTERIM_REPORT, day, "award") for day in days)


def _of_earlier(option: str, earlier: "Award") -> str:
    values = {
        "amount": str(earlier.amount),
        "start": earlier.period_start.isoformat(),
        "end": earlier.period_end.isoformat(),
        "financing": earlier.financing_type.value,
    }
    return values.get(option, "")


def _as_typed(option: str) -> str:
    return "EUR" if option == "amount" else f"--{option.replace('_', '-')}"
