"""The sentences that speak of beginning before the award, or of other money beside it, and their evidence.

`has=…`  a class of its words;  `a>b` two classes that follow each other, words without a class left out
`a&b`    two classes of the sentence in any order, one of them of what is said (a ban, a leave, a condition)
`no=…`   how often it denies: an odd or an even number of times
`head=…` a class of the heading, label or lead-in above;  `is=…` what a catalogue's phrases say of it
`form=…` a question, a yes or a no to one, an item of a list
Word order is no part of a name but what follows what: "nicht vor der Bewilligung" and "vor der Bewilligung nicht" share
their classes and their count of denials.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from crawler.extract.conditions.other_money import MONEY_OR_OF, OTHER_MONEY, PUBLIC_MONEY, WHOSE_MONEY, named_money
from crawler.extract.conditions.phrases import said_of_cumulation
from crawler.extract.roles.class_signs import class_signs
from crawler.extract.roles.passage import Sentence, classes_in, is_heading, sentences_of
from crawler.extract.roles.words import Word, word_classes
from crawler.text.sentences import Prose, ProseSentence, holds
from crawler.text.word_signs import SIGNS
from grants_db.vocabulary import Cumulation


class Condition(StrEnum):
    """What is asked of a call; also the kind of candidate in the table of weights."""

    EARLY_START = "early_start"
    CUMULATION = "cumulation"


@dataclass(frozen=True, slots=True)
class ConditionCandidate:
    """A sentence that may say something about a condition, and its evidence."""

    kind: Condition
    sentence: Sentence
    evidence: frozenset[str]


def _sign_of(letters: Sequence[str]) -> int:
    """The sign of single words that hold some letters in any case: of several words the longest."""
    words = [max(one.split(), key=len) + ("=" if one.endswith(" ") else "") for one in letters]
    return SIGNS.sign(" ".join(word for word in words if not word.islower()), small=filter(str.islower, words))  # "EU"


SUBJECT = "conditions"
_NEAR = 3  # words between a denial and what it denies
#: letters without which no class of the condition can be there; they spare most sentences the look-up
_SIGNS = {
    Condition.EARLY_START: (
        "beg", "tart", "aufend", "ückwirk", "achträgl", "orzeit", "orfrist", "trospect", "troact", "commence", "early",
        "evor", "before", "prior", "vor ", "ntstanden", "ncurred", "legen", "nfang", "angefangen", "orher",
        "zurücklieg",
        "erst ", "only ", "existing", "ongoing", "running", "lready", "ereits", "from the da", "taken place", "gelegt",
        "laufen", "rüher", "bought", "kauf", "ntsteh", "nfall", "anfäll", "zu früh", "ab dem", "nschaff", "etätig",
        "happened", "schon ", "own risk", "bestell", "until", "sobald",
    ),
    Condition.CUMULATION: (
        "umul", "ombin", "oppel", "ehrfach", "ander", "weiter", "sonstig", "usätzlich", "ofinanz", "tfinanz",
        "owohl", "leichzeitig", "imultan", "tatutory", "estlich", "rest", "emain", "alance", "erbleib", "übrige",
        "nfinanz", "o-", "achrang", "orrang", "ubsidi", "other", "urther", "dditional", "ouble", "twice", "dritt",
        "cofinanc", "match", "öffentliche", "ehrere", "third", "ieselb", "gleiche", "same", "usammen", "eschlossen",
        "public", "arallel", "esetzlich", "landes", "bundes", "EU", "rgänz", "funder", "rechnet", "eteilig", "neben",
        "land ", "bund ", "kommun", "topp", "zugleich", "else", "hinzu",
    ),
}  # fmt: skip
#: letters of money, one of which stands beside them where other money is meant
_MONEY_SIGNS = (
    "mittel", "örder", "usch", "uwend", "rogramm", "grant", "fund", "inanz", "eld", "onor", "upport", "eihilf",
    "tiftung", "osten", "cost", "redit", "arlehen", "inanc", "ource", "usgaben", "onds", "ritten",
    "öpf", "uelle", "mone", "onsor", " aid", "aid ", "zusagen",
)  # fmt: skip
#: the same as signs of words, of each of which a sentence bears one
_SIGNS_OF = {
    Condition.EARLY_START: (_sign_of(_SIGNS[Condition.EARLY_START]),),
    Condition.CUMULATION: (
        _sign_of(_SIGNS[Condition.CUMULATION]),
        _sign_of(_MONEY_SIGNS),
    ),
}
#: classes of which a sentence needs one, or two together, to be a candidate
_SPEAKS_OF = {
    Condition.EARLY_START: (
        ("begin",), ("retro",), ("running", "project"), ("early", "project"), ("early", "begin"),
        ("contract", "before"),
        ("contract", "award"), ("cost", "before"), ("incurred", "before"), ("cost", "award"), ("before", "award"),
        ("contract", "not"), ("cost", "application"), ("incurred", "after"), ("incurred", "award"),
        ("before", "application"), ("already", "contract"), ("already", "incurred"), ("incurred", "not"),
        ("contract", "without"), ("early", "may"), ("contract", "until"),
    ),
    Condition.CUMULATION: (
        ("combine", "money"), ("combine", "fund"), ("double",), ("combine", OTHER_MONEY), ("cofinance", "may"),
        ("cofinance", "must"), ("cofinance", "public"), ("cofinance", "funder"), ("cofinance", "not"),
        ("cofinance", "other"), ("subsidiary", "fund"), ("subsidiary", "money"),
        (OTHER_MONEY,), ("other", "cofinance"), ("offset", "other"), ("cofinance", "already"),
        (PUBLIC_MONEY, "already"), (PUBLIC_MONEY, "not"), (PUBLIC_MONEY, "excluded"), (PUBLIC_MONEY, "limit"),
        (PUBLIC_MONEY, "fund"), ("same", "cost"),
        ("same", "money"), ("same", "fund"), ("other", "fund", "already"), ("other", "fund", "excluded"),
        ("other", "fund", "not"), ("remain", "may"), ("remain", "must"),
        ("remain", "other"), ("limit", "not", "fund", "funder"),
    ),
}  # fmt: skip
#: what is said of the thing: these are paired with all others
_SAID = frozenset(
    "not without excluded may must only already not_yet before after consent harmless limit welcome subsidiary same "
    "disclose future public funder".split()
)
_NOT_OF = {
    Condition.EARLY_START: frozenset(
        "combine double other money public funder private same cofinance limit sum welcome subsidiary disclose topic "
        "remain case once it".split()
    ),
    Condition.CUMULATION: frozenset(
        "begin contract incurred running retro early before after not_yet lead_time future deed period award it "
        "submit harmless".split()
    ),
}
_YES, _NO = ("ja", "yes"), ("nein", "no")
_ANSWERS, _ALONE = frozenset((*_YES, *_NO)), 2  # words of an answer that is nothing but a yes or no
_MOST_WORDS = 60  # that bear a class
_LEAD = 200  # characters of what leads a sentence in


@lru_cache(maxsize=8)
def conditions_in(text: Prose, kind: Condition) -> tuple[ConditionCandidate, ...]:
    """All candidates of a kind in a text, in their order."""
    return tuple(
        ConditionCandidate(kind, sentence, evidence)
        for sentence in sentences_of(text, SUBJECT, _wanted(kind))
        if (evidence := _evidence(sentence, kind, _asked(sentence)))
    )


def _wanted(kind: Condition) -> Callable[[ProseSentence, int], bool]:
    """Which sentences are looked at."""
    tells = _tells_of_beginning if kind is Condition.EARLY_START else _tells_of_other_money
    speaks = _signs_of_speaking(kind)

    def wanted(sentence: ProseSentence, signs: int) -> bool:
        if sentence.intro or sentence.before.endswith("?"):  # what leads it in speaks with it
            if not tells(sentence):
                return False
        elif not all(signs & sign for sign in _SIGNS_OF[kind]):
            return False
        return (
            speaks(signs)
            or (kind is Condition.CUMULATION and said_of_cumulation(sentence) is not Cumulation.UNSTATED)
            or any(speaks(signs | SIGNS.of(above)) for above in _above(sentence))
        )

    return wanted


def _above(sentence: ProseSentence) -> Iterator[str]:
    """What may lead a sentence in."""
    before = sentence.before
    if sentence.intro or before.endswith("?"):
        yield f"{sentence.intro[-_LEAD:]} {before[-_LEAD:]}"
    elif is_heading(before):
        yield before


@cache
def _signs_of_speaking(kind: Condition) -> Callable[[int], bool]:
    """Can words with these signs make a candidate? The same as `_may_speak_of`, before a sentence is taken apart."""
    table = class_signs(SUBJECT)
    money, others = table.of(MONEY_OR_OF), table.of(WHOSE_MONEY)
    named = frozenset((OTHER_MONEY, PUBLIC_MONEY))
    known = [together for together in _SPEAKS_OF[kind] if named.union(word_classes(SUBJECT).names).issuperset(together)]
    alone = tuple({table.of(together) for together in known if named.isdisjoint(together)})
    beside = tuple({table.of({*together} - named) for together in known})

    def speaks(signs: int) -> bool:
        ways = beside if signs & money and signs & others else alone
        return any(signs & way == way for way in ways)

    return speaks


def _tells_of_beginning(sentence: ProseSentence) -> bool:
    return holds(_with_lead(sentence).lower(), _SIGNS[Condition.EARLY_START])


def _tells_of_other_money(sentence: ProseSentence) -> bool:
    words = _with_lead(sentence)
    return holds(words.lower(), _MONEY_SIGNS) and ("EU" in words or holds(words.lower(), _SIGNS[Condition.CUMULATION]))


def _with_lead(sentence: ProseSentence) -> str:
    """A sentence with the words that lead it in and the question that it answers."""
    if not sentence.intro and not sentence.before.endswith("?"):
        return sentence.text
    asked = _asked(sentence)
    words = f"{asked} {sentence.text}" if asked else sentence.text
    return f"{sentence.intro} {words}" if sentence.intro else words


def _asked(sentence: Sentence | ProseSentence) -> str:
    """The question that a yes or no answers; empty where it is none."""
    if not sentence.before.endswith("?"):
        return ""
    first = sentence.text.split(None, 1)[0].strip(".,:;!").lower() if sentence.text else ""
    return sentence.before if first in _YES or first in _NO else ""


def _phrase(sentence: Sentence) -> str:
    said = said_of_cumulation(ProseSentence(sentence.text, sentence.intro, sentence.before))
    return "" if said is Cumulation.UNSTATED else said.value


def _may_speak_of(kind: Condition, there: frozenset[str]) -> bool:
    """Can words of these classes make a candidate? Spares most sentences that their words are looked at in turn."""
    if kind is Condition.CUMULATION and not WHOSE_MONEY.isdisjoint(there) and not MONEY_OR_OF.isdisjoint(there):
        there = there | {OTHER_MONEY, PUBLIC_MONEY}
    return any(there.issuperset(together) for together in _SPEAKS_OF[kind])


def _before_days(words: Sequence[Word]) -> frozenset[int]:
    """The places of "before" where a day follows: "received before 1 March", "vor dem 1. Januar gegründet"."""
    return frozenset(
        place
        for place, word in enumerate(words)
        if "before" in word.classes and any(after.text[0].isdigit() for after in words[place + 1 : place + 3])
    )


def _denied_otherwise(words: Sequence[Word], kind: Condition) -> frozenset[int]:
    """The places of a denial that is of something else, with what it denies.

    "It may be under way, only not finished" allows; "nothing is deducted" limits nothing.
    """
    denials = [place for place, word in enumerate(words) if "not" in word.classes]
    found: set[int] = set()
    if kind is Condition.CUMULATION:
        for place, word in enumerate(words):
            near = [at for at in denials if abs(at - place) <= _NEAR]
            if near and word.text.startswith(_DEDUCTED):
                found.update((place, *near))
        return frozenset(found)
    for at in denials:
        finished = any(word.text in _FINISHED for word in words[at + 1 : at + 1 + _NEAR])
        if finished and any("running" in word.classes or "begin" in word.classes for word in words[:at]):
            found.update(range(at - ("only" in words[at - 1].classes), min(len(words), at + 1 + _NEAR)))
    return frozenset(found)


_DEDUCTED = ("anrechnung", "angerechnet", "anzurechnen", "abgezogen", "deduct", "offset")
_FINISHED = frozenset("abgeschlossen beendet fertig vorbei finished completed ended over".split())


def _evidence(sentence: Sentence, kind: Condition, asked: str) -> frozenset[str]:
    left_out = _NOT_OF[kind]
    above = sentence.intro or sentence.above
    heads = {name for name in classes_in(above[-_LEAD:], SUBJECT) if name not in left_out} if above else set()
    heads |= {name for name in classes_in(asked[-_LEAD:], SUBJECT) if name not in left_out} if asked else set()
    phrase = _phrase(sentence) if kind is Condition.CUMULATION else ""
    if not phrase and not _may_speak_of(kind, (sentence.classes - left_out) | heads):
        return frozenset()
    passed = _before_days(sentence.words) | _denied_otherwise(sentence.words, kind)
    row = [
        classes
        for place, word in enumerate(sentence.words)
        if place not in passed
        and (classes := tuple(name for name in word.classes if name not in left_out and name[:3] != "of_"))
    ][:_MOST_WORDS]
    own = {name for classes in row for name in classes}
    if kind is Condition.CUMULATION:
        own |= set(named_money(sentence.words))
    there = own | heads
    if not phrase and not any(there.issuperset(together) for together in _SPEAKS_OF[kind]):
        return frozenset()
    found = {f"is=phrase_{phrase}"} if phrase else set()
    found |= {f"has={name}" for name in own}
    found.update(f"head={name}" for name in heads)
    for first, second in pairwise(row):
        found.update(f"{a}>{b}" for a in first for b in second if a != b)
    said = sorted(there & _SAID)
    found.update(f"{a}&{b}" for a in said for b in there if a != b and (b not in _SAID or a < b))
    if row and sentence.words[0].text in _ANSWERS and len(sentence.words) > _ALONE:
        row = row[1:] if sentence.words[0].text in _NO else row  # "Nein, vor der Zusage darf nicht …" denies once
    denials = sum(("not" in classes or "without" in classes) + ("excluded" in classes) for classes in row)
    found.add(f"no={'none' if not denials else 'odd' if denials % 2 else 'even'}")
    if sentence.text.endswith("?"):
        found.add("form=question")
    if sentence.intro:
        found.add("form=item")
    if asked:
        first_word = sentence.text.split(None, 1)[0].strip(".,:;!").lower()
        found.add("form=yes" if first_word in _YES else "form=no")
    return frozenset(found)
