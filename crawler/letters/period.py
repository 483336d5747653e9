"""The time a grant is for: of all the times in a letter the one that its words name so."""

import re
from collections.abc import Iterator
from datetime import date

from crawler.extract.deadline.dates import days_in
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.wording.kind_words import LetterKind
from crawler.letters.wording.labels import pairs_of
from crawler.letters.wording.spans import Span, spans_in
from crawler.letters.wording.tables import NOW, OLD, changes_in

_GRANT_PERIOD = re.compile(r"\b(?:Bewilligungs|Zuwendungs)(?:zeitr[aä]um\w*|dauer)\b")
_OTHER_PERIOD = re.compile(
    r"\b(?:(?:Förder(?:ungs)?|Durchführungs|Projekt|Maßnahme[n]?|Vorhabens?|Umsetzungs|Realisierungs|Finanzierungs|"
    r"Leistungs|Vertrags|Ausgaben)"
    r"(?:zeitr[aä]um\w*|laufzeit|dauer|zeit)|(?:Projekt|Vorhaben)?[Ll]aufzeit|Laufzeit)\b|"
    r"^(?:Durchführung|Zeitraum|Dauer|Umsetzung|Laufzeit|Förderung von)\b|"
    r"\b(?:[Pp]roject|[Gg]rant|[Aa]ction|[Ii]mplementation) (?:period|duration)\b|\b[Ii]mplementation(?= period|:)|"
    r"\b[Pp]roject runs\b"
)
_FOR_THE_TIME = re.compile(
    r"\b(?:für|in) (?:die|der|den) (?:Zeit|Zeitraum)(?:raum)?\b|\b(?:im|für den|in dem) Zeitraum\b|"
    r"\b(?:Ausgaben|Kosten|förderfähig|Mittel|Zuschuss)\b[^.]{0,60}\b(?:zwischen|im|in|vom|für)\b|"
    r"\b(?:läuft|find(?:et|en)\b[^.]{0,40}|activities between|durchgeführt|umgesetzt|beginnt|gefördert|fördern|"
    r"unterstützen|bewillig\w+|gewähr\w+|Projekt|"
    r"Vorhaben)\b"
)
_DECIDES = re.compile(
    r"\b(?:bewillig\w+|statt|support|gewähr\w+|fördern|gefördert|unterstützen|läuft|durchgeführt|"
    r"bestimmt|entstehen|entstanden|anfallen|stattfind\w+|startet|beginnt|durchzuführen|umzusetzen|zu verwenden|"
    r"Maßnahme|Zuwendung|Förderung)\b"
)
_NOT_THIS = re.compile(
    r"\b(?:Abruf|Mittelabruf|abgerufen|Zweckbindung\w*|Aufbewahrung\w*|aufzubewahren|Berichtszeitr\w+|"
    r"Haushaltsjahr|Förderperiode|Programmlaufzeit|Sprechzeiten|Öffnungszeiten|Antragsfrist|eingereicht|Bewerbung\w*|"
    r"Klage|Widerspruch|nächste[nr]?|Veranstaltung\w*|Kursblock|Monatsrate|Teilbetrag|Rate)\b"
)
_BEFORE = re.compile(r"\b(?:bisher\w*|bislang|ursprünglich\w*|statt|anstelle|zuvor|alt)\b[^.;]{0,60}$")
_UNTIL = re.compile(
    r"\b\w*[Ee]nde\s(?:ist|wird|lautet)\s(?:nun(?:mehr)?\s|jetzt\s)?(?:der|am|auf den)\s$|"
    r"\b(?:endet|enden|Ende ist)\s(?:\w+\s)?(?:am|mit dem)\s$|\bauf den\s$|"
    r"\bbis\s(?:zum\s|einschließlich\s|spätestens\s|längstens\s)*$"
)
_END_NAMED = re.compile(r"\b(?:Projekt|Vorhabens?|Maßnahme[n]?|Förder)-?[Ee]nde\b")
_LONGER = re.compile(r"\b(?:verlänger\w+|Verlängerung|verkürz\w+|endet|[Nn]eu\w*|nunmehr|geändert|festgesetzt)\b")
_YEARS = re.compile(r"\b(?:Haushalts|Kalender|Projekt|Förder)?[Jj]ahre?n?\s(20\d\d)(?:\s?(?:bis|und|[-–])\s?(20\d\d))?")
_BEGIN_LABEL = re.compile(
    r"^(?:(?:Projekt|Maßnahme[n]?|Vorhabens?)?[-]?[Bb]eginn|(?:Projekt)?[Ss]tart)\b(?! spät)[^.]{0,30}$"
)
_END_LABEL = re.compile(r"^(?:(?:Projekt|Maßnahme[n]?|Vorhabens?)?[-]?[Ee]nde|Abschluss)\b[^.]{0,30}$")
_LABELS = {"period_start": _BEGIN_LABEL, "period_end": _END_LABEL}
_LABEL_WINDOW = 160


