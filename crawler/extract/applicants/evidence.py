"""What tells whether bodies may apply, as names: the closed list from which each list of bodies is judged.

`near=…`    a class of words in the same clause;     `left=…`, `right=…` on which side of the bodies
`far=…`     a class elsewhere in the sentence
`where:…`, `with:…`, `aim:…`, `towards:…` these, where "in", "mit", "für" or "an" governs the bodies
`gov=…`     the small word that governs the bodies (an, von, für, by …), "noun" for a genitive, "none"
`of=…+…`    the class of what they belong to: "Anträge von Vereinen", "Zuschüsse an Vereine", "Projekte der Kirchen"
`above=…`   a class in the label, the heading right above or the words that lead the list in
`heading=…` a class in the heading further up;  `before=…` in the sentence before
`barred=…`  how near a word of exclusion stands; `not:…` the other words of a clause or label that holds one
`is=…`      what the list is by itself
`a+b`       two of these together
`kind=…`    what bodies are listed; only for the question which of them are ever applicants
"""

from collections.abc import Set as AbstractSet
from functools import lru_cache

from crawler.extract.applicants.bodies import BODY, CARRIED_BY, CITY, INFLECTED, PERSON, STATE, BodyList
from crawler.extract.applicants.clause import (
    EXCLUDE,
    MOST_WORDS,
    TOLD,
    excludes,
    left_of,
    right_of,
    shut_out_behind,
    told,
    told_by,
)
from crawler.extract.roles.passage import classes_in
from crawler.extract.roles.words import Classes, Word, word_classes

#: what stands in any sentence about a grant tells something only together with another word
_IN_PAIRS = frozenset(("money", "support", "call", "project", "able", "require"))
_NEAR = 4  # words between a word that excludes and a body
_NEAR_AFTER = 6  # words between a body and a word that excludes it
_PAIRS = (
    ("apply", "able"),
    ("get", "able"),
    ("application", "apply"),
    ("application", "able"),
    ("fund", "able"),
    ("fund", "project"),
    ("doing", "project"),
    ("money", "get"),
    ("money", "fund"),
    ("money", "offered"),
    ("money", "apply"),
    ("recipient", "require"),
    ("recipient", "able"),
    ("who", "apply"),
    ("who", "able"),
    ("who", "fund"),
    ("who", "get"),
    ("who", "application"),
    ("past", "money"),
    ("past", "get"),
    ("past", "fund"),
    ("addressed", "money"),
    ("addressed", "call"),
    ("addressed", "project"),
    ("fund", "call"),
)
_GIVING = frozenset(("fund", "money", "offered", "doing", "project", "apply"))
#: what may stand between bodies and the word that governs them
_PASSED = frozenset(("article", "joint", "only", "public", "nonprofit", "place", "foreign", "here"))
_FAR_ABOVE = 300  # characters of a lead-in
_LONGEST_LABEL = 80  # characters
_ASIDE = ("where", "with", "aim", "towards")  # classes of small words: "in", "mit", "für", "an"
_OWNER_WITHIN = 5  # words before such a word
_OPENED_WITHIN = 2  # words before a negation
_GOVERNS_WITHIN = 5  # words before the bodies


def evidence_of(one: BodyList, others: AbstractSet[int] = frozenset()) -> frozenset[str]:
    """The names of all evidence for a list of bodies; `others` are the first words of the sentence's other lists."""
    words = one.sentence.words
    here, there = left_of(one, others), right_of(one, others)
    left, right = told(words, here), told(words, there)
    inside = told(words, range(one.first, one.last + 1)) & {EXCLUDE, "foreign", "place", "recipient"}
    begins, end = here[-1] if here else one.first, there[-1] + 1 if there else one.last + 1
    beyond = (*range(max(0, one.first - MOST_WORDS), begins), *range(end, min(len(words), one.last + MOST_WORDS)))
    far = told(words, beyond) - left - right
    near = left | right
    governed, aside = _governed(one)
    shape = governed | _barred(words, one) | _shape(one, near)
    if EXCLUDE in near:
        return frozenset(shape | _shut_out(left, right, aside) | {name for name in _above(one) if name[:4] == "not:"})
    found = {f"left={name}" for name in left - _IN_PAIRS} | {f"right={name}" for name in right - _IN_PAIRS}
    found |= {f"near={name}" for name in near - _IN_PAIRS}
    found |= {f"near={a}+{b}" for a, b in _PAIRS if a in near and b in near}
    if aside:
        found = {f"{aside}:{name}" for name in found}
    found |= {f"far={name}" for name in far - _IN_PAIRS} | {f"in={name}" for name in inside}
    if near <= _IN_PAIRS:
        found.add("near=nothing")
    return frozenset(found | shape | _above(one))


