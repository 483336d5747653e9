"""Find the days and times of day that a German or English sentence names.

Only what is written is returned: a day without a year stays without one, a month alone is no day, and a day that no
calendar has (31.11., 00.05.) is not there. What a day means in its sentence is left to `deadline_roles`.
All patterns are bounded, and every one is run on sentences of limited length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz maerz mär mrz march mar",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sept sep",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBER_WORDS = {
    word: number
    for number, words in {
        1: "ein eine einen einem einer one",
        2: "zwei two",
        3: "drei three",
        4: "vier four",
        5: "fünf five",
        6: "sechs six",
        7: "sieben seven",
        8: "acht eight",
        9: "neun nine",
        10: "zehn ten",
        12: "zwölf twelve",
        14: "vierzehn fourteen",
        18: "achtzehn eighteen",
    }.items()
    for word in words.split()
}


def _misspelt(name: str) -> set[str]:
    """A word with one letter left out, changed or doubled, or two that changed places."""
    cuts = [(name[:place], name[place:]) for place in range(1, len(name))]  # the first letter is right
    letters = "abcdefghijklmnopqrstuvwxyz"
    found = {begin + rest[1:] for begin, rest in cuts}
    found |= {begin + rest[1] + rest[0] + rest[2:] for begin, rest in cuts if len(rest) > 1}
    found |= {begin + letter + rest[1:] for begin, rest in cuts for letter in letters}
    return found | {begin + rest[0] + rest for begin, rest in cuts}


_MISSPELT = {
    wrong: number
    for name, number in MONTHS.items()
    if len(name) >= len("januar")  # shorter ones are too near to other words
    for wrong in sorted(_misspelt(name) - set(MONTHS))
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"""
    (?<!\d)(?<!\d[.,])(?P<nd>\d{{1,2}})\s?\.\s?(?P<nm>\d{{1,2}})
        (?:\s?\.(?:\s?(?P<ny>\d{{4}}|\d{{2}}(?!\d|\s?[.:]|\s?Uhr)))?(?!\d)     # 31.10. · 31.10.2027 · 31.10.27
        |(?=\s(?:des|eines|jeden|jedes|für)\b)                         # "zum 30.9 des Vorjahres"
        |(?=,?\s(?:und|oder|sowie|bzw\.?)?\s?\d{{1,2}}\.\d{{1,2}}
            (?:\.(?!\d)|\s(?:und|oder|sowie|bzw)))                     # "15.03., 15.06 oder 15.09."
        |(?<=(?:[ ]zum|[ ]bis|htag|rist)\s\d\d\.\d\d)
            (?!\d|[.,:]\d|\s?(?:[%€]|Uhr|EUR|Prozent|Mi|Mr|Jahr)))   # "Stichtag 30.09"
    |(?<!\d)(?<!\d[.,])(?P<wd>\d{{1,2}})(?P<dot>\s?\.|st|nd|rd|th|ten|te)?\s{{0,3}}(?:of\s)?(?P<wm>{_MONTH})\b\.?
        (?:,?\s{{0,2}}(?P<wy>\d{{4}})(?!\d))?                          # 31. Oktober 2027 · 3rd of May
    |\b(?P<em>{_MONTH})\.?\s(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:/]|\.\d)(?:,?\s(?P<ey>\d{{4}})(?!\d))? # May 3, 2027
    |(?<!\d)(?P<iy>\d{{4}})-(?P<im>\d{{2}})-(?P<id>\d{{2}})(?!\d)      # 2027-05-03
    |(?<![\d-])(?P<hd>\d{{1,2}})-(?P<hm>{_MONTH})-(?P<hy>\d{{4}}|\d{{2}})(?!\d)    # 25-Jun-21
    |(?<![\d/-])(?P<sd>\d{{1,2}})(?P<sign>[/-])(?P<sm>\d{{1,2}})(?P=sign)(?P<sy>\d{{4}})(?![\d/-])  # 30/06/2027
    |(?<!\d)(?<!\d[.,])(?P<td>\d{{1,2}})\s?\.\s?(?P<tm>[A-ZÄÖÜ][a-zäöü]{{4,9}})\b
        (?:\s(?P<ty>\d{{4}})(?!\d))?                                  # 1. Septmber
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AND = r"(?:,|/|&|;|und|oder|sowie|beziehungsweise|bzw\.?|and|or|bis\s+zum)"
_BARE_DAY = re.compile(
    r"(?<![\d.])(\d{1,2})\.\s?(,|/|&|und|oder|sowie|bzw\.|beziehungsweise|-|–|bis)\s{0,2}(?:(?:dem|den|der|the|zum)\s)?$"
)
_LIST_GAP = re.compile(
    rf"[\s(]*(?:{_AND}[\s(]*){{1,2}}(?:jeweils\s|zum\s|am\s|der\s|den\s|dem\s|the\s){{0,2}}\s*$", re.I
)
_WEEKDAY = (
    r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)\b[.,]{0,2}"
)
_RANGE_GAP = re.compile(
    r"\s*(?:(?:und|and)\s(?=bis|until|till))?(?:-|–|—|‑|bis|to|until|till|through)\s*"
    rf"(?:(?:und mit|einschließlich|zum|spätestens|am|dem|den|the|on|{_WEEKDAY})\s+){{0,4}}\s*$",
    re.I,
)
_BETWEEN = re.compile(rf"\b(?:zwischen|between)\s(?:(?:dem|den|the|{_WEEKDAY})\s){{0,2}}$", re.I)
_BETWEEN_GAP = re.compile(rf"\s*(?:und|and)\s(?:(?:dem|den|the|{_WEEKDAY})\s){{0,2}}$", re.I)
#: what may stand between a window's ends beside the word: an hour, something in brackets, a weekday
_HOUR_IN_GAP = re.compile(
    r"\([^()]{1,40}\)|(?:,|\bum|\bat)?\s?\b\d{1,2}(?:[.:]\d{2})?\s?(?:uhr|[ap]\.?m\.?|h\b|CES?T|noon)|,(?=\s*(?:bis|to|until|and|und)\b)",
    re.I,
)

