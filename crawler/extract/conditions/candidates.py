"""The sentences that speak of beginning before the award, or of other money beside it, and their evidence.

`has=…`  a class of its words;  `a>b` two classes that follow each other, words without a class left out
`a&b`    two classes of the sentence in any order, one of them of what is said (a ban, a leave, a condition)
`no=…`   how often it denies: an odd or an even number of times
`head=…` a class of the heading, label or lead-in above;  `is=…` what a catalogue's phrases say of it
`form=…` a question, a yes or a no to one, an item of a list
Word order is no part of a name but what follows what: "nicht vor der Bewilligung" and "vor der Bewilligung nicht" share
their classes and their count of denials.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from crawler.extract.conditions.phrases import said_of_cumulation
from crawler.extract.roles.passage import Sentence, classes_in, sentences_of
from crawler.extract.roles.words import Word
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


def _as_pattern(letters: Sequence[str]) -> str:
    """The same for single words in any case, which asks for less: of several words the longest counts."""
    words = [f"{re.escape(max(one.split(), key=len))}{'$' if one.endswith(' ') else ''}" for one in letters]
    named = "|".join(word for word in words if not word.islower())  # "EU"
    return f"(?i:{'|'.join(word for word in words if word.islower())}){f'|{named}' if named else ''}"


SUBJECT = "conditions"
#: "andere öffentliche Mittel"; "Landesmittel", "funds of the EU"
OTHER_MONEY, PUBLIC_MONEY = "other_money", "public_money"
_PUBLIC, _MONEY = frozenset(("public", "funder", "of_funder")), frozenset(("money",))
_NAMED_MONEY, _MONEY_OR_OF = _PUBLIC | {"other"}, _MONEY | {"of_money"}
_OF_OTHERS = frozenset(("dritter", "anderer", "others"))  # "Mittel Dritter"
_NEAR = 3  # words between "andere" and "Mittel"
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
    Condition.EARLY_START: (SIGNS.sign("", _as_pattern(_SIGNS[Condition.EARLY_START])),),
    Condition.CUMULATION: (
        SIGNS.sign("", _as_pattern(_SIGNS[Condition.CUMULATION])),
        SIGNS.sign("", _as_pattern(_MONEY_SIGNS)),
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


@lru_cache(maxsize=8)
def conditions_in(text: Prose, kind: Condition) -> tuple[ConditionCandidate, ...]:
    """All candidates of a kind in a text, in their order."""
    return tuple(
        ConditionCandidate(kind, sentence, evidence)
        for sentence in sentences_of(text, SUBJECT, _wanted(text, kind))
        if (evidence := _evidence(sentence, kind, _asked(sentence)))
    )


def _wanted(text: Prose, kind: Condition) -> Callable[[ProseSentence], bool]:
    """Which sentences are looked at; asked for one after the other."""
    signs = iter(text.signs)
    tells = _tells_of_beginning if kind is Condition.EARLY_START else _tells_of_other_money

    def wanted(sentence: ProseSentence) -> bool:
        own = next(signs)
        if sentence.intro or sentence.before.endswith("?"):  # what leads it in speaks with it
            return tells(sentence)
        return all(own & sign for sign in _SIGNS_OF[kind])

    return wanted


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


def _named_money(words: Sequence[Word]) -> Iterator[str]:
    """Other or public money that is named by a word or a phrase."""
    end = 0
    for place in range(len(words)):
        if place >= end:
            length, name = _money_of_others(words, place) or _money_phrase(words, place)
            if length:
                end = place + length
                yield name


def _money_of_others(words: Sequence[Word], place: int) -> tuple[int, str] | None:
    """Is it "Mittel Dritter", the others named behind the money?"""
    following = words[place + 1].text if place + 1 < len(words) else ""
    return (2, OTHER_MONEY) if following in _OF_OTHERS and "money" in words[place].classes else None


def _money_phrase(words: Sequence[Word], place: int) -> tuple[int, str]:
    """How many words from a place on name other or public money, and which of the two."""
    first = words[place].classes
    if "other" in first and "money" in first:
        return 1, OTHER_MONEY
    following = range(place + 1, min(len(words), place + 2 + _NEAR))
    if "other" in first:
        for at in following:
            if "money" in words[at].classes:
                return at - place + 1, OTHER_MONEY
            if words[at].text in ".,;:()":
                break
    if not _PUBLIC.isdisjoint(first) and ("money" in first or "of_money" in first):
        return 1, PUBLIC_MONEY
    for one, two in ((_PUBLIC, _MONEY), (_MONEY, _PUBLIC)):
        if not one.isdisjoint(first):
            for at in following:
                if not two.isdisjoint(words[at].classes):
                    other = any("other" in word.classes for word in words[place : at + 1])
                    return at - place + 1, OTHER_MONEY if other else PUBLIC_MONEY
                if words[at].text in ".,;:()":
                    break
    return 0, ""


def _may_speak_of(kind: Condition, there: frozenset[str]) -> bool:
    """Can words of these classes make a candidate? Spares most sentences that their words are looked at in turn."""
    if kind is Condition.CUMULATION and not _NAMED_MONEY.isdisjoint(there) and not _MONEY_OR_OF.isdisjoint(there):
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
    heads = {name for name in classes_in(above[-200:], SUBJECT) if name not in left_out} if above else set()
    heads |= {name for name in classes_in(asked[-200:], SUBJECT) if name not in left_out} if asked else set()
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
        own |= set(_named_money(sentence.words))
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
