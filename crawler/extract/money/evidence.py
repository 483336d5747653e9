"""What stands around a figure, as a few slots that each say one thing: how it is bounded, of what it is, what is done.

`bound=…`   the nearest word of its clause that makes it an upper or a lower end
`noun=…`    what the money is: the nearest word that names it, before the figure or else after it
`verb=…`    what is done with it: provided, asked for, granted, required, paid, decided
`per=…`     by what it is counted
`range_…=…` the same, of the one or the other end of a range
`label=…`   the heading of its column, the label before its colon, the line above
`also=…`    what else its clause holds: a total, the past, a negation, an exception, an average
`near=…`    the same of the rest of its sentence; `lead_in=…`, `heading=…`, `before=…` of what stands above
Clauses end at commas, brackets, bars and at other figures. A clause that names nothing takes on what the one before
names (`of=…`).
`lead=…`    the word right before it, fillers left out;  `left=…`, `right=…`  all classes of its clause on that side
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from crawler.extract.roles.passage import Sentence, classes_in, is_heading
from crawler.extract.roles.words import RELATIONS, Word

_ENDS = frozenset(",;:|()–[]")
_PARTED = _ENDS - {"("}
_NOUNS = ("own", "cost", "kind_of_cost", "income", "grant", "rate_word", "pot", "project", "part_of_others", "payment")
_VERBS = ("provide", "get", "funded", "given", "limit_of_duty", "payment", "required")
_ALSO = ("total", "past", "not", "except", "average", "usual", "yearly", "now", "if", "bonus", "may", "funder",
         "million", "fixed",
         "between", "of_what", "unit", "time", "above", "below", "from", "project")  # fmt: skip
_BOUNDS = ("most", "least")
_PER_WHAT = ("unit", "time", "project", "yearly")  # the first that fits leads: "je Teilnehmer und Jahr"
_BOUND_LEFT, _BOUND_RIGHT = 7, 7
_NEXT = 3
#: kinds of words that tell of what else than one application's grant a sum may be the bound (`not_the_grant.yml`)
OF_OTHERS = frozenset(
    "place passed_on example shared part record together withheld former threshold earned exceeds law whole extra "
    "budget borne named_own cofinanced deficit".split()
)
_COUNTED = frozenset(("counted", "place", "unit", "time", "project", "yearly"))
_REACH_OF_EACH, _AFTER_EACH, _AFTER_ONE = 6, 3, 2
_ONE = frozenset("ein eine einen a an one".split())
_COSTS, _PART_OF = frozenset(("cost", "kind_of_cost")), frozenset("der des ihrer von of toward towards".split())
_NO_COSTS_BEHIND = frozenset(("grant", "get", "funded", "provide"))  # "5.000 Euro beantragen für Kosten, die …"
_PERCENT = frozenset(("%", "prozent", "percent", "cent", "v", "vh"))
_SHARES = _PERCENT | frozenset("drittel dritteln hälfte viertel half third thirds quarter".split())
_AFTER_PER = 4
_LONGEST_LABEL = 80
_WORDS_BEFORE_UNLABELLED = 4


def slots_of(
    sentence: Sentence, start: int, end: int, borders: AbstractSet[int], shape: Iterable[str]
) -> frozenset[str]:
    """The evidence for a figure.

    Args:
        sentence: where it stands.
        start: where it begins there; of a range, where the range does.
        end: where it, or the range, ends.
        borders: where other figures of the sentence begin.
        shape: what it is by itself; becomes `is=…`.
    """
    words = sentence.words
    first = bisect_left(words, start, key=_start)
    after = bisect_left(words, end, key=_start)
    left = _clause(words, range(first - 1, -1, -1), borders)
    right = [] if _is_of_the_next(words, after, borders) else _clause(words, range(after, len(words)), borders)
    label = _label(sentence, start, first)
    bound = _bound(left, right)
    noun = _noun(left, right)
    verb = _first(_VERBS, right) or _first(_VERBS, left)
    per = _per(words, first, after, borders)
    slots = {
        "bound": bound or "none",
        "noun": noun or "none",
        "verb": verb or "none",
        "per": per or "none",
        "label": label or "none",
    }
    found = {f"is={word}" for word in shape}
    found.update(f"{word}={noun or 'none'}" for word in shape if word.startswith("range_"))
    found.update(f"{name}={value}" for name, value in slots.items())
    own = {name for word in (*left, *right) for name in word.classes}
    found.update(f"also={name}" for name in _ALSO if name in own)
    found.update(f"all={name}" for name in _NOUNS if name in own)
    found.update(f"all={name}" for name in _VERBS if name in own)
    found.update(f"next={name}" for word in right[:_NEXT] for name in word.classes if name in _NOUNS)
    if not noun:
        before = _clause(words, range(first - 1 - len(left) - 1, -1, -1), borders)
        found.add(f"of={_first(_NOUNS, before) or 'none'}")
    near = {name for word in words for name in word.classes} - own
    found.update(f"near={name}" for name in (*_NOUNS, *_VERBS, *_BOUNDS, "total", "average", "past") if name in near)
    found.update(f"beside={name}" for name in OF_OTHERS.intersection(_classes_beside(left, right, words, first, after)))
    if (after == len(words) or words[after].text not in _PARTED) and _is_of_costs(right):
        found.add("beside=costs")
    found.update({"after=share"} if any(word.text in _SHARES for word in words[:first]) else ())
    found.update(_surroundings(sentence, label))
    found.update({"beside=law"} if "law" in near else ())
    found.update(f"above={name}" for name in OF_OTHERS.intersection(_classes_above(sentence, start, first)))
    found.update(f"each={name}" for name in _counted_by(words, first, after, borders))
    lead = _lead(words, first)
    found.add(f"lead={lead}")
    for side, clause in (("left", left), ("right", right)):
        classes = {name for word in clause for name in word.classes if name != "filler"}
        found.update(f"{side}={name}" for name in classes)
        nearest = next((word.classes for word in clause if not RELATIONS.issuperset(word.classes)), ())
        found.update(f"lead={lead}+{side}={name}" for name in nearest)
    return frozenset(found)


def _classes_beside(
    left: Sequence[Word], right: Sequence[Word], words: Sequence[Word], first: int, after: int
) -> Iterator[str]:
    """The classes of a figure's clause; one that a sign parts from the figure says nothing of it."""
    if not first or words[first - 1].text not in _ENDS:
        yield from (name for word in left for name in word.classes)
    if after == len(words) or words[after].text not in _PARTED:
        yield from (name for word in right for name in word.classes)


