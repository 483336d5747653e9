"""Which days of a letter its reports are most likely due by, where no words name them surely; to be checked."""

import re
from collections.abc import Iterator

from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import Findings
from crawler.letters.likely_days import NO_PERIOD, NOT_DUE, OLD_DAY, REPORT, LikelyDay, likely_days, sentences_and_rows
from crawler.letters.wording.spans import spans_in

_I = re.IGNORECASE
_INTERIM = re.compile(
    r"\b(?:Zwischen\w*|Sachstand\w*|Fortschritt\w*|Halbzeit\w*|Halbjahres\w*|Jahresbericht\w*|jährlich\w*|zur Hälfte|"
    r"unterwegs|wie es läuft|erste\w* \w*[Bb]ericht\w*|Jahresnachweis\w*|interim|periodic|progress|mid-?term|annual)",
    _I,
)
_FINAL = re.compile(
    r"\b(?:Abschluss\w*|Schluss\w*|End(?:bericht|abrechnung|nachweis)\w*|Verwendungsnachweis\w*|Gesamt\w*|"
    r"nach (?:dem )?"
    r"(?:Ende|Abschluss)|danach|am Ende|zum Schluss|abschließend\w*|final)",
    _I,
)
#: a sentence that speaks of what the one before it named
_BACK = re.compile(r"(?:Er|Sie|Es|Das|Dies\w*|Beide\w*|Alles|Jene\w*|It|They|This|These)\b")
_BY = re.compile(
    r"\b(?:bis\b[^.;\d]{0,25}|spätestens\b[^.;\d]{0,25}|zum|am|by|until|than|on|due|fällig\w*|Frist\w*|"
    r"Termin\w*|und|sowie|"
    r"zu|im|and|,)\s?(?:den |dem |zum |am |spätestens |the )*$|[:(,]\s?$|^\s*$",
    _I,
)


def fill_reports(document: LetterDocument, findings: Findings) -> None:
    """Name the likeliest days of interim and final reports where there are none yet."""
    interim: dict[str, str] = {}
    final: dict[str, str] = {}
    end = findings.fields.get("period_end", "")
    names = ("period_start", "period_end", "notice_date")
    known = {str(findings.fields[name]) for name in names if name in findings.fields}
    for text, before in sentences_and_rows(document):
        reported = REPORT.search(text) or (_BACK.match(text) and REPORT.search(before))
        if not reported or NO_PERIOD.search(text):
            continue
        for day in _due(text):
            value = day.last.isoformat()
            if value not in known:
                (interim if _is_interim(text, day, end) else final).setdefault(value, text)
    if interim and "interim_reports" not in findings.fields:
        first = min(interim)
        findings.set("interim_reports", sorted(interim), interim[first], check=True)
    left = {day: text for day, text in final.items() if day not in findings.fields.get("interim_reports", [])}
    if left and "final_report" not in findings.fields:
        findings.set("final_report", max(left), left[max(left)], check=True)


def _due(text: str) -> Iterator[LikelyDay]:
    """The days of a sentence that something is due by, without those of a time or of another paper."""
    spans = [span for span in spans_in(text) if span.first and span.last and not span.rough]
    for day in likely_days(text):
        left = text[: day.start]
        inside = any(span.start < day.end and day.start < span.end for span in spans)
        if not inside and _BY.search(left) and not NOT_DUE.search(left) and not OLD_DAY.search(left):
            yield day


def _is_interim(text: str, day: LikelyDay, period_end: str) -> bool:
    """By the nearer name before the day, else behind it, else by the end of the project."""
    clause = re.split(r"[;.]\s", text[: day.start])[-1] or text[: day.start]
    early, late = _last(_INTERIM, clause), _last(_FINAL, clause)
    if early < 0 and late < 0:
        early, late = -_first(_INTERIM, text[day.end :]), -_first(_FINAL, text[day.end :])
    return early > late if early != late else bool(period_end) and day.last.isoformat() < period_end


def _last(words: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in words.finditer(text)), default=-1)


def _first(words: re.Pattern[str], text: str) -> int:
    found = words.search(text)
    return found.start() if found else 9_999
