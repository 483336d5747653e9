"""Say of each day in a sentence whether it is a last day for applying, and for which stage.

Three questions are asked of a day, in this order; a day that passes all of them counts:

1. Which words stand directly before it? "bis", "spätestens zum" make it a last day; "ab", "vom", "seit" do not.
2. What does the sentence speak of up to it, an application or a report? The first noun since the day before counts,
   as the subject leads a German sentence; days with nothing new between them share what was said of the first.
3. What is to be done by it? Behind "bis zum 31.12. abgeschlossen" no application is handed in.

A short entry of a form ("bis 31.03.2026") is a deadline unless something speaks against it; in running text a day
counts only where something speaks for it.
"""

import re
from dataclasses import dataclass, replace

from crawler.extract.deadline import cues
from crawler.extract.deadline.cues import Noun
from crawler.extract.deadline.dates import DayMention, days_in
from crawler.extract.deadline.leads import Lead, NounMention, Setting, clause_after, lead_of, nouns_in
from grants_db.vocabulary import DeadlineStage

_THIS = re.compile(r"^(?:\W|\d)*(?:sie|er|es|diese[rs]?|dieses|it|they|this)\b", re.IGNORECASE)
_PAPERS = re.compile(r"\b(?:unterlagen|dokumente|documents)\b", re.IGNORECASE)
_COMMA_OR_ARTICLE = re.compile(r"(?:[,;]|\b(?:der|den|the|und|sowie))\s$")
_NOT = re.compile(r"\bnicht\b", re.IGNORECASE)
_NAMES_NO_PAPER = {Noun.TERM, Noun.LIMIT, Noun.CALL}
_REMARK = re.compile(r"^\s*\(([^()\d]{1,60})\)")
_YEAR_FIRST = re.compile(
    r"^\W*(?:(?:im\sjahre?|in)\s(20\d\d)\b(?!\s?(?:und|bis|/|-))|für\s(20\d\d)\s(?:gilt|gelten)\b|"
    r"(?:\w+\s)?(20\d\d)\s?:)",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"\bim\sjahre?\s(20\d\d)\sbis\s(?:spätestens\s)?(?:zum\s)?$", re.IGNORECASE)
_EARLIER = re.compile(r"vorjahr|vorher|vorang|voraus|previous", re.IGNORECASE)
LONGEST_ENTRY = 250  # characters of a form's entry
WORDS_OF_ENTRY = 14  # in each of its parts
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class LastDay:
    """A last day for handing something in; `place` is where it stands in its sentence."""

    text: str
    stage: DeadlineStage
    time: str
    place: int
    over: bool


def last_days(sentence: str, *, form_entry: bool, before: str = "", offset: int = 0) -> list[LastDay]:
    """The days of a sentence (or of one part of a form's entry) that are last days for applying.

    Args:
        sentence: the words, with the words that lead a list in put in front.
        form_entry: is this a form's entry and no running text?
        before: the sentence before, for "Sie sind bis zum 1. März einzureichen".
        offset: days that begin before it belong to the words that lead in.
    """
    mentions = days_in(sentence)
    if not mentions or cues.AUTHORITY.match(sentence):
        return []
    setting = Setting(sentence, before, list(nouns_in(sentence)), form_entry)
    found: list[LastDay] = []
    lead, kind, counted, position = Lead.ANY, None, False, 0
    for place, mention in enumerate(mentions):
        following = mentions[place + 1].start if place + 1 < len(mentions) else len(sentence)
        own_lead = lead_of(setting, position, mention)
        unled = own_lead in {Lead.BARE, Lead.ANY}
        shares = mention.listed or (counted and _by_case(sentence, mention))
        if not ((mention.closes and lead is not Lead.NO) or (unled and shares)):
            lead = own_lead
        nouns = [noun for noun in setting.nouns if position <= noun.start < mention.start]
        if nouns:
            kind = _subject(setting, nouns[0])
        elif kind is None:
            kind = _object(setting, mention, following)
        counted = not mention.opens and _counts(setting, mention, following, lead, kind, goes_on=counted)
        if counted and mention.start >= offset:
            over = bool(cues.PAST.search(_surroundings(sentence, mention)))
            text = _text(sentence, mention)
            found.append(LastDay(text, _stage(setting, kind), mention.time, mention.start, over))
        position = mention.end
    return found