def _classes_above(sentence: Sentence, start: int, first: int) -> Iterator[str]:
    """The classes of what heads a figure: its label, the lead-in of its list, the line or heading above."""
    heads = (_label_text(sentence, start, first), sentence.intro[-200:], sentence.above or sentence.heading)
    return (name for head in heads if head for name in classes_in(head, sentence.subject))


def _counted_by(words: Sequence[Word], first: int, after: int, borders: AbstractSet[int]) -> Iterator[str]:
    """What is paid for each of: the things and places right behind "je", "pro", "/" or "für eine" beside the figure."""
    for places in (
        range(after, min(len(words), after + _REACH_OF_EACH)),
        range(first - 1, -1, -1)[: 2 * _REACH_OF_EACH],
    ):
        for place in places:
            word = words[place]
            if word.start in borders or word.text in ";|":
                break
            following = words[place + 1 : place + 1 + _AFTER_EACH]
            one = "for" in word.classes and following and following[0].text in _ONE
            if one or "each" in word.classes or (word.text == "/" and place == after):
                for named in following[:_AFTER_ONE] if one else following:
                    yield from _COUNTED.intersection(named.classes)


def _is_of_costs(right: Sequence[Word]) -> bool:
    """Are costs behind a sum what it bounds: "5.000 Euro Gesamtkosten", but not "der Kosten", "75 % der …"?"""
    if right and right[0].text in _PART_OF:
        return False
    for word in right:
        if word.text in _PERCENT or not _NO_COSTS_BEHIND.isdisjoint(word.classes):
            return False
        if not _COSTS.isdisjoint(word.classes):
            return True
    return False


def _lead(words: Sequence[Word], first: int) -> str:
    """The class of the word right before a figure, fillers left out, or the sign there."""
    for place in range(first - 1, max(-1, first - 1 - _LEAD_WORDS), -1):
        word = words[place]
        if word.text in _SIGNS:
            return _SIGNS[word.text]
        if name := next((name for name in _LEADS if name in word.classes), ""):
            return name
        if "filler" not in word.classes and not word.text[0].isdigit():
            return "word"
    return "nothing"


_LEAD_WORDS = 6
_LEADS = ("most", "least", "each", "above", "below", "from", "between", "fixed", "grant", "cost")
_SIGNS = {
    ":": "colon",
    "(": "bracket",
    "|": "bar",
    ";": "semicolon",
    ",": "comma",
    "-": "dash",
    "–": "dash",
    "/": "slash",
}


def _start(word: Word) -> int:
    return word.start


