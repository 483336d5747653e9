"""The clause of a candidate: what is done there, to what, and what leads the candidate.

`does=…`     what is done (a class of `predicates.yml`), in any word order: "ist bis D einzureichen", "endet am D"
`thing=…`    what it is done to, or what happens: the nearest noun of the clause, of the one before, of the label
`does+thing`, `does+lead`, `thing+lead` and all three together, since "until" and "to begin" say little alone
A clause ends at a sign, and at an "and" behind which another verb has a subject of its own. A verb that stands only
at the sentence's end is found there; a relative clause stands for the noun before it.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from crawler.extract.roles.words import Classes, Word, word_classes

_SIGNS = frozenset(',;:|()–—"„“')
_JOINS = frozenset("und and sowie or oder aber but doch sondern while whereas with".split())
_RELATIVE = frozenset("die der das den dem deren dessen welche welcher welches which that who whose where".split())
#: finite verbs that let a clause stand by itself
_FINITE = frozenset(
    "ist sind war waren wird werden wurde wurden kann können konnte konnten soll sollen sollte muss müssen müsste darf "
    "dürfen hat haben is are was were will would can could may must should shall has have had does do".split()
)
#: what a thing may be, in short: classes that come to the same for a day
IN_SHORT = {
    "papers": "application sketch",
    "term": "term",
    "dates": "dates",
    "call": "call round",
    "decision": "decision",
    "jury": "jury meeting",
    "project": "project duration finish",
    "paying": "spend payment claim costs",
    "report": "report",
    "event": "event",
    "rules": "validity law",
    "published": "published",
    "beginning": "begin",
    "end": "end",
    "objection": "objection question",
    "reference": "reference",
    "programme": "programme",
    "handing_in": "hand_in",
}
_SHORT_FOR = {name: short for short, names in IN_SHORT.items() for name in names.split()}
_ORDER = tuple(IN_SHORT)
_FAR = 45  # words on either side
_AHEAD_OF_JOIN = 7  # words behind an "and" in which a verb shows that a clause begins


def clause_evidence(
    words: Sequence[Word],
    first: int,
    after: int,
    others: AbstractSet[int],
    lead: str,
    label: Iterable[str],
    intro: Classes = (),
) -> set[str]:
    """What the clause says of the candidate that stands from word `first` up to word `after`.

    Args:
        words: of its sentence.
        first: its first word.
        after: the word behind it.
        others: where candidates of its kind begin in the sentence.
        lead: the class of the word that leads it.
        label: the classes of its label.
        intro: those of the words that lead its list in; their verb stands for each item.
    """
    left = _left(words, first, others)
    right = _right(words, after, others, done=any(_does(words[at]) for at in left))
    does = (
        _separated(words, left, right)
        or _done(words, left, right)
        or _at_the_end(words, right, after)
        or _earlier(words, left, first)
    )
    thing = _thing(words, left, right)
    labelled = tuple(dict.fromkeys(_SHORT_FOR[name] for name in label if name in _SHORT_FOR))
    if not thing:
        thing = labelled[0] if labelled else _thing_before(words, left, first)
    if thing == "term" and (served := _served(words, left, right)):
        thing = f"term_of_{served}"
    if not does and intro:
        does, leading = _tells_all(intro)
        thing = leading if does and leading and thing in _ITEM_THINGS else thing
    does, thing = does or "nothing", thing or "nothing"
    found = {f"does={does}", f"thing={thing}", f"does={does}+thing={thing}", f"does={does}+thing={thing}+lead={lead}"}
    found |= {f"does={does}+lead={lead}", f"thing={thing}+lead={lead}"}
    for place in (*left, *right):
        word = words[place]
        if "not" in word.classes:
            found.add(f"does={does}+not")
        if word.text in _PAST:
            found.add(f"does={does}+past")
    return found


_PAST = frozenset(
    "war waren wurde wurden konnte konnten lief liefen musste mussten endete endeten was were had ran".split()
)


def _does(word: Word) -> str:
    return _tells(word.classes)[0] if word.classes else ""


def _noun(word: Word) -> str:
    return _tells(word.classes)[1] if word.classes else ""


@lru_cache(maxsize=4096)
def _tells(classes: Classes) -> tuple[str, str]:
    """What a word of these classes does, or the thing it names: a verb names none."""
    if does := next((name for name in classes if name.startswith("to_")), ""):
        return does, ""
    kinds = [_SHORT_FOR[name] for name in classes if name in _SHORT_FOR]
    return "", min(kinds, key=_ORDER.index) if kinds else ""


@lru_cache(maxsize=1024)
def _tells_all(classes: Classes) -> tuple[str, str]:
    """What the words that lead a list in do, and the thing they name."""
    does = next((name for name in classes if name.startswith("to_")), "")
    kinds = [_SHORT_FOR[name] for name in classes if name in _SHORT_FOR]
    return does, min(kinds, key=_ORDER.index) if kinds else ""


#: what an item of a list may be about, while the list says what is due
_ITEM_THINGS = frozenset(("", "project", "programme", "event", "rules", "reference", "paying"))


def _left(words: Sequence[Word], first: int, others: AbstractSet[int]) -> list[int]:
    """The places of the clause's words before a candidate, the nearest first."""
    found: list[int] = []
    for place in range(first - 1, max(-1, first - 1 - _FAR), -1):
        word = words[place]
        if word.text in _SIGNS and not _beside_the_day(words, place, found):
            break
        if word.text in _JOINS and _has_verb(words, found) and _has_verb(words, range(max(0, place - _FAR), place)):
            break
        found.append(place)
        if word.start in others and any(_does(words[at]) for at in found):
            break
    return found


