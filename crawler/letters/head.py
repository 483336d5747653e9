"""What a letter's head says: its file number and its day. Labels differ by office, their meaning doesn't."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from crawler.extract.deadline.dates import days_in
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.kinds import head_of
from crawler.letters.wording.labels import Pair, pairs_of

_NUMBER = r"(?:[- ]?(?:Nr\.?|Nummer|No\.?|ID)|nummer|kennzeichen|kennziffer)"
#: how an office calls its own number, from the surest to what is only a number too
_FILE = re.compile(
    r"^(?:(?:Unser|Mein)e?\s(?:Zeichen|Aktenzeichen|Geschäftszeichen|Az\.?|Referenz)|(?:Akten|Geschäfts|Vorgangs|Ordnungs)?zeichen|Aktenkennung|Aktennummer|"
    r"Az\.?|GZ\.?|Gesch\.?-?Z\.?|Bitte (?:stets|immer|bei \w+) angeben|Our ref(?:erence|\.)?)(?:[\s,(/].*)?$",
    re.IGNORECASE,
)
_PROJECT = re.compile(
    rf"^(?:Unser |Mein )?Vorgang(?:\s?Nr\.)?$|^(?:Antrags?|Vorgangs?|Vorhabens?|Projekt|Bescheids?|Zuwendungs?|"
    rf"Bewilligungs?|Förder(?:ungs|mittel|fall)?|"
    rf"Registrier|Register|Reg\.|Vertrags?|Geschäfts|Fall|Referenz){_NUMBER}(?:[\s,(/].*)?$|"
    r"^(?:Kennziffer|Kennnummer|Referenz|Ref(?:erence|\.)?|Chiffre|Dossier|Dok\.-?\s?Nr\.?|Unser Kürzel|"
    r"(?:Grant(?: agreement)?|Project|Award|Contract|Agreement|File|Application|Reference)\s(?:No|Nr|Number|ID|"
    r"reference|code)\.?)"
    r"(?:[\s,(/].*)?$",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"^(?:Kennzeichen|Kennung|Nr\.|Nummer)$", re.IGNORECASE)
_ANY_NUMBER = re.compile(
    r"^(?!.*(?:Tel|Fax|Konto|Kunden|Haus|Zimmer|Steuer|Register|Kassen|Seite|Raum|USt|partner|Ruf|Bestell|Personal))"
    r"[\w-]{3,30}(?:nummer|-Nr\.?)$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^(?:Nr\.|Nummer)\s(?P<code>[^;,()]{3,30})$")
_NUMBER_LINE = re.compile(r"^(?P<label>[\w-]{3,30}(?:nummer|-Nr\.?)):?\s(?P<code>[^;,()]{3,30})$")
#: the number right behind what a letter calls itself or what it is about, and more behind that
_HEADED = re.compile(
    r"^(?:Förder(?:mittel)?zusage|\w*[Bb]escheid|Zusage|Bewilligung|Förderung|Finanzierung|Zuschuss|Weiterleitung|\w*[Vv]ertrag|"
    r"\w*[Vv]ereinbarung|Absage|Ablehnung|Änderung|Award|Grant|Award (?:notice|letter))\s(?:(?:des|der|Ihres|unseres|"
    r"für das|of|for)\s)?"
    r"(?:(?:[Gg]emeinsamen\s)?(?:Projekte?s?|Vorhabens?|Antrage?s?|Maßnahme|project)\s)?(?:Nr\.\s|Nummer\s)?"
    r"(?P<code>(?!N[ro]\.)(?=[^,;:]*\d\d)(?:[A-ZÄÖÜ]|\d+[-/][A-ZÄÖÜ\d])[\w./-]*(?:\s\d[\w./-]*)?)(?=\s?[:–,(]|\s-\s|$)"
)
_HEADING = re.compile(
    r"^(?:Förder(?:mittel)?zusage|(?:Zuwendungs|Bewilligungs|Förder)?[Bb]escheid|Zusage|Bewilligung|(?:Zuwendungs|"
    r"Förder|Finanzhilfe)(?:vertrag|vereinbarung)|Absage|Ablehnung)\s(?:Nr\.\s|Nummer\s)?(?P<code>[^;,()]{3,30})$"
)
_FUNDING_CODE = re.compile(
    r"^(?:Förderkennzeichen|FKZ|Förder-?Kz\.?|Zuwendungskennzeichen)(?:[\s,(/].*)?$", re.IGNORECASE
)
_THEIRS = re.compile(r"\bIhr[er]?\b", re.IGNORECASE)
_WORD = r"[\w./+\-–:#]"
_CODE = re.compile(
    rf"(?=[^\d]{{0,25}}\d)[A-ZÄÖÜ0-9]{_WORD}*(?:\s?[-–/]\s?{_WORD}+|\s(?:[A-ZÄÖÜ]{{1,4}}|\d{_WORD}*)(?!\w))*"
)
_IN_TEXT = re.compile(
    r"\b(?P<label>Aktenzeichen|Geschäftszeichen|Az\.|AZ|GZ|Gesch\.-?Z\.|Förderkennzeichen|FKZ|Kennziffer|Referenz|"
    r"(?:Antrags|Projekt|Vorgangs|Bescheid|Zuwendungs|Förder|Vorhaben)(?:nummer|[- ]?Nr\.)|"
    r"(?:Antrag|Projekt|Bewerbung|Vorhaben|Vorgang|Anfrage|Bescheid)\s(?:Nr\.|Nummer))[:\s]+(?P<code>[^;,()]{3,50})"
)
#: somebody else's notice, of which a letter only tells: "hat uns mit Bescheid vom 8. Juli 2026 (Az. …)"
_OTHERS_NOTICE = re.compile(
    r"\b(?:hat|haben|has|have)\b[^.;]{0,120}\b(?:\w*[Bb]escheid|grant|award)[^.;]{0,40}(?:\d{4})?\s?\($"
)
_DATE_LABEL = re.compile(
    r"^(?:(?:Bescheid-?|Bescheids|Brief|Ausstellungs|Genehmigungs|Bewilligungs|"
    r"Ausfertigungs)?Datum(?: des Bescheide?s| des Schreibens)?|Bescheiddatum|Bescheid vom|Den|"
    r"Ort, Datum|Ausgestellt am|Ausgefertigt am|Stand|Tag|Date(?: of (?:the )?(?:award|notice|decision|letter|issue))?|"
    r"Dated|"
    r"Issued on)$",
    re.IGNORECASE,
)
_LONGEST_DATE_LABEL = 40
_NO_DATE = re.compile(
    r"\b(?:Antrag|Bezug|Ihr(?:e|em|en|er)?|Nachricht|Richtlinie|RdErl|Erlass|Gesetz|Schreiben|Sitzung|Beschluss|"
    r"Zeitraum|Laufzeit|bis|Frist|geändert|Fassung|vom|Anlage)\b",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(
    r"^(?:(?:am|den)\s|[A-ZÄÖÜ][\w.()/-]*(?:\s[\w.()/-]+){0,4},?\s{1,3}(?:[·|–-]\s)?(?:den\s|am\s|im\s|,\s)?)?$"
)
_CLOSING = re.compile(
    r"^(?:Mit (?:freundlichen|herzlichen|besten)|Im Auftrag|Freundliche|Herzliche|Hochachtungsvoll|gez\.)"
)


def read_head(document: LetterDocument, findings: Findings) -> None:
    """The file number, other numbers, and the day of the letter."""
    pairs = [*pairs_of(document), *_beside(document)]
    codes = [FieldReading(code, pair.quote, 1) for pair, code in _codes(pairs, _FUNDING_CODE)]
    vague = [FieldReading(code, pair.quote, 1, check=True) for pair, code in _codes(pairs, _VAGUE)]
    numbers = [
        *(FieldReading(code, pair.quote, 5 - pair.below) for pair, code in _codes(pairs, _FILE)),
        *(FieldReading(code, pair.quote, 3 - pair.below) for pair, code in _codes(pairs, _PROJECT)),
        *(FieldReading(code, pair.quote, 1, check=True) for pair, code in _codes(pairs, _ANY_NUMBER)),
    ]
    in_text = list(_numbers_in_text(document))
    in_text += _numbers_in_heading(document)
    codes = codes or [reading for reading in in_text if reading.sure == 1]
    findings.settle("file_number", numbers or [*in_text, *codes] or vague)
    other = {candidate.value for candidate in codes} - {findings.fields.get("file_number")}
    if len(other) == 1:
        findings.set("other_numbers", {"funding_code": other.pop()}, codes[0].quote)
    findings.settle("notice_date", [*_days(document, pairs)])


def _beside(document: LetterDocument) -> Iterator[Pair]:
    """ "Vorgang 2027-FOE-00817": a label and its number in one cell, with nothing between them."""
    for place, line in enumerate(document.lines[: len(head_of(document))]):
        for cell in line.cells:
            words = cell.text.split(" ")
            for number in range(1, min(len(words), 4)):
                label, value = " ".join(words[:number]), " ".join(words[number:])
                if (_FILE.match(label) or _PROJECT.match(label)) and code_of(value):
                    yield Pair(label, value, cell.text, place)
                    break


def _codes(pairs: list[Pair], label: re.Pattern[str]) -> Iterator[tuple[Pair, str]]:
    for pair in pairs:
        if label.match(pair.label) and not _THEIRS.search(pair.label.split(",")[0]):
            code = code_of(pair.value)
            if code:
                yield pair, code


def code_of(words: str) -> str:
    """The file number at the beginning of a value; empty where there is none.

    >>> texts = ("312-48105-0047/2026", "II A 3 – 471/26 (bitte angeben)", "FD 50 vom 1.2.2027", "Frau")
    >>> [code_of(words) for words in texts]
    ['312-48105-0047/2026', 'II A 3 – 471/26', 'FD 50', '']
    """
    found = _CODE.match(words.strip())
    if not found:
        return ""
    code = found.group().rstrip(".:,–- /")
    days = days_in(code)
    if days and days[0].start == 0:
        return ""
    return code if any(sign.isdigit() for sign in code) and len(code) >= 3 else ""


def _numbers_in_text(document: LetterDocument) -> Iterator[FieldReading]:
    for line in [*head_of(document), *document.blocks]:
        for found in _IN_TEXT.finditer(line):
            code = code_of(found["code"])
            theirs = found["label"].lower().endswith("zeichen") and _THEIRS.search(line[: found.start()][-6:])
            if code and not theirs:
                told = _OTHERS_NOTICE.search(line[: found.start()]) is not None
                sure = 1 if told or found["label"] in {"Förderkennzeichen", "FKZ"} else 2
                yield FieldReading(code, line, sure, check=told)


def _numbers_in_heading(document: LetterDocument) -> list[FieldReading]:
    """The number that a letter's heading ends with: "Förderzusage WS-2028/17"."""
    lines = head_of(document)
    found = [(heading["code"], line) for line in lines if (heading := _HEADING.match(line))]
    named = [
        (row["code"], line) for line in lines if (row := _NUMBER_LINE.match(line)) and _ANY_NUMBER.match(row["label"])
    ]
    found += [(bare["code"], line) for line in lines if (bare := _BARE_NUMBER.match(line))]
    found += [(headed["code"], line) for line in lines if (headed := _HEADED.match(line))]
    return [
        *(FieldReading(code, line, 2) for words, line in found if (code := code_of(words)) and code == words.strip()),
        *(FieldReading(code, line, 2, check=True) for words, line in named if (code := code_of(words))),
    ]


