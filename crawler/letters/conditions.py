"""What a letter lays down beside money and time: general conditions, early start, draw-down, remedy, acceptance."""

import re
from collections.abc import Iterator
from typing import Any

from crawler.extract.deadline.dates import NUMBER_WORDS, days_in
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.wording.kind_words import LetterKind
from crawler.letters.wording.labels import pairs_of
from crawler.letters.wording.spans import number_of

_REGIME = re.compile(
    r"\b(?:ANBest-(?:Gk|GK|[PIKG])(?:[-/ ]Kosten)?|[NB]NBest-[A-Z][\w+]*(?:-Bund)?|"
    r"NBest-[\w+]+(?: 20\d\d[–-]20\d\d)?|NKBF(?:[- ]20\d\d| 98)?|"
    r"NABF|BNBest-[\w+]+)(?![\w-])"
)
_FEDERAL = re.compile(
    r"\b(?:BHO|Bundeshaushaltsordnung|Bundesamt|Bundesministeri\w+|Bundesverwaltungsamt|Mitteln? des Bundes)\b"
)
_SAXONY_ANHALT = re.compile(r"\bSachsen-Anhalt")
_OF_STATE = re.compile(r"\b(?:LHO|Landeshaushaltsordnung|SäHO|BayHO|ThürLHO|Landesamt|Freistaat|Bezirksregierung)\b")
_EARLY = re.compile(
    r"\bvorzeitige\w*\s\w*(?:[Bb]eginn|[Ss]tart)\w*|\bvorzeitig\w* beg[io]nn\w*|\b(?:Vorhaben|Maßnahme|"
    r"Projekt)\w*\b[^.]{0,80}\bbeg[io]nn\w*|"
    r"\bbegonnen\b|\b(?:Aufträge (?:\w+ )?(?:vergeben|erteilen)|(?:Ausführung|Durchführung|Arbeiten|Umsetzung|"
    r"Vorhaben|Projekt|"
    r"Maßnahme)\w*"
    r"(?: bereits| schon)? (?:zu )?(?:anfangen|beginnen|starten)|loslegen)\b"
)
_ALLOWED = re.compile(
    r"\b(?:stimme[n]?\b[^.]{0,160}\bzu|zugestimmt|zugelassen|lasse[n]?\b[^.]{0,120}\bzu|genehmig\w+|"
    r"Zustimmung\b[^.]{0,60}\berteil\w+|"
    r"einverstanden|gestatte\w*|erlaub\w+)\b"
)
_REFUSED = re.compile(
    r"\b(?:nicht (?:\w+ )?(?:zugelassen|zugestimmt|genehmigt|beantragt|gestattet)|wurde nicht|(?:darf|dürfen|kann|"
    r"können)[^.]{0,60}\b(?:nicht|erst|"
    r"frühestens)\b[^.]{0,80}\bbeg[io]nn\w*|vor (?:\w+ )?(?:Bekanntgabe|Zugang|Erhalt|Erlass|"
    r"Bewilligung)[^.]{0,60}\bnicht\b[^.]{0,40}\bbeg[io]nn\w*)"
)
_FROM_DAY = re.compile(r"\b(?:ab(?: dem)?|zum|vom|seit(?: dem)?|frühestens(?: am| zum)?|mit Wirkung vom)\s$")
_YOUR_LETTER = re.compile(r"^Ihre? (?:Nachricht|Schreiben|Anfrage)(?: vom)?$")
_LETTER_OF = re.compile(r"\b(?:Schreiben|Bescheid|Mitteilung|Zustimmung)\s(?:\w+\s){0,2}vom\s$")
_LAPSES = re.compile(r"\b(?:erlischt|verliert|Gültigkeit|gilt bis|gültig bis|befristet|unwirksam)\b")
_NUMBER = "|".join((r"\d{1,2}", *NUMBER_WORDS))
_SPEND = re.compile(
    rf"\b(?:innerhalb (?:von )?|binnen )(?P<n>{_NUMBER})\s(?P<unit>Wochen?|Monate?n?s?)\s(?:nach (?:der |ihrer |"
    rf"erfolgter )?(?:Auszahlung|Zahlung)|"
    r"[^.]{0,80}\b(?:verbraucht|verwendet|benötigt|ausgegeben))",
    re.IGNORECASE,
)
_WAYS = (
    (
        "reimbursement",
        re.compile(
            r"\bErstattungsprinzip\b|\bErstattungsverfahren\b|\b(?:im Wege der|durch) Erstattung\b|"
            r"\bErstattung der (?:\w+ )?Ausgaben"
        ),
    ),
    (
        "instalments",
        re.compile(
            r"\b(?:in|zwei|drei|vier|erste|erster) (?:\w+ ){0,2}(?:Rate|Raten|Teilbeträgen?|Teilzahlungen?)\b|"
            r"\bTeilbeträgen\b"
        ),
    ),
    (
        "request",
        re.compile(
            r"\b(?:Mittelabruf\w*|auf Abruf|Abruf der|Mittelanforderung\w*|angefordert|abgerufen|Auszahlungsantr\w+|"
            r"Zahlungsanforderung\w*)\b"
        ),
    ),
)
_REMEDY = re.compile(
    rf"\b(?:innerhalb|binnen)\s(?:von\s)?(?P<n>eines|{_NUMBER})\s(?P<unit>Monat|"
    rf"Woche)\w*\b[^.]{{0,160}}?\b(?P<kind>Klage|Widerspruch)\b"
    r"(?:[^.]{0,40}?\b(?:beim|bei der|bei dem|vor dem|bei)\s(?P<where>.{5,140}?)(?:,?\s(?:schriftlich|"
    r"zur Niederschrift|zu erheben|erhoben|erheben|eingelegt|"
    r"einlegen|einzulegen|eingereicht)\b|\.(?:\s|$)))?"
)
_ACCEPT = re.compile(
    r"\b(?:[Aa]nnahme\w*|[Ee]inverständnis\w*|[Ee]mpfangsbestätigung|unterschrieben\w*|unterzeichnet\w*|"
    r"Rechtsbehelfsverzicht\w*|[Ss]igned|[Ss]ign and return|[Cc]ountersign\w*)\b"
)
#: "Bitte senden Sie sie … zurück": what the sentence before named
_BACK_TO_US = re.compile(r"\b(?:sie|diese|es|das|dieses)\b.{0,60}\bzurück\b|\bZurück\w*\b")
_APPLICATION_LABEL = re.compile(
    r"^(?:Ihr(?:en?)? )?(?:(?:Förder|Zuwendungs|Projekt)?[Aa]ntrag(?: vom)?|Antragsdatum|Antrag gestellt am|"
    r"Date of (?:the )?application|Application (?:date|of))$"
)
_APPLICATION = re.compile(
    r"\b(?:Förder(?:ungs|mittel)?|Zuwendungs|Projekt)?(?:[Aa]ntrag\w{0,2}|[Aa]nfrage|[Bb]ewerbung|"
    r"Interessenbekundung)\b[^.;]{0,90}?\b(?:vom|von)\s$|\b[Aa]pplication (?:of|dated|submitted on)\s$"
)
_NOTICE = re.compile(r"\b\w*[Bb]escheid\w*\s(?:\w+\s){0,3}?vom\s$")


