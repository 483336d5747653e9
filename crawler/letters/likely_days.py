"""What the days of a letter most likely are, where no words name them surely: the time of the grant and its reports.

All days are found first, months without a day too; each is judged by what stands around it. What is found here is
always to be checked by a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from crawler.extract.deadline.dates import MONTHS, days_in
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import Findings
from crawler.letters.wording.kind_words import LetterKind
from crawler.letters.wording.spans import Span, last_of_month, months_after, number_of, spans_in

_I = re.IGNORECASE
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = re.compile(
    rf"(?<![\d.]\s)(?<![\d.])\b(?:Anfang |Mitte |Ende |end of )?(?P<month>{_NAMES})\.?"
    r"(?:\sdes\sJahres)?\s(?P<year>20\d\d)\b",
    _I,
)
_BARE_MONTH = re.compile(
    rf"\b(?:im|ab|von|Anfang|Mitte|Ende|seit|bis|from|in)\s(?:Anfang |Mitte |Ende )?(?P<month>{_NAMES})"
    r"\b(?!\.?\s20\d\d)",
    _I,
)
_SEASONS = re.compile(r"\b(?P<season>Frühjahr|Frühling|Sommer|Herbst|Winter)s?\s(?P<year>20\d\d)\b", _I)
_BEGINS = {"frühj": 3, "frühl": 3, "somme": 6, "herbs": 9, "winte": 12}
_YEAR_END = re.compile(r"\b(?:Jahresende|Ende des Jahres|Jahresschluss|the end of)\s(?P<year>20\d\d)\b", _I)
_SCHOOL_YEAR = re.compile(r"\bSchuljahre?s?\s(?P<year>20\d\d)\s?[/-]\s?(?:20)?\d\d\b")
_WHOLE_YEAR = re.compile(
    r"\b(?:im|das|des|ganze\w*|Kalender\w*|in)\s(?:ganzen?\s)?(?:Kalender)?[Jj]ahre?s?\s(?P<year>20\d\d)\b"
)
REPORT = re.compile(
    r"\b(?:\w*bericht(?!sjahr|szeit)\w*|\w*nachweis\w*|\w*abrechn\w*|abgerechnet|Beleg\w*|Quittung\w*|\w*dokumentation|Rückmeldung|"
    r"Rückschau|erzähl\w*|Rechenschaft|Auswertung|Resümee|Zwischenstand|wie es (?:läuft|gelaufen|war)|"
    r"was daraus|Unterlagen|wissen\b|Rechnung(?:en)?\b|reports?\b|reporting|"
    r"financial statement\w*)",
    _I,
)
NOT_DUE = re.compile(
    r"\b(?:Bescheid\w*|Antrag\w*|Schreiben|Sitzung|Nachricht|Mail|Vertrag\w*|Richtlinie\w*|Fassung|"
    r"Gesetz\w*)\s(?:\w+\s){0,2}"
    r"(?:vom|am|of)\s$|\b(?:aufzubewahren|aufbewahr\w*|Mittelabruf\w*|abzurufen|abgerufen)\b[^.;]{0,60}$",
    _I,
)
NO_PERIOD = re.compile(
    r"\b(?:aufzubewahren|aufbewahr\w*|Aufbewahrung\w*|Mittelabruf\w*|abzurufen|abrufen|Widerspruch|Klage|"
    r"Zins\w*|verzins\w*|"
    r"Sprechzeit\w*|Antragsfrist|Einsendeschluss|Bewerbung\w*|Zweckbindung\w*|unterschr\w*|sign\b|nächste\w* Runde)\b",
    _I,
)
_PROJECT = re.compile(
    r"\b(?:\w*projekt\w*|\w*vorhaben\w*|\w*maßnahme\w*|\w*laufzeit|\w*zeitraum\w*|\w*dauer\b|ausgaben|kosten|"
    r"förderung\w*|"
    r"zuwendung\w*|zuschuss\w*|gefördert|geld|mittel|läuft|action|project|duration|period|runs|losgeh\w*|los gehen|"
    r"geht es los|es geht|start\w*|beginn\w*)\b",
    _I,
)
_STARTS = re.compile(
    r"\b(?:ab|seit|von|vom|zwischen|from|begin\w*|beginn\w*|start\w*|los|losgehen|anfang\w*|anlaufen|"
    r"between)\b[^.;\d]{0,40}$",
    _I,
)
_ENDS = re.compile(
    r"\b(?:bis|ende[nt]?\b|endet|schluss|schließt|abgeschlossen|abschluss|läuft|\w*ende\b|until|to|ending|ends?|"
    r"and|und|through)\b"
    r"[^.;\d]{0,40}$|[-–]\s?$",
    _I,
)
OLD_DAY = re.compile(
    r"\b(?:statt|anstatt|anstelle|bisher\w*|bislang|ursprünglich\w*|zuvor|instead of)\b[^.;\d]{0,40}$", _I
)
_MOVED = re.compile(
    r"\b(?:verläng\w*|endet|enden|\w*[Ee]nde\b|\w*[Ll]aufzeit|streck\w*|gestreckt|verschob\w*|läuft|hinaus\w*|extend\w*|"
    r"\w*[Zz]eitraum\w*|verkürz\w*)\b"
)
_LENGTH = re.compile(
    r"\b(?P<n>\d{1,2}|zwölf|sechs|neun|achtzehn|vierundzwanzig|sechsunddreißig)\s(?P<unit>Monat|Jahr|month|year)", _I
)
_PAIR, _ROW = 2, 70  # two days in a text of so many signs are hardly anything but a time
_LABEL = 30  # signs before a day that are only its label
_SPAN = 2.5  # how much more two days tell that are said as a time
_SEASON = 200  # days: a year, or a school's
_SHORTEST = 20  # days: what is shorter is no project


@dataclass(frozen=True, slots=True)
class LikelyDay:
    """A day, or a month with its first and its last one, and where it stands in its sentence."""

    first: date
    last: date
    start: int
    end: int


def likely_days(text: str) -> list[LikelyDay]:
    """The days and months with a year of a sentence, in their order.

    >>> [str(day.last) for day in likely_days("Los geht es ab Februar 2027, Schluss ist am 5. März 2028.")]
    ['2027-02-28', '2028-03-05']
    """
    days = days_in(text)
    found = []
    for number, day in enumerate(days):
        after = days[number + 1] if number + 1 < len(days) else None
        year = day.year or (_year_of(after.year, (day.month, day.day), (after.month, after.day)) if after else None)
        if year and day.day <= last_of_month(year, day.month).day:
            exact = date(year, day.month, day.day)
            found.append(LikelyDay(exact, exact, day.start, day.end))
    for month in _MONTH.finditer(text):
        if not any(day.start < month.end() and month.start() < day.end for day in days):
            year, name = int(month["year"]), MONTHS[month["month"].lower()]
            found.append(LikelyDay(date(year, name, 1), last_of_month(year, name), month.start(), month.end()))
    named = sorted(found, key=lambda day: day.start)
    for bare in _BARE_MONTH.finditer(text):
        if any(day.start < bare.end() and bare.start() < day.end for day in found):
            continue
        after_it = next((day for day in named if day.start >= bare.end()), None)
        if after_it is not None:
            name = MONTHS[bare["month"].lower()]
            year = _year_of(after_it.last.year, (name, 1), (after_it.last.month, 1)) or after_it.last.year
            found.append(LikelyDay(date(year, name, 1), last_of_month(year, name), bare.start(), bare.end()))
    for season in _SEASONS.finditer(text):
        year, begin = int(season["year"]), _BEGINS[season["season"].lower()[:5]]
        end = months_after(date(year, begin, 1), 3)
        found.append(LikelyDay(date(year, begin, 1), end, season.start(), season.end()))
    found += [
        LikelyDay(one.first, one.last, one.start, one.end)
        for one in spans_in(text)
        if one.rough and one.first and one.last
    ]
    for pattern, months in ((_YEAR_END, (12, 12)), (_SCHOOL_YEAR, (8, 7)), (_WHOLE_YEAR, (1, 12))):
        for part in pattern.finditer(text):
            since = int(part["year"])
            until = since + 1 if pattern is _SCHOOL_YEAR else since
            found.append(
                LikelyDay(date(since, months[0], 1), last_of_month(until, months[1]), part.start(), part.end())
            )
    return sorted(found, key=lambda day: day.start)


def _year_of(year: int | None, before: tuple[int, int], after: tuple[int, int]) -> int | None:
    """The year of a day that is said without one before another that has its own."""
    return None if year is None else year - (before > after)


def fill_days(document: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Name the likeliest period where there is none yet, in a change notice its new end."""
    texts = list(sentences_and_rows(document))
    if not {"period_start", "period_end"} & set(findings.fields):
        if kind is LetterKind.CHANGE:
            _fill_new_end(texts, findings)  # what it doesn't speak of stays as it was
        else:
            _fill_period(texts, findings)