_LONGEST_GAP = 60  # characters between the ends of a window, or two days of a list

_ZONE = r"(?:Uhr|h\b|Brussels|Berlin|CES?T|ME[SZ]{1,2}|local|Ortszeit)"
_TIME_AFTER = re.compile(
    rf"""^[\s,;()–|-]{{0,4}}(?:(?:um|bis|spätestens|at|by|until|before)\s){{0,3}}(?:
    (?P<h>\d{{1,2}})(?:\s?[:.]\s?(?P<m>\d{{2}})(?::\d\d)?)?\s?{_ZONE}   # 12.00 Uhr · 12 Uhr · 17:00 Brussels time
    |(?P<h2>\d{{1,2}}):(?P<m2>\d{{2}})(?![\d:])(?!\s?[ap]\.?m)           # 23:59
    |(?P<h3>\d{{1,2}})(?:[:.](?P<m3>\d{{2}}))?\s?(?P<half>[ap])\.?m\b    # 5 pm
    |12\s(?=noon)|(?P<word>noon|midday|mittags|midnight|mitternacht)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    rf"""(?<![\d.])(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?:{_ZONE}(?:\stime)?|(?P<half>[ap])\.?m\.?)(?:\s\(\w{{1,10}}\))?,?
    \s(?:am|on|of|des|des\s\w{{6,10}}s?)\s(?:\w{{6,10}},?\s(?:den\s|dem\s)?)?$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day a sentence names.

    Attributes:
        start, end: its place in the sentence.
        day, month, year: as written; no year where none is.
        time: `HH:MM` or empty.
        opens: it is the first day of a window whose end follows.
        closes: it is the last day of a window.
        listed: it goes on a list of days begun by the day before it.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None = None
    time: str = ""
    opens: bool = False
    closes: bool = False
    listed: bool = False

    @property
    def text(self) -> str:
        """`YYYY-MM-DD`, or `MM-DD` without a year.

        >>> [mention.text for mention in days_in("bis 31.10. jedes Jahres, zuerst 2. Mai 2027")]
        ['10-31', '2027-05-02']
        """
        month_day = f"{self.month:02}-{self.day:02}"
        return month_day if self.year is None else f"{self.year:04}-{month_day}"


def days_in(sentence: str) -> list[DayMention]:
    """All days of a sentence in its order, with windows and lists marked and a list's common year handed out."""
    mentions: list[DayMention] = []
    for match in _DAY.finditer(sentence):
        mention = _mention(match)
        if mention is None:
            continue
        floor = mentions[-1].end if mentions else 0
        bare = _BARE_DAY.search(sentence, max(floor, mention.start - 24), mention.start)
        if bare:
            mentions.extend(_day_before(bare, mention))
        mentions.append(mention)
    mentions = _linked(sentence, mentions)
    return [_with_time(sentence, mentions, place) for place in range(len(mentions))]


def _mention(match: re.Match[str]) -> DayMention | None:
    parts = match.groupdict()
    for kind in "nweihst":
        if parts[f"{kind}d"] is not None:
            break
    day_text, month_text, year_text = parts[f"{kind}d"], parts[f"{kind}m"], parts[f"{kind}y"]
    if kind == "s" and int(day_text) <= 12 and int(month_text) <= 12 and day_text != month_text:
        return None  # 05/06/2027 is a day of May or of June, who knows
    if kind == "s" and int(month_text) > 12:
        day_text, month_text = month_text, day_text
    if (kind == "w" and not parts["dot"] and month_text.islower()) or (kind == "e" and month_text.islower()):
        return None  # "Article 3 may", "in may 12 cases"
    if kind == "t":
        month = _MISSPELT.get(month_text.lower(), 0)
    else:
        month = int(month_text) if month_text.isdigit() else MONTHS.get(month_text.lower(), 0)
    if not month:
        return None
    year = int(year_text) if year_text else None
    if year is not None and year < 100:
        year += 2000
    if not _exists(int(day_text), month, year):
        return None
    return DayMention(match.start(), match.end(), int(day_text), month, year)


def _exists(day: int, month: int, year: int | None) -> bool:
    if year is not None and not 1990 <= year <= 2099:
        return False
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        return False
    return True


def _day_before(bare: re.Match[str], mention: DayMention) -> list[DayMention]:
    """The "15." of "15. und 30. Juni", which shares month and year; the "24." of "24.-25. September" opens a window."""
    if not _exists(int(bare[1]), mention.month, mention.year):
        return []
    opens = bare[2] in {"-", "–", "bis"}
    return [replace(mention, start=bare.start(1), end=bare.end(1) + 1, day=int(bare[1]), opens=opens)]


def _linked(sentence: str, mentions: list[DayMention]) -> list[DayMention]:
    """Mark windows and lists between neighbours, from the last to the first, so that a year reaches the whole list."""
    for place in range(len(mentions) - 1, 0, -1):
        before, after = mentions[place - 1], mentions[place]
        gap = sentence[before.end : after.start]
        if len(gap) > _LONGEST_GAP:
            continue
        gap = _HOUR_IN_GAP.sub("", gap)
        between = _BETWEEN.search(sentence[max(0, before.start - 30) : before.start])
        dated = before.year is not None and after.year is not None and before.text < after.text
        if _RANGE_GAP.match(gap) or (between and _BETWEEN_GAP.match(gap)) or (dated and gap.isspace()):
            mentions[place] = replace(after, closes=True)
            mentions[place - 1] = replace(before, opens=True)
        elif _LIST_GAP.match(gap):
            mentions[place] = replace(after, listed=True)
            if before.year is None and _exists(before.day, before.month, after.year):
                mentions[place - 1] = replace(before, year=after.year)
    return mentions


def _with_time(sentence: str, mentions: Sequence[DayMention], place: int) -> DayMention:
    mention = mentions[place]
    limit = mentions[place + 1].start if place + 1 < len(mentions) else mention.end + 50
    floor = mentions[place - 1].end if place else 0
    match = _TIME_AFTER.match(sentence[mention.end : min(limit, mention.end + 50)])
    if not match:
        match = _TIME_BEFORE.search(sentence[max(floor, mention.start - 50) : mention.start])
    return replace(mention, time=_clock(match.groupdict())) if match else mention


def _clock(parts: dict[str, str | None]) -> str:
    """`HH:MM`. The end of a day is written 23:59, because a clock has no 24:00."""
    word = (parts.get("word") or "").lower()
    hour_text = parts["h"] or parts.get("h2") or parts.get("h3")
    if not hour_text:
        return "23:59" if word in {"midnight", "mitternacht"} else "12:00"
    hour, minute = int(hour_text), int(parts["m"] or parts.get("m2") or parts.get("m3") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        return "23:59"
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