def read_conditions(document: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Settle them; what a letter doesn't speak of stays unsaid."""
    texts = [sentence.context for sentence in document.flow.sentences]
    _read_regimes(document, texts, findings)
    findings.settle("early_start", _early_starts(texts, kind))
    findings.settle("draw_down", _draw_downs(texts))
    findings.settle("remedy", _remedies(texts))
    findings.settle(
        "accept_by", [FieldReading(day, text) for text in texts if _ACCEPT.search(text) for day in _until(text)]
    )
    if "accept_by" not in findings.fields:
        back = [one for one in document.flow.sentences if _BACK_TO_US.search(one.text) and _ACCEPT.search(one.before)]
        findings.settle("accept_by", [FieldReading(day, one.text) for one in back for day in _until(one.text)])
    labelled = [
        FieldReading(days[0].text, pair.quote, 3)
        for pair in pairs_of(document)
        if _APPLICATION_LABEL.match(pair.label) and len(days := days_in(pair.value)) == 1 and days[0].year
    ]
    labelled += [
        FieldReading(days[0].text, pair.quote, 2, check=True)
        for pair in pairs_of(document)
        if _YOUR_LETTER.match(pair.label) and len(days := days_in(pair.value)) == 1 and days[0].year
    ]
    findings.settle("application_date", labelled[:1] or [*_days_after(texts, _APPLICATION)][:1])
    if kind is LetterKind.CHANGE:
        for reading in [*_days_after(texts, _NOTICE)][:1]:
            number = {"file_number": findings.fields["file_number"]} if "file_number" in findings.fields else {}
            findings.set("refers_to", {**number, "notice_date": reading.value}, reading.quote)


def _read_regimes(document: LetterDocument, texts: list[str], findings: Findings) -> None:
    named: dict[str, str] = {}
    for text in texts:
        for found in _REGIME.finditer(text):
            named.setdefault(found.group().replace("ANBest-GK", "ANBest-Gk"), text)
    for name in [name for name in named if any(other.startswith(f"{name} ") for other in named)]:
        del named[name]
    if not named:
        return
    findings.set("regimes_named", list(named), next(iter(named.values())))
    keys = sorted({key for name in named if (key := _key(name, document.text))}) if len(named) == 1 else []
    if keys:
        findings.set("regime_keys", keys, next(iter(named.values())))


def _key(name: str, text: str) -> str:
    """Which of the rules we know it is, where the letter itself settles whose it is."""
    if name.startswith("NKBF"):
        return "nkbf_2017" if "98" not in name else ""
    if name == "NABF":
        return "nabf_bund"
    short = {"ANBest-P": "anbest_p", "ANBest-Gk": "anbest_gk"}.get(name)
    federal, state = _FEDERAL.search(text) is not None, _OF_STATE.search(text) is not None
    if short and _SAXONY_ANHALT.search(text) and not federal:
        return f"{short}_st"
    return f"{short}_bund" if short and federal and not state else ""


def _early_starts(texts: list[str], kind: LetterKind) -> Iterator[FieldReading]:
    lapses = ""
    for text in texts:
        if _LAPSES.search(text) and kind is LetterKind.CONSENT:
            lapses = next((day.text for day in days_in(text) if day.year), lapses)
    for text in texts:
        if not _EARLY.search(text):
            continue
        if _REFUSED.search(text) and not (_ALLOWED.search(text) and kind is LetterKind.CONSENT):
            yield FieldReading({"consent": False, "from": None}, text)
        elif _ALLOWED.search(text):
            value: dict[str, Any] = {"consent": True, "from": None}
            for day in days_in(text):
                if day.year and _LETTER_OF.search(text[: day.start]):
                    value["letter_of"] = day.text
                elif day.year and value["from"] is None and _FROM_DAY.search(text[: day.start]):
                    value["from"] = day.text
            yield FieldReading(value | ({"lapses": lapses} if lapses else {}), text, 4)
            return


def _draw_downs(texts: list[str]) -> Iterator[FieldReading]:
    way = next(((name, text) for name, words in _WAYS for text in texts if words.search(text)), None)
    spend = next(((found, text) for text in texts if (found := _SPEND.search(text))), None)
    if way is None and spend is None:
        return
    value = {"way": way[0]} if way else {}
    if spend:
        unit = "W" if spend[0]["unit"].lower().startswith("woche") else "M"
        value["spend_within"] = f"P{number_of(spend[0]['n'])}{unit}"
    yield FieldReading(value, (spend or way)[1])  # type: ignore[index]  # one of them is there


def _remedies(texts: list[str]) -> Iterator[FieldReading]:
    for text in texts:
        found = _REMEDY.search(text)
        if found:
            number = 1 if found["n"] == "eines" else number_of(found["n"])
            where = (found["where"] or "").strip(" ,") or None
            if where and found["kind"] == "Klage":
                where = where.split(",")[0]  # a court is known by its name
            yield FieldReading(
                {
                    "kind": "action" if found["kind"] == "Klage" else "objection",
                    "where": re.sub(r"^(?:der|dem)\s", "", where) if where else None,
                    "within": f"P{number}{'M' if found['unit'] == 'Monat' else 'W'}",
                },
                text,
            )
            return


def _until(text: str) -> Iterator[str]:
    for day in days_in(text):
        if day.year and re.search(
            r"\b(?:bis(?: spätestens)?(?: zum)?|spätestens(?: am| bis zum)?|by|until|no later than)\s$",
            text[: day.start],
        ):
            yield day.text


def _days_after(texts: list[str], words: re.Pattern[str]) -> Iterator[FieldReading]:
    for text in texts:
        for day in days_in(text):
            if day.year and words.search(text[: day.start]):
                yield FieldReading(day.text, text)
