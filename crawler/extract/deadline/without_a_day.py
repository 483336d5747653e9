"""Words that tell when to apply without naming a day: where in a sentence they stand, if it holds any.

Found completely and judged later, as days are: "jederzeit" makes a candidate wherever applying is spoken of. The first
look asks the table of words itself, so that no word of it is ever passed by.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from crawler.extract.roles.class_signs import class_signs
from crawler.extract.roles.passage import Sentence, classes_in
from crawler.extract.roles.words import Word, texts_in, word_classes
from crawler.text.sentences import holds
from crawler.text.word_signs import SIGNS

_THING_TO_APPLY_FOR = frozenset(
    "application of_application hand_in of_hand_in term of_term dates call of_call round sketch applicant".split()
)
_CALLS = frozenset(("call", "of_call"))
_CALLS_AND_COMING = _CALLS | {"come"}
_PAPERS = frozenset("application of_application sketch".split())
_WHAT_ENDS = frozenset("term dates call of_call round programme of_programme application of_application sketch".split())
_WHAT_IS_ANNOUNCED = frozenset("term of_term dates call of_call round".split())
_TERM = frozenset(("term", "dates", "validity"))  # "keine Befristung" is no term, too
_NEGATED_WITHIN = 5  # words between "keine" and "Frist"
_BEFORE = frozenset(("vor", "bevor", "ehe", "before", "prior"))
_STARTED_WITHIN = 7  # words between "vor" and "Beginn"
_FEW = 14  # words below a label
#: the classes whose words say it; a call announces, "vor" leads to a beginning
_SAYING = ("any_time", "over", "elsewhere", "come", "past", "not_begun", "not", "call")
#: an entry of a form that says that there is no last day
_OPEN_ENTRIES = frozenset(("keine", "kein", "keiner", "entfällt", "none", "offen", "open"))
_FIRST_THEN = (frozenset(("erst", "zuerst", "first")), frozenset(("dann", "danach", "then")))
_JUST_NOT = frozenset(("nicht", "not"))  # "nicht jederzeit"
_BEGINNING = frozenset(("begin", "contract", "duration"))
_WORDS_OF_ORDER = SIGNS.sign(small=(*_BEFORE, *_FIRST_THEN[1]))
_APPLYING = (
    "antr", "bewerb", "bewirb", "frist", "termin", "schluss", "stichtag", "einreich", "gereich", "aufruf", "aufforder",
    "ausschreib", "skizz", "bekundung", "meld", "vorschl", "beitr", "anfrage", "gesuch", "call", "appl", "propos",
    "submi", "deadline", "closing", "cut-off", "zeitr", "fenster", "phase", "runde", "round", "window", "interest",
    "outline", "portal", "programm", "mittel", "budget", "fonds", "fund", "förder", "grant", "stellen", "gestellt",
    "senden", "annehm", "angenommen", "entgegen", "accept", "appeal", "concept", "due", "registr", "teilnehm",
    "stiftung", "foundation", "scheme", "unterlagen", "request", "enquir", "idee",
)  # fmt: skip


def may_say_when(sentence: Sentence, lowered: str, begins: frozenset[str]) -> bool:
    """Spares most sentences that their words are looked at in turn.

    Args:
        sentence: what is looked at.
        lowered: its text in lower case.
        begins: the first three letters of its words.
    """
    if not sentence.entry and not signs_of_saying()(sentence.signs):
        return False
    first, inside = _marks()
    if begins.isdisjoint(first) and not holds(lowered, inside):
        return False
    return sentence.entry or holds(lowered, _APPLYING) or holds(sentence.above.lower(), _APPLYING)


@cache
def signs_of_saying() -> Callable[[int], bool]:
    """May words with these signs say when to apply? What the places below ask for, before a sentence is taken apart."""
    of = class_signs("deadline").of
    alone = of(("any_time", "over", "elsewhere", "past", "not_begun", "come", *_CALLS))
    denial, denied, beginning = of(("not",)), of(_TERM | _PAPERS), of(_BEGINNING)

    def say(signs: int) -> bool:
        return bool(
            signs & alone or (signs & denial and signs & denied) or (signs & beginning and signs & _WORDS_OF_ORDER)
        )

    return say


@lru_cache(maxsize=1)
def _marks() -> tuple[frozenset[str], tuple[str, ...]]:
    first, inside = word_classes().marks_of(*_SAYING)
    return first | {word[:3] for word in (*_BEFORE, *_OPEN_ENTRIES)}, inside


_Place = tuple[int, int] | None


def _any_time(sentence: Sentence, classes: frozenset[str]) -> _Place:
    if "any_time" in classes:
        for before, word in pairwise((None, *sentence.words)):
            if word is not None and "any_time" in word.classes and (before is None or before.text not in _JUST_NOT):
                return word.start, word.end
        return None
    if sentence.entry and (entry := _open_entry(sentence)):
        return entry
    if "not" not in classes or not classes & _TERM:
        return None
    words = sentence.words
    for place, word in enumerate(words):
        if "not" in word.classes:
            around = words[max(0, place - _NEGATED_WITHIN) : place + _NEGATED_WITHIN]
            if any(not _TERM.isdisjoint(other.classes) for other in around):
                return word.start, word.end
    return None


def _open_entry(sentence: Sentence) -> _Place:
    """ "keine", "offen": all that stands behind the label of a form."""
    named = [word for word in sentence.words if word.text[0].isalpha()]
    return (named[0].start, named[0].end) if len(named) == 1 and named[0].text in _OPEN_ENTRIES else None


def _over(sentence: Sentence, classes: frozenset[str]) -> _Place:
    if "over" in classes and (sentence.entry or not _WHAT_ENDS.isdisjoint((*classes, *_labelled(sentence)))):
        return _first(sentence, lambda word: "over" in word.classes)
    if "not" in classes and not classes.isdisjoint(_PAPERS):
        return _first(sentence, lambda word: "not" in word.classes)
    if "past" in classes and not classes.isdisjoint(_THING_TO_APPLY_FOR):
        return _first(sentence, lambda word: "past" in word.classes)
    return None


def _labelled(sentence: Sentence) -> Sequence[str]:
    """The classes of the line above, where it may be the label of a few words."""
    return classes_in(sentence.above) if len(sentence.words) <= _FEW else ()


def _elsewhere(sentence: Sentence, classes: frozenset[str]) -> _Place:
    if "elsewhere" in classes and (
        sentence.entry
        or not _WHAT_IS_ANNOUNCED.isdisjoint((*classes, *_labelled(sentence)))
        or ("when" in classes and not _PAPERS.isdisjoint(classes))  # "wann Anträge möglich sind"
    ):
        return _first(sentence, lambda word: "elsewhere" in word.classes)
    if not classes.isdisjoint(_CALLS) or ("come" in classes and not classes.isdisjoint(_THING_TO_APPLY_FOR)):
        return _first(sentence, lambda word: not _CALLS_AND_COMING.isdisjoint(word.classes))
    return None


def _before_start(sentence: Sentence, classes: frozenset[str]) -> _Place:
    if "not_begun" in classes:
        return _first(sentence, lambda word: "not_begun" in word.classes)
    texts, words = texts_in(sentence.text), sentence.words
    if not _BEFORE.isdisjoint(texts):
        for place, word in enumerate(words):
            if word.text in _BEFORE:
                following = words[place + 1 : place + 1 + _STARTED_WITHIN]
                if any(not _BEGINNING.isdisjoint(other.classes) for other in following):
                    return word.start, word.end
    if all(not told.isdisjoint(texts) for told in _FIRST_THEN) and not _BEGINNING.isdisjoint(classes):
        return _first(sentence, lambda word: word.text in _FIRST_THEN[1])  # "erst beantragen, dann beginnen"
    return None


def _first(sentence: Sentence, fits: Callable[[Word], bool]) -> _Place:
    return next(((word.start, word.end) for word in sentence.words if fits(word)), None)


#: by the kind of candidate
PLACES: dict[str, Callable[[Sentence, frozenset[str]], _Place]] = {
    "any_time": _any_time,
    "over": _over,
    "elsewhere": _elsewhere,
    "before_start": _before_start,
}