def is_form_entry(text: str) -> bool:
    """Is this short text the entry of a form, and not running text? It has no verb.

    >>> is_form_entry("15.04. - 15.06.2026 (für 2027)"), is_form_entry("Der Antrag ist bis 15.6. zu stellen.")
    (True, False)
    """
    if len(text) > LONGEST_ENTRY or cues.VERB.search(text):
        return False
    return len(_LETTERS.findall(text)) <= WORDS_OF_ENTRY * (text.count("|") + 1)


def _subject(setting: Setting, first: NounMention) -> Noun:
    """What the sentence speaks of: its first noun; of a deadline, what the next noun says it is for."""
    if first.kind not in _NAMES_NO_PAPER:
        return first.kind
    later = [noun.kind for noun in setting.nouns if noun.start > first.start]
    rest = [kind for kind in later if kind not in _NAMES_NO_PAPER]
    if not rest or (first.kind is Noun.LIMIT and rest[0] is not Noun.SKETCH):
        return first.kind
    return rest[0]


def _object(setting: Setting, mention: DayMention, following: int) -> Noun | None:
    """What is named only after the day: "Bis zum 31.10. ist der Antrag zu stellen", "11.3.2025 (Anmeldeschluss)"."""
    after = setting.sentence[mention.end : following]
    if setting.form_entry:
        remark = _REMARK.match(after)
        if not remark:
            return None
        if cues.EVENT.match(remark[1]) or cues.PERIOD.match(remark[1]):
            return Noun.OTHER
    for noun in setting.nouns:
        if noun.start >= mention.end:
            if setting.form_entry and noun.start > mention.end + 40:
                return None
            if setting.form_entry:
                return noun.kind
            handed_in = cues.HANDS_IN.search(setting.sentence) or cues.REVIEWED.search(after)
            return noun.kind if noun.kind not in {Noun.TERM, Noun.CALL} and handed_in else None
    return None


def _counts(
    setting: Setting, mention: DayMention, following: int, lead: Lead, kind: Noun | None, *, goes_on: bool
) -> bool:
    """Is it a last day for applying? `goes_on`: the day before it in the sentence was one."""
    if kind is Noun.OTHER or lead in {Lead.NO, Lead.PERIOD}:
        return False
    if lead is Lead.LATE:
        return _speaks_of_papers(setting, mention)
    after = clause_after(setting.sentence[:following], mention.end)
    action = cues.ACTION.search(after)
    if (action and action["other"]) or cues.ATTRIBUTE.match(setting.sentence, mention.end):
        return False
    if setting.form_entry:
        return True
    if _in_relative_clause(setting, mention, goes_on) or _NOT.search(after):
        return False
    if kind is Noun.CALL:
        return lead is Lead.END
    if kind is None:
        return (lead is Lead.END or _is_due_on(setting, mention, lead)) and _about_application(setting)
    if kind in {Noun.TERM, Noun.LIMIT}:
        before = {noun.kind for noun in nouns_in(setting.before)} if kind is Noun.TERM else set()
        if kind is Noun.TERM and cues.AS_STICHTAG.search(setting.sentence) and not before - {Noun.OTHER, Noun.CALL}:
            return False
        if Noun.OTHER in before and not before & {Noun.APPLICATION, Noun.SKETCH, Noun.LIMIT}:
            return False
        return lead in {Lead.END, Lead.IS, Lead.ON, Lead.BARE} or (lead is Lead.AS_OF and kind is Noun.LIMIT)
    return _paper_counts(setting, mention, lead)


def _paper_counts(setting: Setting, mention: DayMention, lead: Lead) -> bool:
    """Is the day the last one for the application or sketch that is spoken of?"""
    if lead is Lead.AS_OF:
        return bool(cues.REVIEWED.search(setting.sentence) or cues.HANDS_IN.search(setting.sentence))
    if lead is Lead.END or _is_due_on(setting, mention, lead):
        return True
    if lead is Lead.BARE and mention.closes and cues.WINDOWS.search(setting.sentence, 0, mention.start):
        return True
    return lead in {Lead.IS, Lead.ON, Lead.BARE} and setting.names_a_term


