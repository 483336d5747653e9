"""What kind of letter a document is, by what it decides; a mail by what it brings.

Each word that tells is one vote, weighed by how surely it tells and by where it stands: a letter's heading says more
than its text. What tells two things alike is `unknown`: a person looks.
"""

import re

from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument
from crawler.letters.newsletter.calendars import calendar_entries
from crawler.letters.newsletter.calls import calls_in_newsletter
from crawler.letters.newsletter.forwarded import handed_on
from crawler.letters.newsletter.items import items_of
from crawler.letters.wording.decisions import decisions_in, may_give
from crawler.letters.wording.kind_evidence import likely_kind
from crawler.letters.wording.kind_words import DECISIONS, HEADINGS, LetterKind
from crawler.letters.wording.money_cues import AWARD_LABEL
from crawler.letters.wording.tables import rows_of

_DECIDING = {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in DECISIONS.items()}
_HEADED = {kind: re.compile(pattern) for kind, pattern in HEADINGS.items()}
_SHOUTED = {kind: re.compile(pattern.replace("ß", "(?:ß|SS)"), re.IGNORECASE) for kind, pattern in HEADINGS.items()}
#: what was asked for, as a letter that answers it names it
_ASKED_FOR = {
    LetterKind.CHANGE: re.compile(
        r"\b(?:Antrag|Bitte|Ersuchen|Wunsch|Mitteilung)\b.{0,60}\b(?:\w*[Vv]erlängerung|\w*[Ää]nderung|"
        r"Umwidmung|Aufstockung|Umschichtung)"
    ),
    LetterKind.CONSENT: re.compile(r"\b(?:Antrag|Bitte|Ersuchen)\b.{0,60}\b[Vv]orzeitig"),
}
_SALUTATION = re.compile(r"^(?:Sehr geehrte|Guten Tag|Liebe|Lieber|Hallo|Moin)\b")
_REFERENCE = re.compile(
    r"^(?:Bezug|Bezugnehmend|Ihr(?:e)? (?:Antrag|Schreiben|Nachricht)|Anlagen?|Hier|Mein\w* Bescheid)\b"
)
#: sure signs of a letter that goes to many
_NEWSLETTER = re.compile(
    r"\b(?:in dieser Ausgabe|Leserinnen und Leser|im Browser (?:ansehen|öffnen|anzeigen)|(?:Förder|Kurz)-?[Ii]nfos?|"
    r"Ausgabe (?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Frühjahr|Sommer|Herbst|Winter)\w*|[Nn]ewsletter|"
    r"Newsflash|Nachrichten(?:brief|dienst)|Mailing|Rundbrief|Infobrief|Förderbrief|Stiftungsbrief|Rundschreiben|"
    r"Info-?Mail|Ausgabe \d+|Förder(?:mittel)?kalender|Fristen(?:kalender|liste|übersicht)|\w*-?[Tt]icker|"
    r"[Ff]unding (?:[Dd]igest|[Nn]ews|"
    r"[Cc]alendar|[Uu]pdate|[Aa]lert)|[Dd]igest|[Bb]ulletin|"
    r"Nr\. ?\d+ ?/ ?(?:20)?\d\d)\b"
)
_LEAVE = re.compile(r"\b(?:[Aa]bmelden|[Aa]bbestell\w+|[Uu]nsubscribe|[Aa]ustragen|nicht mehr erhalten)\b")
#: items with an address of their own, or a text that long, that make a letter one of several things
_SEVERAL = 3
_LONG_ITEM = 120
_CALLS = 2  # that make a mail one of several things
_IN_BULK = ("list-unsubscribe", "list-id")
#: a heading outweighs every two words in the text
_HEADING_WEIGHT = 5
_LONGEST_TITLE = 140
_REPLY = re.compile(r"^(?:(?:WG|AW|Fwd?|RE|FW|TR):\s*)+", re.IGNORECASE)
#: a sum that is named so is the reader's, and no programme's
_NAMED_SUM = re.compile(
    (
        r"^(?:Förder(?:summe|betrag)|Zuwendungs(?:betrag|summe)|Bewilligt|Bewilligte (?:Summe|Mittel)|"
        r"Zuschuss(?:betrag)?):? +[\d.]+"
    ),
    re.MULTILINE,
)
#: a line that names a paper of another day
_OF_ANOTHER = re.compile(r"\b\w*(?:[Bb]escheid|[Vv]ertrag|[Zz]usage)\w*\s(?:\w+\s){0,2}vom\s\d")
_TO_ACCOUNT_FOR = re.compile(
    r"\b(?:Rechenschaft|Verwendungsnachweis\w*|Abschlussbericht\w*|Schlussbericht\w*|Sachbericht\w*|Endabrechnung)\b"
)
_TITLE_LABEL = re.compile(r"^(?:Betreff|BETREFF|Betr\.|Betrifft|Gegenstand)\b|\b[Hh]ier$")
#: takes back, at least in part, what was granted
_REVOKES = re.compile(
    r"\b(?:Bescheid\w*|\w+bescheid\w*|Bewilligung|Zuwendung|Förderung|Zusage|Fördersumme|"
    r"Zuschuss\w*)\b.{0,200}\b(?:widerrufe?|"
    r"widerrufen|aufgehoben|aufhebe|zurückgenommen|zurücknehme)\b|"
    r"\b(?:widerrufe?n?|hebe|heben|nehme|nehmen) (?:ich|wir)\b.{0,200}\b(?:Bescheid\w*|\w+bescheid\w*|Bewilligung|"
    r"Zuwendung|Förderung|Zusage|Fördersumme|Zuschuss\w*)\b"
)
_MAY_REVOKE = re.compile(
    r"\b(?:kann|können|könnte\w*|wenn|falls|sofern|vorbehalt\w*|behalte\w*|Recht\b|insbesondere|beabsichtig\w*|soll|"
    r"würde\w*|Sicherungs\w*)\b|\b(?:hebe|nehme)\w* (?:ich|wir)\b(?!.*\b(?:auf|zurück)\b)"
)
#: of these the first row decides by itself
_SAYS_SO = {LetterKind.REJECTION, LetterKind.AWARD, LetterKind.CHANGE}