def sentences_and_rows(document: LetterDocument) -> Iterator[tuple[str, str]]:
    """(sentence, the one before it); the rows of tables are sentences too."""
    for sentence in document.flow.sentences:
        yield sentence.context, sentence.before
    for line in document.lines:
        if len(line.cells) > 1:
            yield f"{line.cells[0].text.rstrip(':')}: {' '.join(cell.text for cell in line.cells[1:])}", ""


@dataclass(slots=True)
class _PeriodSigns:
    """What a letter's sentences tell of its time: whole times with their points, first days, last days."""

    times: list[tuple[float, date, date, str]] = field(default_factory=list)
    starts: list[tuple[date, str]] = field(default_factory=list)
    ends: list[tuple[date, str]] = field(default_factory=list)


def _fill_period(texts: list[tuple[str, str]], findings: Findings) -> None:
    signs = _PeriodSigns()
    for text, before in texts:
        if not NO_PERIOD.search(text):
            days = [day for day in likely_days(text) if not NOT_DUE.search(text[: day.start])]
            spans = list(spans_in(text))
            about = _about(text, before, days, spans)
            signs.times.extend(_times(text, days, spans, about))
            _gather_ends(text, days, about, signs)
    if signs.times:
        _, first, last, text = max(signs.times, key=lambda time: time[0])
        _fill("period_start", first.isoformat(), text, findings)
        _fill("period_end", last.isoformat(), text, findings)
        return
    for name, found in (("period_start", signs.starts), ("period_end", signs.ends)):
        if len({day for day, _ in found}) == 1:
            _fill(name, found[0][0].isoformat(), found[0][1], findings)


