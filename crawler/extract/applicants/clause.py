"""The clause in which bodies are named, and whether a word of it shuts out: "nicht antragsberechtigt".

A clause ends at a semicolon, at a cell's edge, where a subordinate clause opens, and before what is left out
("Vereine, nicht jedoch Kommunen"); what is put in between two commas is no part of it.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from crawler.extract.applicants.bodies import BodyList
from crawler.extract.roles.words import Classes, Word

EXCLUDE = "exclude"
MOST_WORDS = 40  # looked at on either side
#: classes that tell something of bodies beside them
TOLD = frozenset(
    "eligible recipient apply get application able addressed opened call support money fund project doing target "
    "partner decide member cofund exclude only who require offered past office place foreign rate".split()
)
_CLAUSE_ENDS = frozenset(";|–")
#: what follows them is left out of what stands before, which stays in: "Gemeinden in allen Ländern außer Berlin"
_LEAVING_OUT = frozenset(("außer", "ausser", "except", "excluding"))
_ABBREVIATION = 3  # letters
_AFTER_NO = 4  # words
_ACCEPT = frozenset(("nehmen", "nimmt"))
_REFUSED_WITHIN = 15  # words before "sondern"
#: what a refusal speaks of
_REFUSED = frozenset(
    "application money fund eligible apply get recipient city association church school university body person "
    "company".split()
)


def excludes(words: list[Word], at: int) -> bool:
    """Does this word shut out, and not only say "nicht mehr als", "noch nicht begonnen", "kein Rechtsanspruch"?"""
    word = words[at]
    if EXCLUDE not in word.classes:
        return False
    following = words[at + 1 : at + 1 + _AFTER_NO]
    if "none_of" in word.classes:
        return any(not _REFUSED.isdisjoint(other.classes) for other in following)
    if "negation" not in word.classes:
        return True
    if (following and "softened" in following[0].classes) or (at and words[at - 1].text in {"noch", "or", "oder"}):
        return False
    if following and following[0].text == "an" and any(w.text in _ACCEPT for w in words[max(0, at - _AFTER_NO) : at]):
        return True  # "Anträge von Behörden nehmen wir nicht an"
    around = words[max(0, at - 2) : at + 1 + _AFTER_NO]
    return any(not _REFUSED.isdisjoint(other.classes) for other in around)


def shut_out_behind(words: list[Word], places: Iterable[int]) -> bool:
    """Does a word behind a list shut it out, and not only what follows itself?"""
    return any(excludes(words, at) and words[at].text not in _LEAVING_OUT for at in places)


def told(words: list[Word], places: Iterable[int]) -> set[str]:
    """The classes that some words tell something by."""
    found: set[str] = set()
    for at in places:
        classes = words[at].classes
        if classes and (names := told_by(classes)):
            found |= names if EXCLUDE not in names or excludes(words, at) else names - {EXCLUDE}
    return found


@lru_cache(maxsize=4096)
def told_by(classes: Classes) -> frozenset[str]:
    """Those of a word's classes that tell something of bodies beside it."""
    return TOLD.intersection(classes)


def left_of(one: BodyList, others: AbstractSet[int]) -> list[int]:
    """The words of its clause before a list."""
    words, first = one.sentence.words, one.first
    found: list[int] = []
    at = first
    while at > max(0, first - MOST_WORDS):
        at -= 1
        word = words[at]
        if word.text in _CLAUSE_ENDS or (word.text == "." and len(words[at - 1].text) > _ABBREVIATION):
            break
        if word.text == "," and at + 1 < first - 2 and "opens" in words[at + 1].classes:
            closed = next((place for place, other in enumerate(found) if words[other].text == ","), None)
            if closed is None:
                break
            del found[closed:]  # "Vereine, die gemeinnützig sind, sowie Kommunen": what is put in between
            continue
        if word.text == "," and at == first - 1 and any(other < at for other in others):
            break  # "Antragsteller sind Vereine, Kommunen sind ausgeschlossen"
        if word.text in {"sondern", "but"}:  # "nicht an Personen, sondern an Vereine" goes on as it began
            refused = (before for before in range(at - 1, max(-1, at - _REFUSED_WITHIN), -1) if excludes(words, before))
            at = next(refused, at)
            continue
        found.append(at)
    return found


def right_of(one: BodyList, others: AbstractSet[int]) -> list[int]:
    """The words of its clause after a list; what is put in between two commas is left out."""
    words, last = one.sentence.words, one.last
    found: list[int] = []
    end = min(len(words), last + 1 + MOST_WORDS)
    at = last + 1
    while at < end:
        text = words[at].text
        if text in _CLAUSE_ENDS or text in _LEAVING_OUT or (text == "." and len(words[at - 1].text) > _ABBREVIATION):
            break
        if text in {",", "("} and at + 1 < end:
            if excludes(words, at + 1) or at + 1 in others:
                break  # "Vereine, nicht jedoch Kommunen"
            if "opens" in words[at + 1].classes:
                closing = next((to for to in range(at + 2, end) if words[to].text == ","), None)
                if closing is None:
                    break
                at = closing  # "Vereine, die gemeinnützig sind, können …"
        found.append(at)
        at += 1
    return found