#: letters about a grant that decide nothing of what is told here
_ANOTHER = re.compile(
    r"^(?:(?:Betreff|Betr\.|Hier|hier)[:.]?\s)?(?:\d\. )?(?:Erinnerung|Mahnung|Anhörung|Rückforderung|"
    r"Eingangsbestätigung|"
    r"Nachforderung|Empfangsbestätigung|Prüfung|Auszahlung|Zahlungs\w+|Rechnung|"
    r"Einladung(?! zur (?:Interessenbekundung|Bewerbung|Antragstellung|Einreichung|Teilnahme an))|"
    r"Festsetzung von Zinsen|Schlussbescheid)"
)


def kind_of(document: LetterDocument) -> LetterKind:
    """What the document is; of a mail with a letter attached, what that letter is."""
    if is_newsletter(document):
        return LetterKind.NEWSLETTER
    kind = _decided(document)
    if kind in {LetterKind.UNKNOWN, LetterKind.CALL} and len(list(calls_in_newsletter(document))) >= _CALLS:
        return LetterKind.NEWSLETTER
    for attachment in document.attachments:
        inner = _decided(attachment)
        if inner not in {LetterKind.UNKNOWN, LetterKind.CALL} or kind is LetterKind.UNKNOWN:
            kind = inner
    return kind


def is_newsletter(document: LetterDocument) -> bool:
    """Does the mail go to many, with several things in it?"""
    if not document.headers:
        return False
    document = handed_on(document)
    items = items_of(document)
    signs = (
        sum(1 for item in items if item.links) >= _SEVERAL,
        sum(1 for item in items if item.links or len(item.text) > _LONG_ITEM) >= _SEVERAL,
        any(header in document.headers for header in _IN_BULK),
        document.headers.get("precedence", "").lower() in {"bulk", "list"},
        _NEWSLETTER.search(document.headers.get("subject", "")) is not None,
        _NEWSLETTER.search(document.headers.get("from", "")) is not None,
        any(_NEWSLETTER.search(line.text) for line in document.lines[:6]),
        any(_LEAVE.search(line.text) for line in document.lines[-8:]),
        len(calendar_entries(document)[0]) >= _SEVERAL,
    )
    return sum(signs) >= 2