def read_period(document: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Settle the first and the last day of the period, in a change notice those before it too."""
    now: list[tuple[Span, str, int]] = []
    before: list[tuple[Span, str, int]] = []
    if kind is LetterKind.CHANGE:
        _read_side_by_side(document, now, before)
        changed = {name: list(_changed_days(document, label)) for name, label in _LABELS.items()}
        for name, found in changed.items():
            findings.settle(name, found)
        if any(changed.values()):
            return
    for text in _texts(document) if not now else ():
        for span in spans_in(text):
            sure = _sure(text, span)
            if sure:
                old = kind is LetterKind.CHANGE and _BEFORE.search(text[: span.start])
                (before if old else now).append((span, text, sure))
    if before:
        findings.settle("period_before", _as_lists(before))
    findings.settle("period_start", _days(now, "first"))
    findings.settle("period_end", [*_days(now, "last"), *(_new_ends(document) if kind is LetterKind.CHANGE else ())])
    if not now:
        _read_labels(document, findings)
    if "period_start" not in findings.fields and "period_end" not in findings.fields:
        _read_years(document, findings)
    if kind is LetterKind.AWARD and "period_start" not in findings.fields and "period_end" not in findings.fields:
        _propose_only_span(document, findings)
    if {"period_start", "period_end"} & findings.check:
        findings.check |= {"period_start", "period_end"} & set(findings.fields)


def _read_side_by_side(
    document: LetterDocument, now: list[tuple[Span, str, int]], before: list[tuple[Span, str, int]]
) -> None:
    """A row with the period as it was and as it is: "Bewilligungszeitraum | 1.2.–31.12.2029 | 1.2.2029–30.6.2030"."""
    header = ""
    for line in document.lines:
        if OLD.search(line.text) and NOW.search(line.text):
            header = line.text
        label = line.cells[0].text
        if len(line.cells) != 3 or not header or not (_GRANT_PERIOD.search(label) or _OTHER_PERIOD.search(label)):
            continue
        first, second = (next(spans_in(cell.text), None) for cell in line.cells[1:])
        if first and second:
            old_first = _place(OLD, header) < _place(NOW, header)
            now.append((second if old_first else first, line.text, 5))
            before.append((first if old_first else second, line.text, 5))


def _changed_days(document: LetterDocument, label: re.Pattern[str]) -> Iterator[FieldReading]:
    """The first or the last day where a table sets the old one beside the new one."""
    for named, _, now in changes_in(document):
        days = days_in(now)
        if label.match(named) and len(days) == 1 and days[0].year:
            yield FieldReading(days[0].text, f"{named} {now}", 5)


def _place(word: re.Pattern[str], text: str) -> int:
    found = word.search(text)
    return found.start() if found else -1


def _texts(document: LetterDocument) -> Iterator[str]:
    yield from (sentence.context for sentence in document.flow.sentences)
    for line in document.lines:
        if len(line.cells) > 1:
            yield " ".join(cell.text for cell in line.cells)
    for pair in pairs_of(document):
        if pair.below:
            yield pair.quote


def _sure(text: str, span: Span) -> int:
    """How surely this is the period: by what names it before, or in brackets after it."""
    left, right = text[max(0, span.start - _LABEL_WINDOW) : span.start], text[span.end : span.end + 60]
    if _NOT_THIS.search(left[-70:]):
        return 0
    if _GRANT_PERIOD.search(left) or re.match(r"\W{0,3}(?:als )?(?:\w+ )?" + _GRANT_PERIOD.pattern, right):
        return 5
    if _OTHER_PERIOD.search(left) or re.match(r"\W{0,3}(?:als )?(?:\w+ )?" + _OTHER_PERIOD.pattern, right):
        return 4
    if _FOR_THE_TIME.search(left) and _DECIDES.search(text):
        return 3
    return 0


def _days(spans: list[tuple[Span, str, int]], which: str) -> list[FieldReading]:
    days = ((getattr(span, which), text, sure, span.rough) for span, text, sure in spans)
    return [FieldReading(day.isoformat(), text, sure, check=rough) for day, text, sure, rough in days if day]


def _as_lists(spans: list[tuple[Span, str, int]]) -> list[FieldReading]:
    return [
        FieldReading([span.first.isoformat(), span.last.isoformat()], text, sure)
        for span, text, sure in spans
        if span.first and span.last
    ]


def _new_ends(document: LetterDocument) -> Iterator[FieldReading]:
    """The new end that a change notice sets: "der Bewilligungszeitraum wird bis zum 30.06.2028 verlängert"."""
    for sentence in document.flow.sentences:
        text = sentence.text
        named = _GRANT_PERIOD.search(text) or _OTHER_PERIOD.search(text) or _END_NAMED.search(text)
        if not named or not _LONGER.search(text):
            continue
        spans = list(spans_in(text))
        for day in days_in(text):
            inside = any(span.start <= day.start < span.end for span in spans)
            if day.year and not inside and _UNTIL.search(text[: day.start]) and not _BEFORE.search(text[: day.start]):
                yield FieldReading(date(day.year, day.month, day.day).isoformat(), text, 5)


def _read_labels(document: LetterDocument, findings: Findings) -> None:
    """Beginning and end under labels of their own."""
    for name, label in _LABELS.items():
        found = []
        for pair in pairs_of(document):
            days = days_in(pair.value)
            if (
                label.match(pair.label)
                and len(days) == 1
                and days[0].year
                and not pair.value[: days[0].start].strip(" am")
            ):
                found.append(FieldReading(days[0].text, pair.quote, 4 - pair.below))
        findings.settle(name, found)


def _propose_only_span(document: LetterDocument, findings: Findings) -> None:
    """The only time that the letter's sentences name, where no words say what it is: a person looks."""
    found = {
        (span.first, span.last): text
        for text in (sentence.text for sentence in document.flow.sentences)
        for span in spans_in(text)
        if span.first and span.last and not span.rough and not _NOT_THIS.search(text[: span.start])
    }
    for (first, last), text in found.items() if len(found) == 1 else ():
        findings.set("period_start", str(first), text, check=True)
        findings.set("period_end", str(last), text, check=True)


def _read_years(document: LetterDocument, findings: Findings) -> None:
    """A grant for whole years: the days are worked out, so a person looks."""
    found = []
    for text in _texts(document):
        years = _YEARS.search(text)
        named = _GRANT_PERIOD.search(text) or _OTHER_PERIOD.search(text)
        if years and (named or _DECIDES.search(text)):
            found.append((f"{years[1]}-01-01", f"{years[2] or years[1]}-12-31", text))
    findings.settle("period_start", [FieldReading(first, text, 3, check=True) for first, _, text in found])
    findings.settle("period_end", [FieldReading(last, text, 3, check=True) for _, last, text in found])
