"""When a grant has to be accounted for: days that are set for interim and final reports, and the rules that set them.

A day counts where the sentence says that a report is due by it; one that only mentions a report, or a day that other
things are due by, doesn't.
"""

import re
from collections.abc import Iterator

from crawler.extract.deadline.dates import MONTHS, days_in
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.wording.due_tables import due_rows
from crawler.letters.wording.spans import last_of_month
from crawler.letters.wording.tables import changes_in

_INTERIM = (
    r"Zwischen(?:verwendungs)?(?:nachweis\w*|bericht\w*)|Sachstandsbericht\w*|Jahresbericht\w*|Halbjahresbericht\w*|"
    r"Fortschrittsbericht\w*|Quartalsbericht\w*|jährliche[rn]? (?:Sachbericht\w*|Bericht\w*|Nachweis\w*)|"
    r"Zwischenabrechnung\w*|Zwischenst[aä]nd\w*|Zwischeninformation\w*|"
    r"(?:[Ii]nterim|[Pp]rogress|[Pp]eriodic|[Aa]nnual|[Mm]id-?term) (?:\w+ )?reports?"
)
_FINAL = (
    r"(?:Gesamt|Schluss|End|Abschluss)?[Vv]erwendungsnachweis\w*|(?:Schluss|Abschluss|End)(?:bericht|nachweis|"
    r"abrechnung)"
    r"\w*|(?:Mittel)?[Vv]erwendung der (?:Zuwendung|Mittel|Förder\w+|Gelder)|Verwendungsbestätigung\w*|Endbericht\w*|"
    r"[Nn]achweis der Verwendung|"
    r"[Üü]ber die (?:Verwendung|Ergebnisse)|Endabrechnung\w*|Schlussabrechnung\w*|"
    r"Abschlussdokumentation|[Ff]inal (?:\w+ )?(?:reports?|statement)"
)
_EITHER = (
    r"[Aa]bgerechnet|Sachbericht\w*|(?<![\w-])Bericht(?:e|s|es)?\b|Projektbericht\w*|Abrechnung|Kostennachweis\w*|"
    r"Ausgabennachweis\w*|Liste der (?:Ausgaben|Kosten)|(?:Aufstellung|Übersicht) der (?:Ausgaben|Kosten)|"
    r"(?:zwei|drei|paar|halbe) Seiten?\b|Seite Bericht|Erfahrungsbericht\w*|Tätigkeitsbericht\w*|(?:zahlenmäßige\w* |"
    r"finanzielle\w* )?Nachweis(?:e|es|s)?\b|Belegliste"
)
_NOUN = re.compile(rf"\b(?:(?P<interim>{_INTERIM})|(?P<final>{_FINAL})|(?P<either>{_EITHER}))")
#: a report that is only spoken of: what happens after it, with it, to it
_ASIDE = re.compile(
    r"\b(?:nach|mit|bei|zur|vor|im|aus|ohne|gemäß|neben|Vorlage|Prüfung|Vordruck|Eingang|Bestandteil|zum|als|für|Anlage"
    r"|Muster|Formular|Vorlage|Frist)\s(?:(?:der|des|dem|den|Ihres|dieses|die|Prüfung|Vorlage|abschließenden|"
    r"Eingang)\s){0,3}$"
)
_TERM = re.compile(
    r"\bFrist\w*\s(?:zur|für die|der)\s(?:Vorlage|Abgabe|Einreichung|Übersendung)\s(?:des|der|von)\s(?:\w+\s)?$"
)
_AS = re.compile(r"\b(?:als|zum)\s$")
_DUE = re.compile(
    r"\b(?:bis(?:\s(?:zum|spätestens|einschließlich|spätestens zum|Ende|Mitte))*|spätestens(?:\s(?:jedoch |"
    r"aber )?(?:bis(?: zum)?|am|"
    r"zum))?|"
    r"by|until|on|no later than|zum|am|jeweils zum|jeweils bis(?: zum)?|und(?: zum| bis zum)?|,|sowie(?: zum)?|"
    r"erstmals(?: zum| am)?|"
    r"bis zum jeweiligen)"
    r"\s(?:den\s|dem\s)?$|\bdue(?:\s(?:by|on))?:?\s$|\bauf den\s$|[:(]\s?$|^\s*$"
)
_NOT_DUE = re.compile(
    r"\b(?:Haushaltsjahr|Bewilligungszeitraum|Zeitraum|Aufbewahr\w+|aufzubewahren|Abruf|Mittelabruf|Bescheid|Antrag|"
    r"Richtlinie|Fassung|RdErl\w*|Erlass|Ablauf|Ende)\b(?:(?!\b(?:ist|sind|muss|müssen|hat|haben)\b)[^.,;]){0,30}$"
)
_DATED_PAPER = re.compile(
    r"\b(?:\w*[Bb]escheid\w*|\w*[Aa]ntrag\w*|Schreiben\w*|\w*[Vv]ertrag\w*)\s(?:\w+\s){0,2}vom\s$"
)
_FIRST = re.compile(r"\b(?:erstmals|erstmalig|zuerst|beginnend)\b[^.;]{0,25}$")
_OLD_DAY = re.compile(r"\b(?:bisher\w*|bislang|ursprünglich\w*|statt|anstatt|anstelle|zuvor)\b[^.;\d]{0,30}$")
_EVERY_YEAR = re.compile(
    r"\b(?:jährlich\w*|jedes (?:Jahr\w*|Folgejahr\w*)|jeden Jahres|eines jeden|alljährlich|jeweils)\b"
)
_MONTH_ONLY = re.compile(
    rf"\b(?P<lead>bis(?:\sspätestens|\szum)?|spätestens(?: bis| im)?|zum)\s(?P<end>Ende\s(?:des\s(?:Monats\s)?)?)?"
    rf"(?<!\d\.\s)(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\s(?P<year>20\d\d)",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:innerhalb (?:von|einer Frist von|eines|einer)|binnen|spätestens|bis zum Ablauf (?:von|des)|"
    r"bis)\s[^.;,]{0,30}?"
    r"(?:Tag|Woche|Monat|Jahr|Halbjahr)\w*\s(?:\([^)]{0,40}\)\s)?(?:nach|des)\s[^.;,()]{5,110}"
)
_VERB_AT_END = re.compile(r"\s(?:\w*zu\w+en|zu \w+en|ist|sind|ein|vor|nach)$")
_RULE_OF_LETTER = re.compile(
    r"\b(?:vor(?:zu)?legen|vorgelegt|einzureichen|einreichen|zu senden|senden|zu übersenden|nachzuweisen|zuzuleiten|"
    r"fällig|erwarten|bitten|"
    r"vorlegen|abzugeben|zu erstellen|erbitten|eingehen|vorliegen|übermitteln)\b"
)