def _speaks_of_papers(setting: Setting, mention: DayMention) -> bool:
    """Do applications lead, or follow the day in the same breath: "Nach dem 31.3. eingehende Anträge …"?"""
    if any(noun.start < mention.start for noun in setting.nouns):
        return True
    after = nouns_in(clause_after(setting.sentence, mention.end))
    return any(noun.kind in {Noun.APPLICATION, Noun.SKETCH} for noun in after)


def _is_due_on(setting: Setting, mention: DayMention, lead: Lead) -> bool:
    """ "muss am 1. März eingegangen sein"."""
    if lead not in {Lead.ON, Lead.IS} or not cues.MUST.search(setting.sentence, 0, mention.start):
        return False
    # up to the comma: "am 1. März und am 1. September eingegangen sein" has further points on its way
    return bool(cues.DUE_ON.search(re.split("[,;|]", setting.sentence[mention.end : mention.end + 160])[0]))


def _about_application(setting: Setting) -> bool:
    """Without any noun: "Sie sind bis zum 1. März einzureichen", where nothing says that it is about reports."""
    if not cues.HANDS_IN.search(setting.sentence):
        return False
    if not (_THIS.match(setting.sentence) or _PAPERS.search(setting.sentence)):
        return False
    kinds = {noun.kind for noun in nouns_in(setting.before)}
    return not setting.before or (Noun.OTHER not in kinds and bool(kinds & {Noun.APPLICATION, Noun.SKETCH}))


def _in_relative_clause(setting: Setting, mention: DayMention, goes_on: bool) -> bool:
    """ "Anträge, die bis zum 31.12.2022 gestellt wurden" are old ones, unless only those are counted."""
    sentence = setting.sentence
    comma = sentence.rfind(", ", 0, mention.start)
    clause = sentence[comma + 1 : mention.start + 1]
    if comma < 0 or not cues.RELATIVE_CLAUSE.match(clause) or (goes_on and cues.CASE.match(clause)):
        return False
    if cues.NOUN_LAST.search(clause_after(sentence, mention.end)):
        return False  # "bei A, den B und C bis zum 15.11. des Vorjahres": an enumeration has no verb at its end
    names_application = any(
        comma < noun.start < mention.start and noun.kind is not Noun.OTHER for noun in setting.nouns
    )
    if names_application and not cues.HAVING_DONE.search(clause_after(sentence, mention.end)):
        return False
    return not cues.COUNTED_ONLY.search(sentence) or bool(cues.OLD_RULES.search(sentence))


def _by_case(sentence: str, mention: DayMention) -> bool:
    """Does only a comma or an article lead the day: "… beginnen, 1.6. für …", "für das zweite Halbjahr der 30.4."?"""
    return bool(_COMMA_OR_ARTICLE.search(sentence[max(0, mention.start - 8) : mention.start]))


def _surroundings(sentence: str, mention: DayMention) -> str:
    """The sentence's part the day stands in, up to semicolons."""
    start = sentence.rfind(";", 0, mention.start) + 1
    end = sentence.find(";", mention.end)
    return sentence[max(start, mention.start - 200) : min(end if end >= 0 else len(sentence), mention.end + 200)]


def _stage(setting: Setting, kind: Noun | None) -> DeadlineStage:
    sketch = kind is Noun.SKETCH
    if kind in {None, Noun.TERM}:
        kinds = [noun.kind for noun in nouns_in(setting.before) if noun.kind in {Noun.SKETCH, Noun.APPLICATION}]
        sketch = bool(kinds) and kinds[-1] is Noun.SKETCH
    return DeadlineStage.SKETCH if sketch or cues.FIRST_STAGE.search(setting.sentence) else DeadlineStage.APPLICATION


def _text(sentence: str, mention: DayMention) -> str:
    """The day; where it has no year, with the one that leads the sentence or the day: "Im Jahr 2027 …"."""
    opening = _YEAR_FIRST.match(sentence) or _YEAR_BEFORE.search(sentence, max(0, mention.start - 40), mention.start)
    if mention.year is None and opening and not _EARLIER.search(sentence[mention.end : mention.end + 40]):
        return replace(mention, year=int(next(filter(None, opening.groups())))).text
    return mention.text