def head_of(document: LetterDocument) -> list[str]:
    """The lines above the salutation, in which a letter says what it is; a mail's subject is the first of them."""
    lines = [line.text for line in document.lines]
    end = next((place for place, text in enumerate(lines) if _SALUTATION.match(text)), min(len(lines), 25))
    subject = [_REPLY.sub("", document.headers["subject"])] if "subject" in document.headers else []
    return [*subject, *lines[:end]]


def _decided(document: LetterDocument) -> LetterKind:
    text = document.prose.line
    votes = {kind: sum(1 for word in words if word.search(text)) for kind, words in _DECIDING.items()}
    for kind in _SAYS_SO:
        votes[kind] += _DECIDING[kind][0].search(text) is not None
    head = head_of(document)
    headings = [line for line in head if _is_title(line) or ("subject" in document.headers and line is head[0])]
    headed = next((kind for line in headings for kind in _HEADED if _is_headed(kind, line)), None)
    if headed in {None, LetterKind.AWARD} and any(_ANOTHER.match(line) and "  " not in line for line in headings):
        return LetterKind.UNKNOWN
    if headed is not None:
        votes[headed] += _HEADING_WEIGHT
    texts = [sentence.context for sentence in document.flow.sentences]
    said = decisions_in(texts)
    votes[LetterKind.AWARD] += 3 * min(said.gives_sum, 1) + 2 * min(said.gives, 1)
    votes[LetterKind.REJECTION] += (1 if said.gives_sum else _HEADING_WEIGHT) * min(said.refuses, 1)
    for kind, asked in _ASKED_FOR.items():
        if said.gives and any(asked.search(line) for line in head):
            votes[kind] += 2 * _HEADING_WEIGHT  # what is granted is that, and no money
    votes[LetterKind.CHANGE] += _HEADING_WEIGHT * min(said.changes, 1)
    if any(_REVOKES.search(sentence) and not _MAY_REVOKE.search(sentence) for sentence in texts):
        votes[LetterKind.CHANGE] += 3 * _HEADING_WEIGHT  # what it says of the grant is what was
    votes[LetterKind.CONSENT] += 3 * min(said.consents, 1)
    if votes[LetterKind.AWARD] and _TO_ACCOUNT_FOR.search(text) and find_sums(text):
        votes[LetterKind.AWARD] += 1
    kind = _outvoted(votes)
    if kind is LetterKind.UNKNOWN and not document.headers and (likely := likely_kind(texts)):
        return LetterKind(likely)
    loosely = any(may_give(sentence.text) for sentence in document.flow.sentences)
    if kind is LetterKind.UNKNOWN and not said.refuses and (_names_its_sum(document) or loosely):
        votes[LetterKind.AWARD] += 2
        kind = _outvoted(votes)
    return kind


def _outvoted(votes: dict[LetterKind, int]) -> LetterKind:
    """What has most votes, two at least, and more than any other."""
    kind, most = max(votes.items(), key=lambda vote: vote[1])
    others = max(number for other, number in votes.items() if other is not kind)
    return kind if most >= 2 and most > others else LetterKind.UNKNOWN


def _names_its_sum(document: LetterDocument) -> bool:
    """Does a label name the award's sum, as in a list of key facts?"""
    return any(AWARD_LABEL.match(row.label) for row in rows_of(document)) or bool(_NAMED_SUM.search(document.text))


def _is_headed(kind: LetterKind, line: str) -> bool:
    """Does the line say so, whether or not it is all in capitals? A notice of another day is no award by itself."""
    if kind is LetterKind.AWARD and _OF_ANOTHER.search(line):
        return False
    return (_SHOUTED if line.isupper() else _HEADED)[kind].search(line) is not None


def _is_title(line: str) -> bool:
    """May the line be what the letter calls itself: no reference to another paper, no sentence, no labelled value?"""
    if _REFERENCE.match(line) or len(line) > _LONGEST_TITLE or line.endswith("."):
        return False
    label, colon, value = line.partition(":")
    return not (colon and value.strip()) or _TITLE_LABEL.match(label) is not None
