"""Rows of one schedule told apart by their labels: "Einreichungsfrist: …" beside "Info-Termin: …".

What a row is, its own label says. Where one row of a table or list is labelled with words of a deadline, a row beside
it whose label has none of them is none: an event there looks like a last day only because it stands beside one.
"""

from collections.abc import Iterator, Sequence

from crawler.extract.deadline.candidates import CandidateKind, DeadlineCandidate
from crawler.extract.deadline.roles import Judged
from crawler.extract.roles.passage import Sentence, classes_in, first_thing
from crawler.extract.roles.words import Word, word_classes

_LONGEST_LABEL = 80  # characters
_LONGEST_LEAD = 30  # between a label and its day: a weekday, "bis zum"
_APART = 2  # lines between two rows of one schedule
_SEPARATORS = (":", "|", " – ", " — ", " - ")
#: classes of words that tell a deadline, beside those of a term
_TELLS_A_DEADLINE = frozenset(
    "application of_application sketch of_sketch hand_in of_hand_in call of_call round of_round stages of_stages until "
    "end of_end to_apply to_end".split()
)
_A_TERM = frozenset(("term", "of_term"))
_HANDED_IN = frozenset(("hand_in", "of_hand_in", "until"))
#: what a row is that surely is no deadline
_SOMETHING_ELSE = frozenset("event jury meeting decision report published".split())
_ANY_DATE = ("termin", "termine", "terminen")  # "Pitch-Termin": of what, the word before says


def told_apart(found: Sequence[Judged], likelier: float) -> tuple[list[Judged], bool]:
    """The days of rows that are none to apply by, and whether one of them may be one after all.

    Args:
        found: all that was judged, in the order of the text.
        likelier: from which probability on a day labelled as a deadline speaks for the rows beside it, and one that is
            set aside is worth a look, unless its label says what else it is.
    """
    aside: list[Judged] = []
    doubt = False
    for rows in _schedules(found):
        if not any(day.probability >= likelier and tells_a_deadline(label) for day, label in rows):
            continue
        for day, label in rows:
            if not tells_a_deadline(label):
                aside.append(day)
                explained = not _SOMETHING_ELSE.isdisjoint(classes_in(label))
                doubt = doubt or (day.probability >= likelier and not explained)
    return aside, doubt


def tells_a_deadline(label: str) -> bool:
    """Do the words of a label tell a deadline?

    >>> [tells_a_deadline(label) for label in ("Abgabetermin", "Vollantrag", "Pitch-Termin", "Workshop zum Antrag")]
    [True, True, False, False]
    """
    term = any(_is_a_term(word) for word in word_classes().words_of(label))
    named = classes_in(label)
    if not _SOMETHING_ELSE.isdisjoint(first_thing(label)):
        return term or not _HANDED_IN.isdisjoint(named)
    return term or not _TELLS_A_DEADLINE.isdisjoint(named)


def _is_a_term(word: Word) -> bool:
    """Does a word name a last day? A "…termin" does only where its first part tells one: "Abgabetermin"."""
    if _A_TERM.isdisjoint(word.classes):
        return False
    suffix = next((end for end in _ANY_DATE if word.text.endswith(end)), "")
    first = word.text.removesuffix(suffix).rstrip("-")
    classes = (*word_classes().of(first), *word_classes().of(first.removesuffix("s")))
    return not suffix or not _TELLS_A_DEADLINE.isdisjoint(classes)


def _schedules(found: Sequence[Judged]) -> Iterator[list[tuple[Judged, str]]]:
    """The labelled days of each table or list, with their labels."""
    rows: list[tuple[Judged, str]] = []
    for day in found:
        if day.candidate.kind is not CandidateKind.DAY or not (label := _own_label(day.candidate)):
            continue
        if rows and not _beside(rows[-1][0].candidate.sentence, day.candidate.sentence):
            yield rows
            rows = []
        rows.append((day, label))
    if rows:
        yield rows


def _beside(one: Sentence, other: Sentence) -> bool:
    alike = ("|" in one.text) == ("|" in other.text) and one.columns == other.columns and one.intro == other.intro
    return alike and other.number - one.number <= _APART


def _own_label(day: DeadlineCandidate) -> str:
    """The words of a row that label its day, before or behind it; empty where its column does, or where it has none."""
    sentence = day.sentence
    if tells_a_deadline(sentence.column_of(day.start)):
        return ""
    before, behind = sentence.text[: day.start], sentence.text[day.end :]
    if any(sign.isalpha() for sign in before):
        cut = max(before.rfind(sign) for sign in _SEPARATORS)
        label = before if cut > 0 and len(before) - cut <= _LONGEST_LEAD else ""
    else:
        at = min((place for sign in _SEPARATORS if (place := behind.find(sign)) >= 0), default=-1)
        label = behind[at:] if 0 <= at <= _LONGEST_LEAD else ""
    return label if len(label) <= _LONGEST_LABEL and any(sign.isalpha() for sign in label) else ""