def _clause(words: Sequence[Word], places: range, borders: AbstractSet[int]) -> list[Word]:
    """The words from a figure to the end of its clause, the nearest first."""
    found: list[Word] = []
    for place in places:
        word = words[place]
        if places.step < 0 and word.start in borders:
            break
        if word.start in borders or (word.text in _ENDS and len(found) > 0) or word.text in ";|":
            break
        if word.text not in _ENDS:
            found.append(word)
    return found


def _is_of_the_next(words: Sequence[Word], after: int, borders: AbstractSet[int]) -> bool:
    """Do the words behind a figure stand in a bracket with another: "5.000 Euro (bei Kosten von 8.000 Euro)"?"""
    if after == len(words) or words[after].text != "(":
        return False
    for word in words[after + 1 : after + _IN_BRACKET]:
        if word.start in borders:
            return True
        if word.text == ")":
            return False
    return False


_IN_BRACKET = 12  # words


def _bound(left: Sequence[Word], right: Sequence[Word]) -> str:
    for word in left[:_BOUND_LEFT]:
        for name in _BOUNDS:
            if name in word.classes:
                return name
    for word in right[:_BOUND_RIGHT]:
        for name in _BOUNDS:
            if name in word.classes:
                return f"{name}_after"
    for word in left[_BOUND_LEFT:]:
        for name in _BOUNDS:
            if name in word.classes:
                return f"{name}_far"
    for name in ("above", "below", "from", "between"):
        if any(name in word.classes for word in left[:3]):
            return name
    return ""


def _noun(left: Sequence[Word], right: Sequence[Word]) -> str:
    if right and (name := _name(_NOUNS[:6], right[0])):
        return name
    return _first(_NOUNS, left) or (f"{name}_after" if (name := _first(_NOUNS, right)) else "")


def _first(names: Sequence[str], words: Iterable[Word]) -> str:
    return next((name for word in words if (name := _name(names, word))), "")


def _name(names: Sequence[str], word: Word) -> str:
    return next((name for name in names if name in word.classes), "")


def _per(words: Sequence[Word], first: int, after: int, borders: AbstractSet[int]) -> str:
    """What a "je" or "/" counts by, after the figure or else before it."""
    if found := _counted(words, range(after, min(len(words), after + 5)), borders):
        return found
    found = _counted(words, range(max(0, first - 12), first), frozenset())
    return f"{found}_before" if found else ""


def _counted(words: Sequence[Word], places: range, borders: AbstractSet[int]) -> str:
    found = ""
    for place in places:
        word = words[place]
        if word.start in borders or word.text in ".;|":
            break
        following = words[place + 1 : place + 1 + _AFTER_PER]
        after = {name for one in following for name in one.classes}
        if "each" in word.classes or (word.text == "/" and place == places.start):
            found = next((name for name in _PER_WHAT if name in after), "one")
            if "unit" in after or "time" in after:
                break
        elif word.text == "a" and following and "time" in following[0].classes:
            found = "time"
        elif place == places.start and ("yearly" in word.classes or "time" in word.classes):
            found = "yearly" if "yearly" in word.classes else "time"
    return found


def _label(sentence: Sentence, start: int, first: int) -> str:
    text = _label_text(sentence, start, first)
    if not text:
        return ""
    names = classes_in(text, sentence.subject)
    return next((name for name in (*_BOUNDS, "own", "total", *_NOUNS, "how_much") if name in names), "other")


def _label_text(sentence: Sentence, start: int, first: int) -> str:
    """What a figure's column, the words before its colon, its row or the line above calls it."""
    if column := sentence.column_of(start):
        return column
    cell = sentence.text.rfind("|", 0, start) + 1
    named = sentence.text[cell:start].rpartition(":")[0].strip()
    if named and len(named) <= _LONGEST_LABEL:
        return named
    if cell and is_heading(head := sentence.text.partition("|")[0].strip()):
        return head
    return sentence.above if first <= _WORDS_BEFORE_UNLABELLED else ""


def _surroundings(sentence: Sentence, label: str) -> Iterator[str]:
    subject = sentence.subject
    if not label:
        heading = sentence.above or sentence.heading
        yield from (f"heading={name}" for name in classes_in(heading, subject) if name in _TOLD_ABOVE)
    yield from (f"lead_in={name}" for name in classes_in(sentence.intro[-200:], subject) if name in _TOLD_ABOVE)
    if sentence.words and "it" in sentence.words[0].classes:
        yield from (f"before={name}" for name in classes_in(sentence.before[-200:], subject) if name in _TOLD_ABOVE)


_TOLD_ABOVE = frozenset((*_NOUNS, *_VERBS, *_BOUNDS, "how_much", "total"))