def _shut_out(left: set[str], right: set[str], aside: str) -> set[str]:
    """What a clause tells that holds a word of exclusion: its other words count otherwise then."""
    near = left | right
    found = {f"not:near={name}" for name in near} | {f"not:left={name}" for name in left}
    if aside:
        found = {f"{aside}:not:{name}" for name in near}
    return (
        found
        | {f"not:{a}+{b}" for a, b in _PAIRS if a in near and b in near}
        | {f"not:on_{side}" for side, names in (("left", left), ("right", right)) if EXCLUDE in names}
    )


def _names(word: Word) -> frozenset[str]:
    return told_by(word.classes)


def _governed(one: BodyList) -> tuple[set[str], str]:
    """What governs the bodies and what they belong to; and how, where they only stand beside the clause's deed."""
    sentence, words = one.sentence, one.sentence.words
    at, article, joined = _governor_of(one)
    if at < 0:
        return {"gov=start"}, ""
    word = words[at]
    names = _names(word)
    if _governs(word):
        aside = next((name for name in _ASIDE if name in word.classes), "")
        found = {f"gov=~{aside}" if aside else f"gov={word.text}"}
        owner = next((other for other in reversed(words[max(0, at - _OWNER_WITHIN) : at]) if _names(other)), None)
        if owner is not words[at - 1] and aside == "where":
            owner = None  # "Projekte in Kommunen", not what stands further off
        for name in _names(owner) if owner is not None else ():
            found.add(f"gov=~{aside or word.text}+of={name}")
            if owner is words[at - 1]:
                found.add(f"of={name}+{aside or word.text}")
        return found, aside
    if word.text == ":":
        return {"gov=colon"}, ""
    if joined:
        return {"gov=joined", *(f"gov=joined+{name}" for name in names)}, ""
    is_noun = sentence.text[word.start].isupper()
    if is_noun and ("genitive" in article or words[at + 1].text.endswith("er")):
        return {"gov=noun", *(f"gov=noun+of={name}" for name in names)}, ""
    return {"gov=none", *(f"gov=none+after={name}" for name in names)}, ""


def _governor_of(one: BodyList) -> tuple[int, Classes, bool]:
    """The number of the word that governs the bodies (-1: none), the classes of the article, and is "und" before it?"""
    sentence, words = one.sentence, one.sentence.words
    article: Classes = ()
    joined = False
    at = one.first - 1
    while at >= max(0, one.first - _GOVERNS_WITHIN):
        word = words[at]
        if _governs(word):
            break
        if not _PASSED.isdisjoint(word.classes):
            article = article or (word.classes if "article" in word.classes else ())
            joined = joined or word.text in {"und", "oder", "sowie", "and", "or"}
        elif not (sentence.text[word.start].islower() and word.text.endswith(INFLECTED)) or _names(word):
            break
        at -= 1
    return at, article, joined


def _governs(word: Word) -> bool:
    return "governor" in word.classes


