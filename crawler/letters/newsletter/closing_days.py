"""Until when one can apply for what a newsletter's item offers: a day, the next of several, or at any time."""

import re
from datetime import date
from typing import Any

from crawler.extract.deadline.dates import MONTHS, days_in
from crawler.extract.deadline.parse import parse_deadline
from crawler.letters.wording.spans import last_of_month, spans_in
from crawler.text.sentences import Prose
from grants_db.vocabulary import DeadlineKind

APPLY = re.compile(
    r"\b(?:Antrag(?:s\w*)?|Anträge\w*|[Aa]ntragsberechtigt|[Bb]ewerb\w+|[Bb]ewirb\w*|[Ee]inreich\w*|[Ee]inzureichen|"
    r"[Ee]ingereicht|einsenden|Einsend\w+|"
    r"Projektskizzen?|Skizzen?|Interessenbekundung\w*|Vorschläge|Projektideen?|Projektvorschl\w+|[Bb]eantrag\w+|"
    r"Förderanfrage\w*|[Bb]is wann|(?:Bewerbungs|Einreich(?:ungs)?|Antrags|Einsende)schluss|[Dd]eadline|Frist|"
    r"Stichtag\w*|[Aa]pply|[Aa]pplications?|[Pp]roposals?|[Ss]ubmi\w+|[Ee]xpressions? of [Ii]nterest|[Mm]itmachen|"
    r"[Jj]etzt beantragen|vorschlagen)\b"
)
ATTEND = re.compile(
    r"\b(?:Anmeld\w+|Teilnahme (?:ist )?kostenlos|kostenfrei|Referent\w+|Programm und Anmeldung|Zoom|Plätze|"
    r"Teilnahmegebühr|Anmeldeschluss|"
    r"melden Sie sich|[Rr]egist(?:er|ration)|[Ss]ign up)\b"
)
#: what a call says of days that are not its last one: to ask, to talk, to meet, to show a draft to somebody
_ASIDE = re.compile(
    r"\b(?:freiwillig|unverbindlich|zur Beratung|Rückfragen|\w*[Ff]rage(?:termin|stunde|runde)\w*|Rückmeldung an|"
    r"Fragen|Beratung\w*|\w*[Ss]prechstunde\w*|"
    r"Sprechzeit\w*|"
    r"Infotag|Info-?\w*veranstaltung|\w*[Ww]ebinar|Info-?[Tt]ermin\w*|Bescheid(?= geben|, ob)|eure (?:Meinung|"
    r"Rückmeldung)|"
    r"optional|feedback|[Qq]uestions|[Ii]nfo ?(?:day|session)|voraussichtlich|vollständigen? Antrag|"
    r"vollständige Anträge|"
    r"nächste (?:Runde|Ausschreibung)|[Nn]ewsletter|Laufzeit|Projekt(?:ende|beginn|zeitraum)|Förderzeitraum|"
    r"[Ss]tart der (?:Projekte|Vorhaben)|umgesetzt|abgeschlossen)\b"
)
_SAYS_LAST = re.compile(
    r"\b(?:Antragsfrist|Bewerbungsfrist|Einreich(?:ungs)?frist|Einsendeschluss|Bewerbungsschluss|Antragsschluss|Einreichschluss|"
    r"[Dd]eadline|Frist(?: ist| endet|:))\b"
)
_ROLLING = re.compile(
    r"\b(?:jederzeit|laufend|fortlaufend|ganzjährig|das ganze Jahr|keine (?:feste )?(?:Antrags)?[Ff]rist\w*|"
    r"ohne (?:feste )?(?:Antrags)?[Ff]rist\w*|at any time|rolling basis|all year|no deadline|continuously|"
    r"[Ff]rist: (?:offen|ongoing|rolling)|"
    r"solange (?:die )?Mittel|bis die Mittel|durchgehend|unbefristet möglich)\b"
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNTIL_MONTH = re.compile(
    r"\b(?:bis|zum|spätestens)\s(?:(?:zum|spätestens|einschließlich)\s)*Ende\s(?:des\s(?:Monats\s)?)?"
    rf"(?P<month>{_MONTH})\s(?P<year>20\d\d)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:bis|by|until|till|no later than)\s(?:\w+,?\s){0,3}$")
_UNTIL_YEAR = re.compile(r"\b(?:bis|zum|spätestens)\s(?:\w+\s)?(?:Jahresende|Ende des Jahres)\s(?P<year>20\d\d)\b")
_END_LABEL = re.compile(
    r"(?:\b[Bb]is wann|\b[Ff]rist|(?<!Anmelde)frist|(?<!Redaktions)(?<!Anmelde)schluss|\b[Dd]eadline|\bStichtag|"
    r"\b[Ee]inreich(?:en|ung) bis|\bBewerb(?:en|ung|ungen) bis|\bAntr(?:ag|äge) bis|\bAbgabe bis)"
    r"(?:\s(?:ist|endet)(?:\s(?:am|der))?)?:?\s(?:(?:\w{2,10},|am|den|zum)\s){0,2}$"
)
_TAKES = re.compile(r"\bnimmt\b.{0,90}\b(?:Anträge|Bewerbungen|Skizzen|Vorschläge)\b.{0,90}\b(?:an|entgegen)\b")


def without_asides(block: str) -> str:
    """A paragraph without the sentences about days to ask, to meet or to show a draft; those that say "deadline" stay.

    >>> without_asides("Anträge bis 3. Mai 2031. Fragen beantworten wir bis 1. April 2031.")
    'Anträge bis 3. Mai 2031.'
    """
    kept = []
    for sentence in Prose(block).sentences:
        text = sentence.text
        aside = _ASIDE.search(text) or (ATTEND.search(text) and not APPLY.search(ATTEND.sub("", text)))
        if not (days_in(text) and aside) or _SAYS_LAST.search(text):
            kept.append(text)
    return " ".join(kept)


def closing_day(text: str, sent: date | None) -> dict[str, Any]:
    """The deadline of a call; where several days are named the next one, the others beside it."""
    read = parse_deadline(Prose(text))
    days = sorted(day for day in read.dates if re.fullmatch(r"\d{4}-\d\d-\d\d", day))
    days = sorted({*days, *_ends_of_months(text)}) or _labelled_ends(text) or _plain_ends(text) or _window_ends(text)
    days = days or _said_ends(text) or ([] if _ROLLING.search(text) else _next_ends(text, sent))
    if len(days) > 1:  # what stands right behind a label for the last day is surer than any day before it
        days = [day for day in days if day >= min(_labelled_ends(text), default="")] or days
    ahead = [day for day in days if sent is None or day >= sent.isoformat()] or days
    if ahead:
        found: dict[str, Any] = {"deadline": ahead[0]}
        if len(ahead) > 1:
            found["further_deadlines"] = ahead[1:]
        opens = [
            span.first.isoformat()
            for span in spans_in(text)
            if span.first and span.last and span.last.isoformat() == ahead[0]
        ]
        return found | ({"opens": opens[0]} if opens else {})
    if read.kind is DeadlineKind.ROLLING or _ROLLING.search(text):
        return {"deadline": None, "rolling": True}
    return {"deadline": None}


def _ends_of_months(text: str) -> list[str]:
    found = [last_of_month(int(m["year"]), MONTHS[m["month"].lower()]) for m in _UNTIL_MONTH.finditer(text)]
    found += [date(int(m["year"]), 12, 31) for m in _UNTIL_YEAR.finditer(text)]
    return sorted(day.isoformat() for day in found)


def _labelled_ends(text: str) -> list[str]:
    """The days that stand right behind a label for the last day: "Bis wann: Freitag, 19. Februar 2027"."""
    return [day.text for day in days_in(text) if day.year and _END_LABEL.search(text[: day.start])]


def _window_ends(text: str) -> list[str]:
    """The last days of the times in which one can apply: "nimmt Anträge vom 1.2.2027 bis 15.3.2027 an"."""
    said = (found.group() for sentence in Prose(text).sentences if (found := _TAKES.search(sentence.text)))
    return sorted({day.text for one in said for day in days_in(one) if day.year and day.closes})


def _said_ends(text: str) -> list[str]:
    """The days that "bis" leads to, or that end a time to apply in; not those to sign up by."""
    found = []
    for sentence in Prose(text).sentences:
        if not ATTEND.search(sentence.text):
            times = [(span.start, span.end) for span in spans_in(sentence.text)]
            found += [
                day.text
                for day in days_in(sentence.text)
                if day.year
                and (_UNTIL.search(sentence.text[: day.start]) or any(a < day.start < b for a, b in times))
                and APPLY.search(text)
            ]
    return sorted(set(found))


def _next_ends(text: str, sent: date | None) -> list[str]:
    """The only last day of a text that has no year: the first such day after the mail was sent."""
    ends = [
        day
        for day in days_in(text)
        if not day.year and (_END_LABEL.search(text[: day.start]) or _UNTIL.search(text[: day.start]))
    ]
    if sent is None or len({day.text for day in ends}) != 1 or (ends[0].month, ends[0].day) == (2, 29):
        return []
    this_year = date(sent.year, ends[0].month, ends[0].day)
    return [(this_year if this_year >= sent else this_year.replace(year=sent.year + 1)).isoformat()]


def _plain_ends(text: str) -> list[str]:
    """The only day of a text, where "bis" leads to it."""
    days = [day for day in days_in(text) if day.year]
    if len(days) == 1 and _UNTIL.search(text[: days[0].start]):
        return [days[0].text]
    return []
