"""Read the words directly before a day backwards: do they make it a last day, a first one, or none at all?

"bis", "spätestens zum" make it a last day, "ab", "vom", "Nummer" do not; after "zum" it depends on whether something
begins then, after "ist der" on whether a deadline is spoken of. The words are tables in `deadline_cues`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawler.extract.deadline import cues
from crawler.extract.deadline.cues import Noun
from crawler.extract.deadline.dates import DayMention

_WORD = re.compile(r"§+|\w[\w-]*|[:(|;,./–—-]")
_CLAUSE_END = re.compile(r"[,;.:|](?!\d)")
_OPENERS = {":", "(", "|", ";"}


class Lead(StrEnum):
    """What the words directly before a day make of it."""

    END = "end"  # bis, spätestens zum
    ON = "on"  # am
    IS = "is"  # (Stichtag) ist der
    AS_OF = "as_of"  # zum Stichtag
    BARE = "bare"  # nothing: the day opens the sentence or follows a colon
    ANY = "any"  # some other word
    NO = "no"  # ab, vom, Nummer …
    PERIOD = "period"  # Förderzeitraum, Vorhabensende …
    LATE = "late"  # (was) nach dem (eingeht, wird nicht berücksichtigt)


@dataclass(frozen=True, slots=True)
class NounMention:
    """A noun of the table and where it stands."""

    kind: Noun
    start: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a day stands in: the sentence, the one before it, its nouns, and whether it is a form's entry."""

    sentence: str
    before: str
    nouns: list[NounMention]
    form_entry: bool

    @property
    def names_a_term(self) -> bool:
        """Does it speak of a deadline as such?"""
        return any(noun.kind in {Noun.TERM, Noun.LIMIT} for noun in self.nouns)


def nouns_in(sentence: str) -> Iterator[NounMention]:
    """The nouns of the table in a sentence, without applications that are mentioned only in passing."""
    for match in cues.NOUN.finditer(sentence):
        kind = cues.noun_of(match)
        aside = kind in {Noun.APPLICATION, Noun.SKETCH} and cues.ASIDE.search(
            sentence[max(0, match.start() - 30) : match.start()]
        )
        if not aside:
            yield NounMention(kind, match.start())


def lead_of(setting: Setting, position: int, mention: DayMention) -> Lead:
    """Read the words before a day backwards, as far as they are about the day."""
    before = setting.sentence[max(position, mention.start - 90) : mention.start]
    words = [match.group().lower() for match in _WORD.finditer(before)]
    weak: Lead | None = None
    while words:
        word = words.pop()
        if word in cues.FILLERS or word in cues.WEEKDAYS or (word == "," and words and words[-1] in cues.WEEKDAYS):
            continue
        if word in cues.TO or word in cues.ON:
            weak = weak or (Lead.END if word in cues.TO else Lead.ON)
            continue
        if word in cues.NUMBERS or (weak and cues.BEGIN.match(word)):
            return Lead.NO
        if word in cues.STARTS:
            if not mention.opens:
                return Lead.LATE if _is_too_late(setting, mention) else Lead.NO
            period = _follows(cues.PERIOD, words) or cues.TIME_OF.search(before)
            return Lead.PERIOD if period and not cues.WITHIN_PERIOD.search(before) else Lead.END
        if word in cues.ENDS or word in cues.CLOSES:
            return Lead.PERIOD if _is_period(setting, words, mention) else Lead.END
        if word in cues.IS:
            return weak if weak is Lead.END else Lead.IS
        return _lead_of_noun(setting, word, words) or weak or Lead.ANY
    return weak or Lead.BARE


def _is_too_late(setting: Setting, mention: DayMention) -> bool:
    """ "nach dem 31.3. eingehende Anträge werden nicht berücksichtigt": then the 31.3. is the last day."""
    sentence = setting.sentence
    return bool(
        cues.AFTER_DAY.search(sentence, max(0, mention.start - 12), mention.start)
        and cues.TOO_LATE.search(sentence, mention.end, mention.end + 240)
    )


def _lead_of_noun(setting: Setting, word: str, words: list[str]) -> Lead | None:
    """What a noun or a punctuation mark before the day makes of it; `words` are those before it."""
    if cues.PERIOD.match(word) or (setting.form_entry and cues.EVENT.match(word)):
        return Lead.PERIOD
    if _is_term(word):
        return Lead.AS_OF if _follows(cues.REFERENCE, words) else Lead.END
    if word == "," and words and _is_term(words[-1]):  # "zwei Stichtage, den 3. Mai und …"
        return Lead.END
    if word in _OPENERS:
        if words and words[-1] in cues.STARTS:  # "vom: 3.5.2027"
            return Lead.NO
        labels = (cues.PERIOD, cues.EVENT, cues.YEAR)
        if any(_follows(label, words) for label in labels) or (setting.form_entry and _begins(words)):
            return Lead.PERIOD
        return Lead.BARE
    return None


def _begins(words: list[str]) -> bool:
    """Is it the label of a beginning: "Beginn der Antragsphase:"?"""
    label = words[-4:]
    while any(word in _OPENERS or word == "," for word in label):
        label = label[1:]
    return any(cues.BEGIN.match(word) for word in label) and "vor" not in label


def _follows(pattern: re.Pattern[str], words: list[str]) -> bool:
    """Is the last of these words, fillers left out, one of the pattern's?"""
    nearest = next((word for word in reversed(words) if word not in cues.FILLERS), "")
    return bool(pattern.match(nearest))


def _is_period(setting: Setting, words: list[str], mention: DayMention) -> bool:
    """Does "bis" end a period or validity ("Förderzeitraum bis zum 31.12.2027"), and no time for handing in?"""
    noun = [word for word in words if word not in cues.ENDS | cues.TO]
    handed_in = mention.year is None and cues.HANDS_IN.search(clause_after(setting.sentence, mention.end))
    if setting.form_entry and _follows(cues.EVENT, noun):
        return True
    return _follows(cues.PERIOD, noun) and not handed_in


def _is_term(word: str) -> bool:
    match = cues.NOUN.fullmatch(word)
    return match is not None and cues.noun_of(match) in {Noun.TERM, Noun.LIMIT}


def clause_after(sentence: str, start: int) -> str:
    """The words after a place, up to the next comma or end of a clause."""
    after = sentence[start : start + 160]
    end = _CLAUSE_END.search(after)
    return after[: end.start()] if end else after