def _about(text: str, before: str, days: list[LikelyDay], spans: list[Span]) -> float:
    """How much a sentence speaks of the project's time, and not of a report."""
    row = len(days) == _PAIR and len(text) < _ROW
    reported = bool(days) and REPORT.search(text[: (spans[0].start if spans else days[-1].start)]) is not None
    return row + bool(_PROJECT.search(text)) + 0.5 * bool(_PROJECT.search(before)) - 2 * reported


def _times(
    text: str, days: list[LikelyDay], spans: list[Span], about: float
) -> Iterator[tuple[float, date, date, str]]:
    for span in spans:
        if span.first and span.last and (span.last - span.first).days >= _SHORTEST and about > 0:
            yield about + _SPAN, span.first, span.last, text
    for first, last in pairwise(days):
        if _ENDS.search(text[first.end : last.start]) and (last.last - first.first).days >= _SHORTEST:
            points = about + bool(_STARTS.search(text[: first.start])) + 1.5
            if points >= 1.5:
                yield points, first.first, last.last, text
    for whole in days:
        if whole.first.day == 1 and (whole.last - whole.first).days > _SEASON and about >= 1:
            yield 1.0, whole.first, whole.last, text


def _gather_ends(text: str, days: list[LikelyDay], about: float, signs: _PeriodSigns) -> None:
    length = _LENGTH.search(text) if len(days) == 1 else None
    for day in days:
        if about >= 1 and _STARTS.search(text[: day.start]):
            signs.starts.append((day.first, text))
            if length:
                months = number_of(length["n"]) * (12 if length["unit"].lower() in {"jahr", "year"} else 1)
                signs.ends.append((months_after(day.first, months), text))
        if _ENDS.search(text[: day.start]) and (about >= 1 or day.start < _LABEL) and not REPORT.search(text):
            signs.ends.append((day.last, text))


def _fill_new_end(texts: list[tuple[str, str]], findings: Findings) -> None:
    for text, _ in texts:
        if not _MOVED.search(text) or REPORT.search(text) or NO_PERIOD.search(text):
            continue
        new = [
            day
            for day in likely_days(text)
            if _ENDS.search(text[: day.start])
            and not OLD_DAY.search(text[: day.start])
            and not NOT_DUE.search(text[: day.start])
        ]
        if len(new) == 1:
            _fill("period_end", new[0].last.isoformat(), text, findings)
            return


def _fill(name: str, value: str, words: str, findings: Findings) -> None:
    if name not in findings.fields:
        findings.set(name, value, words, check=True)