def _right(words: Sequence[Word], after: int, others: AbstractSet[int], *, done: bool) -> list[int]:
    """The places of the clause's words behind a candidate; `done`: does a verb stand before it?"""
    found: list[int] = []
    for place in range(after, min(len(words), after + _FAR)):
        word = words[place]
        if (
            word.text in _SIGNS
            and not _beside_the_day(words, place, found)
            and (word.text != "," or done or not _goes_on(words, place))
        ):
            break  # "formlose, prüffähige Skizzen vorzulegen" goes on
        if word.text in _JOINS and _has_verb(words, range(place + 1, min(len(words), place + 1 + _AHEAD_OF_JOIN))):
            break
        if word.start in others and any(_does(words[at]) for at in found):
            break
        found.append(place)
        done = done or bool(_does(word))
    return found


def _goes_on(words: Sequence[Word], comma: int) -> bool:
    """Does a clause go on behind a comma, no other one beginning there?"""
    following = words[comma + 1 : comma + 2]
    return bool(following) and following[0].text not in _RELATIVE and following[0].text not in _BEGINS_A_CLAUSE


_BEGINS_A_CLAUSE = frozenset(
    "dass wenn da weil um sofern falls damit sobald bevor nachdem während ob so dann wobei sie es wir er ich ihr diese "
    "dieser dies if when because since so then they it we you this these".split()
)


def _beside_the_day(words: Sequence[Word], place: int, so_far: Sequence[int]) -> bool:
    """Does a sign part a day only from its weekday or hour?"""
    if words[place].text == ";" and not (place + 1 < len(words) and _of_the_day(words[place + 1])):
        return False  # the next clause begins
    return all(_of_the_day(words[at]) for at in so_far) and any(
        0 <= at < len(words) and _of_the_day(words[at]) for at in (place - 1, place + 1)
    )


def _of_the_day(word: Word) -> bool:
    return word.text[0].isdigit() or word.text in _SIGNS or not _BESIDE.isdisjoint(word.classes)


_BESIDE = frozenset(("weekday", "clock", "filler", "until", "on", "to"))


def _has_verb(words: Sequence[Word], places: Iterable[int]) -> bool:
    return any(words[at].text in _FINITE or _does(words[at]) for at in places)


def _done(words: Sequence[Word], left: Sequence[int], right: Sequence[int]) -> str:
    """What is done in the clause: in English the verb before the candidate, in German rather the one behind it."""
    before, verb_before = _nearest(words, left)
    behind, verb_behind = _nearest(words, right)
    if verb_before and verb_behind:
        english = any(words[at].text in _ENGLISH for at in (*left, *right))
        return verb_before if english or before + _RATHER_RIGHT < behind else verb_behind
    return verb_before or verb_behind


_PARTICLES = frozenset("ab an aus bekannt ein entgegen fest hoch nach statt teil vor weiter zu zurück".split())


