"""Find the lead times that a German or English sentence names: "mindestens sechs Wochen vor Beginn".

All patterns are bounded, and every one is run on sentences of limited length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.deadline.dates import NUMBER_WORDS

# The ISO 8601 designator of each unit. Working days are not calendar days: no duration can say them.
UNITS = {"tag": "D", "day": "D", "woche": "W", "week": "W", "monat": "M", "month": "M", "jahr": "Y", "year": "Y"}
_DURATION = re.compile(
    rf"""\b(?:(?P<first>\d{{1,3}}|{"|".join(NUMBER_WORDS)})\s?(?:bis|-|–|to)\s?)?
    (?P<n>\d{{1,3}}|{"|".join(NUMBER_WORDS)}|(?P<halfyear>ein\shalbes))\s?(?:\(\d{{1,3}}\)\s?|[vg]\w{{4,5}}\s|calendar\s)?
    (?P<calendar>kalender)?(?P<unit>tag|woche|monat|jahr|day|week|month|year)\w{{0,2}}
    ,?\s(?P<sense>vor|bevor|before|prior\sto|in\sadvance|ahead\sof|vorher|davor|zuvor|im\svoraus|earlier|nach|after|following|ab|from)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SAYS_WITHIN = re.compile("nnerhalb|innen|ithin|have")
#: "innerhalb von drei Monaten", "you will have two months to"
_WITHIN = re.compile(
    rf"""\b(?:innerhalb\s(?:von\s|einer\sfrist\svon\s)?|binnen\s|within\s|have\s)
    (?P<n>\d{{1,3}}|{"|".join(NUMBER_WORDS)})\s(?:\(\d{{1,3}}\)\s)?(?:kalender)?(?P<unit>tag|woche|monat|day|week|month)\w{{0,2}}
    (?!\s(?:vor|before|prior|in\sadvance|ahead|vorher|davor|zuvor|nach|after|following|ab|from)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_SAYS_BETWEEN = re.compile("wischen|etween")
_APPLIED = r"(?:\w*antrag\w*|\w*einreichung|\w*bewerbung|submission|submitting|application|applying|your\sapplication)"
_SPAN = rf"(?:\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s(?:tage|woche|monat|day|week|month)\w{{0,2}}"
#: "zwischen Antrag und Beginn müssen acht Wochen liegen", "at least eight weeks between submission and the start"
_BETWEEN = re.compile(
    rf"\bzwischen\s(?:(?:der|dem|ihrem|ihrer)\s)?{_APPLIED}\s[^.;]{{0,80}}?\bund\s[^.;]{{0,80}}?\b({_SPAN})\sliegen"
    rf"|\b({_SPAN})\sbetween\s{_APPLIED}\b[^.;]{{0,40}}?\band\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """A time before (or after) an event: "mindestens 6 Monate vor Projektbeginn".

    Attributes:
        start, end: its place in the sentence; the event follows.
        text: an ISO 8601 duration with the unit as written.
        before: before the event, not after it.
    """

    start: int
    end: int
    text: str
    before: bool


def lead_times_in(sentence: str) -> list[LeadTime]:
    """All lead times of a sentence in its order; of "vier bis sechs Wochen" the longer one, so that nobody is late.

    >>> [(lead.text, lead.before) for lead in lead_times_in("spätestens acht Wochen vor Beginn")]
    [('P8W', True)]
    """
    found: list[LeadTime] = []
    matches = list(_DURATION.finditer(sentence))
    if _SAYS_WITHIN.search(sentence):
        matches = sorted((*matches, *_WITHIN.finditer(sentence)), key=re.Match.start)
    for match in matches:
        if found and match.start() < found[-1].end:
            continue
        if match.re is _DURATION and match["halfyear"]:
            duration = "P6M"
        else:
            written = match["n"].lower()
            number = int(written) if written.isdigit() else NUMBER_WORDS[written]
            duration = f"P{number}{UNITS[match['unit'].lower()]}"
            if not number:
                continue
        before = match.re is _DURATION and match["sense"].lower() not in {"nach", "after", "following", "ab", "from"}
        found.append(LeadTime(match.start(), match.end(), duration, before))
    return found or list(_between(sentence))


def _between(sentence: str) -> Iterator[LeadTime]:
    """The time that must lie between handing in and the beginning."""
    if _SAYS_BETWEEN.search(sentence) and (match := _BETWEEN.search(sentence)):
        written, unit = (match[1] or match[2]).lower().split()
        number = int(written) if written.isdigit() else NUMBER_WORDS[written]
        letter = next(letter for name, letter in UNITS.items() if unit.startswith(name))
        yield LeadTime(match.start(), match.end(), f"P{number}{letter}", before=True)