def _days(document: LetterDocument, pairs: list[Pair]) -> Iterator[FieldReading]:
    above = len(head_of(document))
    others = {pair.value for pair in pairs if len(pair.label) <= _LONGEST_DATE_LABEL and _NO_DATE.search(pair.label)}
    for pair in pairs:
        day = _only_day(pair.value)
        if _DATE_LABEL.match(pair.label) and day:
            yield FieldReading(day, pair.quote, 4 if pair.place <= above else 2)
    closed = False
    for place, line in enumerate(document.lines):
        closed = closed or _CLOSING.match(line.text) is not None
        texts = [cell.text for cell in line.cells]
        if len(texts) == 2 and texts[0].endswith(","):
            texts.append(line.text)
        for text in texts:
            day = "" if text in others else _place_and_day(text)
            if day and _in_a_row(texts, text):
                yield FieldReading(day, line.text, 2, check=True)
            elif day and (place <= above or closed):
                yield FieldReading(day, text, 4 if place <= above else 3)
    if "date" in document.headers:
        try:
            sent = parsedate_to_datetime(document.headers["date"]).date()
        except ValueError:
            return
        yield FieldReading(sent.isoformat(), document.headers["date"], 1)


def _in_a_row(texts: list[str], text: str) -> bool:
    """Does the bare day stand in the row of a table, under or beside words that may name it?"""
    several = sum(len(days_in(one)) == 1 for one in texts) > 1
    return text[:1].isdigit() and (several or len(texts) > 2 or (text != texts[0] and not re.search(r"\d", texts[0])))


def _only_day(value: str) -> str:
    """The day that a value is, or begins with."""
    days = days_in(value)
    if len(days) != 1 or not days[0].year:
        return ""
    begins = value[: days[0].start].strip(" ,").lower() in {"", "den", "der", "am"}
    return days[0].text if begins else _place_and_day(value)


def _place_and_day(text: str) -> str:
    """The day of a line like "Hohenwalde, den 18. März 2026" or of a day that stands alone."""
    days = days_in(text)
    if len(days) != 1 or not days[0].year or text[days[0].end :].strip(" .") or _NO_DATE.search(text):
        return ""
    return days[0].text if _PLACE_AND_DAY.match(text[: days[0].start]) else ""