def _separated(words: Sequence[Word], left: Sequence[int], right: Sequence[int]) -> str:
    """What a German verb says whose first part closes the clause: "gibt bis D den Antrag ab", "legt … vor"."""
    last = next((at for at in reversed(right) if words[at].text.isalpha()), None)
    if last is None or words[last].text not in _PARTICLES:
        return ""
    for at in (*left, *right):
        joined = word_classes().of(words[last].text + words[at].text)
        if at != last and (does := _tells(joined)[0]):
            handed_in = any(_noun(words[place]) == "papers" for place in (*left, *right))
            return does if handed_in or does != "to_apply" else ""  # one "legt … vor" much else
    return ""


def _nearest(words: Sequence[Word], places: Sequence[int]) -> tuple[int, str]:
    """How far the nearest verb stands, and what it says."""
    for steps, at in enumerate(places):
        if does := _does(words[at]):
            return steps, does
    return 0, ""


_RATHER_RIGHT = 2  # words
_ENGLISH = frozenset("the be by is are of for to will and on a an".split())


def _at_the_end(words: Sequence[Word], right: Sequence[int], after: int) -> str:
    """The verb that closes a German sentence behind relative clauses: "Anträge, die …, sind bis D, …, einzureichen"."""
    start = right[-1] + 1 if right else after
    relative = False
    for place in range(start, min(len(words), start + _FAR)):
        word = words[place]
        if word.text == ",":
            relative = place + 1 < len(words) and words[place + 1].text in _RELATIVE
        elif word.text in _SIGNS:
            break
        elif not relative and (does := _does(word)):
            return does
    return ""


def _earlier(words: Sequence[Word], left: Sequence[int], first: int) -> str:
    """The verb of the clauses before; who is meant ("wer ausgewählt wird, …") tells it only where they apply."""
    start = left[-1] - 1 if left else first - 1
    does = next((does for place in range(start, max(-1, start - _FAR), -1) if (does := _does(words[place]))), "")
    return "" if does != "to_apply" and words and words[0].text in _WHO else does


_WHO = frozenset(("wer", "wen", "whoever"))


def _thing(words: Sequence[Word], left: Sequence[int], right: Sequence[int]) -> str:
    """The nearest noun of the clause, rather one before the candidate; not what it is for, nor who gives the money."""
    weakest = ""
    nearest: list[tuple[int, str]] = []
    for side in (left, right):
        purpose = _purposes(words, side)
        for steps, at in enumerate(side):
            noun = _noun(words[at])
            if noun and (noun == "programme" or at in purpose):
                weakest = weakest or noun
            elif noun:
                nearest.append((steps + (_RATHER_LEFT if side is right else 0), noun))
                break
    return min(nearest, default=(0, weakest))[1]


def _served(words: Sequence[Word], left: Sequence[int], right: Sequence[int]) -> str:
    """What a term is for: "Frist für die Abrechnung", "deadline for the eligibility of expenses"."""
    term = next((at for at in (*left, *right) if _noun(words[at]) == "term"), None)
    if term is None:
        return ""
    if part := next(
        (_SHORT_FOR[name[3:]] for name in words[term].classes if name[:3] == "of_" and name[3:] in _SHORT_FOR), ""
    ):
        return part
    if term + 1 >= len(words) or words[term + 1].text not in _SERVING:
        return ""
    following = words[term + 2 : term + 2 + _WORDS_OF_PURPOSE]
    return next((noun for word in following if (noun := _noun(word)) and noun != "programme"), "")


_SERVING = frozenset("für zur zum der des for of to von".split())


def _purposes(words: Sequence[Word], places: Sequence[int]) -> frozenset[int]:
    """The places of what a "für" governs in a clause."""
    found: set[int] = set()
    for at in places:
        if "for" in words[at].classes:
            for place in range(at + 1, min(len(words), at + 1 + _WORDS_OF_PURPOSE)):
                word = words[place]
                if (
                    word.text in _SIGNS
                    or word.text in _FINITE
                    or (_does(word) and word.text.islower() and not _noun(word))
                ):
                    break
                found.add(place)
    return frozenset(found)


_WORDS_OF_PURPOSE = 5
_RATHER_LEFT = 2  # words


def _thing_before(words: Sequence[Word], left: Sequence[int], first: int) -> str:
    """The noun before a relative clause, or of the clauses before."""
    start = left[-1] - 1 if left else first - 1
    return next((noun for place in range(start, max(-1, start - _FAR), -1) if (noun := _noun(words[place]))), "")