def _above(one: BodyList) -> set[str]:
    """What labels the bodies."""
    sentence = one.sentence
    label = _label(one)
    near = set(classes_in(label, "applicants"))
    if label and EXCLUDE in near and not any(excludes(sentence.words, at) for at in range(one.first)):
        near.discard(EXCLUDE)
    if above := sentence.intro[-_FAR_ABOVE:] or sentence.above:
        near |= _told_above(above)
    near &= TOLD
    if EXCLUDE in near:
        return {f"not:above={name}" for name in near}
    further = sentence.heading or (sentence.lead_in if sentence.intro else "")
    heading = set(classes_in(further[-_FAR_ABOVE:], "applicants")) & TOLD
    found = {f"above={name}" for name in near - _IN_PAIRS} | {f"heading={name}" for name in heading - near - _IN_PAIRS}
    for where, names in (("above", near), ("heading", heading)):
        found |= {f"{where}={a}+{b}" for a, b in _PAIRS if a in names and b in names}
    return found


@lru_cache(maxsize=256)
def _told_above(words: str) -> frozenset[str]:
    """The classes of a lead-in; "bodies that do not make a profit" shuts nobody out."""
    found = frozenset(classes_in(words, "applicants"))
    if EXCLUDE in found:
        above = word_classes("applicants").words_of(words)
        shutting = [at for at, word in enumerate(above) if EXCLUDE in word.classes]
        if all(_is_of_a_kind(above, at) for at in shutting):
            return found - {EXCLUDE}
    return found


def _is_of_a_kind(words: list[Word], at: int) -> bool:
    """Does a negation only say of what kind bodies are: "bodies that do not make a profit"?"""
    return not excludes(words, at) and any("opens" in word.classes for word in words[max(0, at - _OPENED_WITHIN) : at])


def _label(one: BodyList) -> str:
    """The heading of the column, the cell before, or the words before a colon."""
    sentence = one.sentence
    start = sentence.words[one.first].start
    if label := sentence.column_of(start):
        return label
    cell_begins = sentence.text.rfind("|", 0, start)
    if cell_begins >= 0:
        return sentence.text[:cell_begins].rpartition("|")[2]
    colon = sentence.text.rfind(":", 0, start)
    return sentence.text[:colon] if 0 <= colon <= _LONGEST_LABEL else ""


def _barred(words: list[Word], one: BodyList) -> set[str]:
    found = set()
    first, last = one.first, one.last
    if any(excludes(words, at) for at in range(max(0, first - _NEAR), first)):
        found.add("barred=before")
    if shut_out_behind(words, range(last + 1, min(len(words), last + 1 + _NEAR_AFTER))):
        found.add("barred=after")
    if first and excludes(words, first - 1):
        found.add("barred=right_before")
    return found


def _shape(one: BodyList, near: set[str]) -> set[str]:
    words, count = one.sentence.words, len(one.bodies)
    shapes = {
        "item": bool(one.sentence.intro),
        "alone": one.first <= 1 and one.last >= len(words) - 3,
        "many": count > 2,
        "single": count == 1,
        "carried_by": any(words[at].text.endswith(CARRIED_BY) for at in range(one.first, one.last + 1)),
    }
    found = {f"is={name}" for name, is_so in shapes.items() if is_so}
    found |= {f"kind={kind}" for kind in one.kinds & {CITY, PERSON, STATE, BODY}}
    return found | (_single(one, near) if count == 1 else set())


def _single(one: BodyList, near: set[str]) -> set[str]:
    """A single body may be the one that gives the money or decides, the more so with its name."""
    sentence, words, body = one.sentence, one.sentence.words, one.bodies[0]
    found = set()
    beside = (*words[max(0, body.first - 1)].classes, *words[body.first].classes)
    if "single" in words[body.last].classes and "definite" in beside:
        found |= {"is=the_one", *(f"is=the_one+near={name}" for name in _GIVING & near)}
    if "authority" in words[body.last].classes:
        found |= {"is=one", *(f"is=one+near={name}" for name in _GIVING & near)}
        following = words[body.last + 1] if body.last + 1 < len(words) else None
        if following is not None and following.text.isalpha() and sentence.text[following.start].isupper():
            found.add("is=named")
    return found
