"""What stands around a candidate, as names: the closed list from which every role is judged.

`lead=…`        the word right before it, fillers left out: its class, or a sign (colon, bracket, bar, nothing)
`left=…`        a class of its own clause before it;          `right=…` after it
`far_left=…`    a class in another clause of the sentence;    `far_right=…`
`beyond_left=…` a class beyond another candidate of the kind; `beyond_right=…`
`for_left=…`    a class in a phrase that begins with "für";   `for_right=…`
`first_left=…`  the nearest class that names a thing or deed (of sums); `first_right=…`
`label=…`       the heading of its column, the label above, before or behind it, the first cell of its row
`heading=…`     the heading further up;  `intro=…` the words that lead its list in;  `before=…` the sentence before it
`is=…`          what its own shape says (a year, an hour, alone in its line, the end of a span …)
`does=…`        what is done in its clause;  `thing=…` to what: see `clause` (of days)
`span=…`        what leads the span of days whose first or last it is
`a+b`           two of these together, for the nearest and the leading ones
`…=~apply`, `…=~other` stand for any class of applying, or of something else that has days or sums.
Word order is no part of a name but left and right: "Frist: 1.3." and "Am 1.3. endet die Frist" share their classes.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from crawler.extract.roles.clause import clause_evidence
from crawler.extract.roles.passage import Sentence, classes_in, first_thing, is_heading
from crawler.extract.roles.words import RELATIONS, Classes, Word

#: classes of applying, and of something else that has days, taken together where words are few
_APPLY = frozenset("application sketch term round call hand_in".split())
_OTHER = frozenset(
    "duration finish spend payment report decision jury meeting event published reference objection claim "
    "question".split()
)
#: classes that say nothing, wherever they stand
UNTOLD = frozenset("filler which it on to for weekday clock".split())
_NO_DAY = frozenset(("elsewhere",))  # classes that tell of what has no day
_LEADS = frozenset("until from within on to each most least".split())
_STRONG_LEADS = ("most", "least", "until", "from", "within")
_LEADING = (
    "must", "end", "term", "begin", "published", "decision", "jury", "meeting", "event", "validity", "duration", "law",
    "report", "payment", "formerly", "past", "hand_in", "application", "call", "round", "project",
)  # fmt: skip
_SIGNS = {":": "colon", "(": "bracket", "|": "bar", ";": "semicolon", ",": "comma", "-": "dash", "–": "dash"}
_CLAUSE_ENDS = frozenset(",;:|()–")
_FAR = 40  # words that are looked at on either side
_MANY = 12  # candidates of a sentence, which then is a table or a heap
_FAR_AMONG_MANY = 6
_LEAD_WORDS = 6
_ARTICLES = frozenset(("the", "a"))
_ENDS_A_PURPOSE = frozenset("must may until end past".split())
_WORDS_OF_PURPOSE = 5  # that a "für" is taken to govern


def evidence_of(
    sentence: Sentence,
    start: int,
    end: int,
    others: AbstractSet[int] = frozenset(),
    shape: Iterable[str] = (),
    lead: str = "",
) -> frozenset[str]:
    """The names of all evidence for a candidate.

    Args:
        sentence: where it stands.
        start: where it begins there; of a list of candidates that belong together, where the list does.
        end: where it, or the list, ends.
        others: where the candidates of its kind begin in the sentence, itself among them.
        shape: what it is by itself; becomes `is=…`.
        lead: what leads it where that is not the word before: "until" the end of a span.
    """
    found = {f"is={word}" for word in shape}
    words = sentence.words
    first, after = _index(words, start), _index(words, end)
    if lead:
        found.add(f"span={_lead(words, first)}")
    else:
        lead = _lead(words, first)
    far = _FAR if len(others) <= _MANY else _FAR_AMONG_MANY
    left = _side(words, range(first - 1, max(-1, first - 1 - far), -1), others, found)
    right = _side(words, range(after, min(len(words), after + far)), others, found)
    label = _label(sentence, start, end, first)
    if not (label or left or right) and len(sentence.intro) <= _LONGEST_LABEL:
        label = sentence.intro
    labels = _grouped(classes_in(label, sentence.subject))
    found.update(_names("label", labels, of_a_day=False))
    if sentence.subject != "deadline":  # a clause tells more than the first words do
        begins = _grouped(first_thing(label, sentence.subject))
        for place, names in (("label_begins", begins), ("first_left", left), ("first_right", right)):
            found.update(_names(place, names, of_a_day=False))
    elif len(others) <= _MANY:
        intro = classes_in(sentence.intro[-300:], sentence.subject) if sentence.intro else ()
        found |= clause_evidence(words, first, after, others, lead, classes_in(label, sentence.subject), intro)
    nearest = labels or left
    found.add(f"lead={lead}")
    found.update(f"lead={lead}+left={name}" for name in nearest)
    found.update(f"lead={lead}+right={name}" for name in right)
    found.update(
        f"left={name}+right={other}" for name in nearest for other in right if name[0] == "~" or other[0] == "~"
    )
    if not nearest and not right:
        found.add(f"lead={lead}+unnamed")
    _surroundings(sentence, found)
    return frozenset(found)


@lru_cache(maxsize=8192)
def _names(there: str, classes: Classes, of_a_day: bool) -> tuple[str, ...]:
    """What the classes of a word at a place are called in evidence."""
    return tuple(f"{there}={name}" for name in classes if name not in UNTOLD and not (of_a_day and name in _NO_DAY))


@lru_cache(maxsize=8192)
def _grouped(names: Classes) -> Classes:
    """The classes that name something, and the groups they belong to."""
    things = [name for name in names if name not in RELATIONS]
    apply, other = not _APPLY.isdisjoint(things), not _OTHER.isdisjoint(things)
    if apply or other:
        things.append("~both" if apply and other else "~apply" if apply else "~other")
    return tuple(things)


def _side(words: list[Word], places: range, borders: AbstractSet[int], found: set[str]) -> tuple[str, ...]:
    """Add what one side of a candidate says; return the nearest thing it names."""
    side = "left" if places.step < 0 else "right"
    purpose = _purposes(words, places)
    reach, apply, other = side, False, False
    nearest: tuple[str, ...] = ()
    beside = True  # only hours and weekdays so far
    for place in places:
        word = words[place]
        if word.start in borders:
            reach = f"beyond_{side}"
        elif word.text in _CLAUSE_ENDS and reach == side and not (beside and _of_the_day(words, place, places.step)):
            reach = f"far_{side}"
        if beside:
            beside = word.text in _CLAUSE_ENDS or _tells_the_hour(word)
        if not word.classes:
            continue
        there = f"for_{side}" if place in purpose and reach == side else reach
        found.update(_names(there, word.classes, bool(borders)))
        if there[0] != "b" and there[:3] != "for":
            things = _grouped(word.classes)
            nearest = nearest or things
            apply = apply or "~apply" in things or "~both" in things
            other = other or "~other" in things or "~both" in things
    if apply or other:
        found.add(f"{side}=~apply" if not other else f"{side}=~other" if not apply else f"{side}=~both")
    return nearest


def _of_the_day(words: list[Word], place: int, step: int) -> bool:
    """Does a comma or bracket beside a day part it only from its weekday or hour, not from another clause?"""
    behind = place - step  # towards the day
    before, after = (words[at] if 0 <= at < len(words) else None for at in (behind, place + step))
    return any(word is not None and _tells_the_hour(word) for word in (before, after))


def _tells_the_hour(word: Word) -> bool:
    return word.text[0].isdigit() or "weekday" in word.classes or "clock" in word.classes


def _purposes(words: list[Word], places: range) -> set[int]:
    """The places of words that a "für" governs: what the money or the paper is for, not what it is."""
    found: set[int] = set()
    for place in places:
        if "for" in words[place].classes:
            for at in range(place + 1, min(len(words), place + 1 + _WORDS_OF_PURPOSE)):
                if words[at].text in _CLAUSE_ENDS or not _ENDS_A_PURPOSE.isdisjoint(words[at].classes):
                    break
                if at > place + 1 and words[at].text in _ARTICLES:
                    break  # "for the second strand the deadline is …"
                found.add(at)
    return found


def _lead(words: list[Word], first: int) -> str:
    """The class of the word before a candidate, or what sign stands there."""
    seen = ""
    for place in range(first - 1, max(-1, first - 1 - _LEAD_WORDS), -1):
        word = words[place]
        if word.text in _SIGNS:
            if word.text == "," and place and "weekday" in words[place - 1].classes:
                continue
            return seen or _SIGNS[word.text]
        kinds = _LEADS.intersection(word.classes)
        if strong := next((kind for kind in _STRONG_LEADS if kind in kinds), ""):
            return strong
        if kinds:
            seen = seen or next(kind for kind in ("to", "on", "each") if kind in kinds)
            continue
        if "filler" in word.classes or "weekday" in word.classes or "clock" in word.classes or word.text[0].isdigit():
            continue
        return seen or next((name for name in _LEADING if name in word.classes), "word")
    return seen or "nothing"


def _label(sentence: Sentence, start: int, end: int, first: int) -> str:
    """What labels a candidate: its column, the words before its colon, the row's first cell, what a line that it begins
    goes on to say, the line above, or the words that lead its list in.
    """
    if (column := sentence.column_of(start)) and _tells(column, sentence.subject):
        return column
    text = sentence.text
    cell_begins = text.rfind("|", 0, start) + 1
    label = text[cell_begins:start].rpartition(":")[0]
    if label and len(label) <= _LONGEST_LABEL:
        return label.strip()
    if cell_begins and is_heading(cell := text.partition("|")[0].strip()) and _tells(cell, sentence.subject):
        return cell
    words_before = sum(1 for word in sentence.words[max(0, first - _FAR) : first] if _in_cell(word, cell_begins))
    if not words_before and (following := _FOLLOWING.match(text, end)) and _tells(following[1], sentence.subject):
        return following[1]
    if words_before <= _WORDS_BEFORE_UNLABELLED and sentence.above:
        return sentence.above
    return column or (_ENTRY_OF if sentence.entry else "")


#: "14 August | Applications close", "3. Mai: Jurysitzung": behind a day that begins a line
_FOLLOWING = re.compile(r"(?:[^\w|]{0,3}\d\d?[:.]?\d{0,2}\s?(?:Uhr|[ap]m)\b)?[\s)]{0,2}[:|–—-]\s([^|\d]{3,80})")


def _tells(label: str, subject: str) -> bool:
    """Does a label name a thing or deed, more than "date" or "round"?"""
    return any(name not in RELATIONS and name not in _SAYS_LITTLE for name in classes_in(label, subject))


_SAYS_LITTLE = frozenset("dates round call programme project of_project of_programme of_call".split())


def _in_cell(word: Word, cell_begins: int) -> bool:
    """Does a word before a day have content, in the day's own cell?"""
    return word.start >= cell_begins and word.text[0].isalpha() and _NO_CONTENT.isdisjoint(word.classes)


_NO_CONTENT = frozenset("filler weekday clock until from on to within".split())
_ENTRY_OF = "Frist"  # a form that is read for its deadline calls the field so


_LONGEST_LABEL = 80
_WORDS_BEFORE_UNLABELLED = 4  # of a line that is labelled by the one above it


def _surroundings(sentence: Sentence, found: set[str]) -> None:
    heading = sentence.above or sentence.heading
    subject = sentence.subject
    found.update(_names("heading", _grouped(classes_in(heading, subject)), of_a_day=False))
    found.update(_names("intro", _grouped(classes_in(sentence.intro[-300:], subject)), of_a_day=False))
    if sentence.lead_in:
        found.update(_names("intro", _grouped(classes_in(sentence.lead_in[-300:], subject)), of_a_day=False))
    elif sentence.before and not sentence.above:
        found.update(_names("before", _grouped(classes_in(sentence.before[-300:], subject)), of_a_day=False))


def _index(words: list[Word], place: int) -> int:
    """The number of the first word that begins at a place or after it."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].start < place:
            low = middle + 1
        else:
            high = middle
    return low