def read_reports(document: LetterDocument, findings: Findings) -> None:
    """Settle the days of the reports and their rules."""
    interim: dict[str, str] = {}
    final: list[FieldReading] = []
    either: list[FieldReading] = []
    rules: dict[str, list[FieldReading]] = {"interim_rule": [], "final_rule": []}
    yearly: list[tuple[str, str, str]] = []
    for text in _texts(document):
        for kind, day, sure in _due_days(text):
            if kind == "interim":
                interim.setdefault(day, text)
            else:
                (final if kind == "final" else either).append(FieldReading(day, text, sure))
        yearly.extend(_yearly(text))
        for name, words in _rules(text).items():
            rules[name].append(FieldReading(words, text, 3))
    known_final = [*_changed_final(document)] or final or _only(either, interim)
    findings.settle("final_report", known_final)
    _settle_interim(interim, yearly, findings)
    for name, found in rules.items():
        findings.settle(name, found)
    if not final and either and not known_final:
        findings.check.add("final_report")
    if any(row.day is None for row in due_rows(document, _NOUN)):
        findings.check |= {"interim_reports", "final_report"}


def _only(either: list[FieldReading], interim: dict[str, str]) -> list[FieldReading]:
    """Reports without more of a name: one day that isn't an interim one's is the last."""
    days = {reading.value for reading in either} - set(interim)
    if len(days) > 1:
        return []
    return [reading for reading in either if reading.value in days]


def _changed_final(document: LetterDocument) -> Iterator[FieldReading]:
    """The last report's day where a table sets the old one beside the new one."""
    for label, _, now in changes_in(document):
        days = days_in(now)
        noun = _NOUN.match(label)
        if noun and noun.lastgroup != "interim" and len(days) == 1 and days[0].year:
            yield FieldReading(days[0].text, f"{label} {now}", 5)


def _texts(document: LetterDocument) -> Iterator[str]:
    yield from (sentence.context for sentence in document.flow.sentences)
    tabled = {row.place: row for row in due_rows(document, _NOUN)}
    for place, line in enumerate(document.lines):
        if place in tabled:
            row = tabled[place]
            if row.day:
                yield f"{row.label}: {row.day}"
        elif len(line.cells) == 2 and days_in(line.cells[1].text):
            yield f"{line.cells[0].text.rstrip(':')}: {line.cells[1].text}"
        elif len(line.cells) > 2 and _is_due_row([cell.text for cell in line.cells]):
            yield f"{next(cell.text for cell in line.cells if _NOUN.match(cell.text))}: {line.cells[-1].text}"
        elif len(line.cells) > 1:
            yield " ".join(cell.text for cell in line.cells)


def _is_due_row(texts: list[str]) -> bool:
    """A row of a table of reports: one cell names it, the last is its day, the only one in the row."""
    days = [day for text in texts for day in days_in(text)]
    return len(days) == 1 and len(days_in(texts[-1])) == 1 and sum(bool(_NOUN.match(text)) for text in texts) == 1


def _due_days(text: str) -> Iterator[tuple[str, str, int]]:
    """(interim, final or either; the day; how sure) for each day by which this sentence wants a report."""
    nouns = [(found.start(), found.lastgroup or "") for found in _NOUN.finditer(text) if _is_subject(text, found)]
    if not nouns:
        return
    days = _days(text)
    before_noun = bool(days) and days[0][0] < nouns[0][0]
    for place, end, day, sure in days:
        left = [kind for start, kind in nouns if start < place]
        right = [kind for start, kind in nouns if start >= end]
        if before_noun:
            kind = right[0] if right else left[-1]
        else:
            kind = left[-1]
        yield _named_together(text, nouns, place, kind), day, sure


def _named_together(text: str, nouns: list[tuple[int, str]], place: int, kind: str) -> str:
    """ "Verwendungsnachweis mit Sachbericht bis …", "Sachbericht als Zwischennachweis bis …": the surer name counts."""
    if kind != "either":
        return kind
    clause = [other for start, other in nouns if other != "either" and not re.search(r"[;.]\s|\d", text[start:place])]
    return clause[-1] if clause else kind


def _is_subject(text: str, noun: re.Match[str]) -> bool:
    before = text[: noun.start()]
    if _TERM.search(before):
        return True
    return _ASIDE.search(before) is None or _AS.search(before) is not None


def _days(text: str) -> list[tuple[int, int, str, int]]:
    found = []
    days = days_in(text)
    for number, day in enumerate(days):
        left = text[: day.start]
        listed = number > 0 and day.listed
        window = number > 0 and day.closes and not _DATED_PAPER.search(text[: days[number - 1].start])
        if not day.year or day.opens or window or _FIRST.search(left) or _OLD_DAY.search(left):
            continue
        if (_DUE.search(left) or listed) and not _NOT_DUE.search(left[-60:]):
            found.append((day.start, day.end, day.text, 4))
    for month in _MONTH_ONLY.finditer(text):
        last = last_of_month(int(month["year"]), MONTHS[month["month"].lower()])
        found.append((month.start(), month.end(), last.isoformat(), 4 if month["end"] else 3))
    return sorted(found)


def _yearly(text: str) -> Iterator[tuple[str, str, str]]:
    """(month and day, first day or year, sentence) of an interim report that is due every year."""
    noun = _NOUN.search(text)
    if not noun or not _EVERY_YEAR.search(text) or noun.lastgroup == "final":
        return
    days = days_in(text)
    every = next((day for day in days if not day.year), None)
    first = next((day for day in days if day.year and _FIRST.search(text[: day.start])), None)
    year = re.search(r"\b(?:erstmals|erstmalig)\s(?:im Jahr |in |für )?(20\d\d)\b", text)
    if every is None and first is None:
        return
    rhythm = (every or first).text[-5:]  # type: ignore[union-attr]  # one of them is there
    yield rhythm, first.text if first else year[1] if year else "", text


def _settle_interim(interim: dict[str, str], yearly: list[tuple[str, str, str]], findings: Findings) -> None:
    check = False
    end = findings.fields.get("final_report") or findings.fields.get("period_end", "")
    for rhythm, first, text in yearly[:1]:
        begin = first[:4] or str(int(findings.fields.get("period_start", "0000")[:4]) + 1)
        if not end or begin == "1":
            if len(first) == len("2027-03-31"):
                interim.setdefault(first, text)
            check = True
            continue
        check = check or not first
        for year in range(int(begin), int(end[:4]) + 1):
            day = f"{year}-{rhythm}"
            if day < end:
                interim.setdefault(day, text)
    if interim:
        days = sorted(interim)
        findings.set("interim_reports", days, interim[days[0]], check=check)
    elif check:
        findings.check.add("interim_reports")
    last = findings.fields.get("final_report")
    if interim and last and last <= max(interim):
        findings.check |= {"interim_reports", "final_report"}


def _rules(text: str) -> dict[str, str]:
    """The rules a sentence names for each kind of report; two for one ("spätestens jedoch …") together."""
    nouns = [(found.start(), found.lastgroup or "") for found in _NOUN.finditer(text) if _is_subject(text, found)]
    found: dict[str, str] = {}
    for rule in _RULE.finditer(text):
        left = [kind for start, kind in nouns if start < rule.start()]
        right = [kind for start, kind in nouns if start >= rule.end()]
        kind = left[-1] if left else right[0] if right else ""
        if kind and (_RULE_OF_LETTER.search(text) or ":" in text[: rule.start()]):
            name = "interim_rule" if kind == "interim" else "final_rule"
            words = _VERB_AT_END.sub("", " ".join(rule.group().split()))
            found[name] = f"{found[name]}; {words}" if name in found else words
    return found
