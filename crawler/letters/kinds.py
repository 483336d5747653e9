"""What kind of letter a document is, by what it decides; a mail by what it brings.

Each word that tells is one vote, weighed by how surely it tells and by where it stands: a letter's heading says more
than its text. What tells two things alike is `unknown`: a person looks.
"""

import re
from enum import StrEnum

from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument
from crawler.letters.newsletter.items import items_of
from crawler.letters.wording.decisions import decisions_in


class LetterKind(StrEnum):
    """What a letter is."""

    AWARD = "award"
    CHANGE = "change"
    REJECTION = "rejection"
    CONSENT = "consent"
    CALL = "call"
    NEWSLETTER = "newsletter"
    UNKNOWN = "unknown"


_GRANT = r"(?:Zuwendung|Förderung|Förder|Projektförderung|Zuschuss|Fördermittel|Mittel|Unterstützung|Projektmittel)"
#: heading of a letter: what it calls itself
_HEADINGS = {
    LetterKind.CHANGE: (
        r"(?:Ä|ä)nderung(?:s|en)?[- ]?(?:bescheid|vertrag|mitteilung)|Änderung (?:des|Ihres|der)\b|Ergänzungsbescheid|"
        r"(?:Teil)?[Ww]iderruf|Fristverlängerung|Umschichtung|Aufstockung|Verlängerung|Umwidmung|Nachbewilligung|"
        r"geänderte\w* (?:Zuwendungs)?bescheid|"
        r"[Nn]achtrag|(?:Anpassung|Erhöhung|Kürzung|Minderung|Abänderung|Ergänzung) (?:der|des|zum|zur|Ihrer|Ihres)\b"
    ),
    LetterKind.CONSENT: (
        r"[Vv]orzeitige\w* (?:Maßnahme|Vorhaben|Projekt)?n?s?[Bb]eginn|(?:Zustimmung|Zulassung|Genehmigung|Ausnahme|"
        r"Einverständnis)\b.*[Bb]eginn|[Vv]orhabenbeginn|(?:Projekt|Maßnahmen?)beginn\b|"
        r"Unbedenklichkeits(?:bescheinigung|erklärung)|förderunschädliche\w*|zuwendungsunschädliche\w*"
    ),
    LetterKind.REJECTION: r"Ablehnung|Absage|[Aa]blehnende\w*|Nichtberücksichtigung|Rücknahme der Bewilligung",
    LetterKind.AWARD: (
        r"(?:Zuwendungs|Bewilligungs|Förder(?:mittel)?|Zuschuss)[- ]?bescheid|Bewilligung|Förder(?:mittel)?zusage|"
        r"(?<!auf )Gewährung (?:einer|von|eines)\b|Zusage|(?:Zuwendungs|Förder|Finanzhilfe)(?:vertrag|"
        r"vereinbarung|mitteilung)|Zuwendungsbestätigung|"
        r"Förderbestätigung|Grant Agreement"
    ),
    LetterKind.CALL: (
        r"(?:Förder|Projekt|Ideen)?[Aa]ufruf\b|Ausschreibung\b|Bekanntmachung|Interessenbekundungsverfahren|"
        r"Call for [Pp]roposals|Antragstellung\b|Antragsverfahren|neue Förderung|^(?:\w*[Rr]ichtlinien?|"
        r"Fördergrundsätze) (?:zur|über|für|zum|„)|Wettbewerb\b|Einreichung von (?:Anträgen|Projekt\w+|Skizzen)|"
        r"Förderrunde"
    ),
}
#: what a letter decides, in its own words
_DECISIONS = {
    LetterKind.REJECTION: (
        (
            r"\b(?:können|konnten|kann) (?:wir|ich)\b[^.]{0,80}\bnicht (?:fördern|anbieten|unterstützen|bewilligen|"
            r"zusagen)\b|"
            r"\b(?:müssen|muss|kann|können|musste\w?) (?:wir|ich)\b[^.]{0,80}\b(?:ablehnen|absagen)\b|"
            r"\b(?:Bewilligung|Förderung|Zuwendung|Unterstützung)\b(?:[^.]|\.(?=\d)){0,160}\b(?:ist|war|"
            r"sind)\b[^.]{0,30}\bnicht möglich\b"
        ),
        (
            r"(?:[Ll]eider|[Bb]edauer\w+)\b[^.]{0,160}\b(?:nicht|keine?n?|absagen|Absage|ablehn\w+|"
            r"abgelehnt|abschlägig\w*)\b"
        ),
        (
            r"\bnicht (?:\w+ ){0,4}(?:entsprechen|entsprochen|berücksichtig\w+|fördern|gefördert werden|bewillig\w+|"
            r"unterstützen|unterstützt werden|ausgewählt|stattgegeben|zum Zuge?|aufgenommen werden|aufnehmen|"
            r"nachkommen|weiterverfolgen|weiterverfolgt werden|zusagen|helfen|mitfinanzieren|beteiligen|auswählen|"
            r"anbieten|überzeug\w+)"
            r"\b|\bpass\w+ (?:\w+ ){0,4}?nicht (?:zu|in)\b|\bnicht (?:\w+ ){0,4}(?:in die engere (?:Aus)?[Ww]ahl|"
            r"unter den (?:ausgewählten|geförderten))\b"
        ),
        (
            r"\b(?:lehne[n]?|lehnt)\b[^.]{0,120}\bab\b|\b(?:wird|wurde|ist) (?:hiermit )?abgelehnt\b|"
            r"\bkeine (?:Förderung|Zuwendung|Förderzusage|Zusage|positive \w+)\b[^.]{0,60}\b"
            r"(?:geben|erhalten|gewähr\w+|erteil\w+|möglich|mitteilen)\b|\babzulehnen\b|\babschlägig\b|"
            r"\bgegen eine (?:Förderung|Unterstützung|Aufnahme)\b|\b(?:Absage|Ablehnung)\b"
        ),
        (
            r"\b(?:bedauern|Bedauern|enttäusch\w+|Enttäuschung|um Verständnis|Ihr Verständnis|Vorzug|Nachsicht|"
            r"keine (?:bessere|günstigere|gute|erfreulichere)n? (?:Nachricht|Mitteilung|Antwort))\b"
        ),
        (
            r"\b(?:Mittel|Budget|Fördermittel|Haushaltsmittel)\b[^.]{0,80}\b(?:nicht aus|erschöpft|ausgeschöpft|"
            r"gebunden|begrenzt|reichten nicht|überstieg\w*)\b|\b(?:überstieg\w*|übersteigen|mehr Anträge als)\b"
        ),
        (
            r"\bnächste[nr]? (?:\w+)?(?:[Rr]unde|Ausschreibung|Frist|Mal)\b|"
            r"\berneut (?:\w+ ){0,3}(?:bewerben|einreichen|zu stellen|beantragen)\b"
        ),
    ),
    LetterKind.CHANGE: (
        (
            r"\bänder\w* (?:ich|wir)\b[^.]{0,80}\b\w*[Bb]escheid|"
            r"\b(?:Bescheid\w*|Zuwendungsbescheid\w*|Fördervertrag\w*|Vereinbarung|Bewilligung\w*)\b[^.]{0,120}"
            r"\b(?:wie folgt )?(?:geändert|abgeändert|ergänzt|neu gefasst|ändere)\b"
        ),
        r"\bänder[en]\w* (?:ich|wir)\b|\b(?:ich|wir) (?:\w+ ){0,4}ändere?n?\b",
        (
            r"\bvon (?:bisher|bislang|ursprünglich)\b|\b(?:bisher|bislang)(?:ige[rnms]?)?\b[^.]{0,80}\b"
            r"(?:neu\w*|nunmehr|nun)\b|\bstatt (?:bisher|bislang)\b"
        ),
        (
            r"\b(?:verlänger[et]\w*|erhöh[et]\w*|ermäßig\w+|reduzier\w+|verringer\w+)\b[^.]{0,140}"
            r"\b(?:auf|bis zum|um)\b|"
            r"\b(?:im [ÜU]brigen|Übrigen)\b[^.]{0,100}\b(?:gilt|gelten|bleib\w+|unverändert)\b"
        ),
    ),
    LetterKind.CONSENT: (
        (
            r"\b(?:können|dürfen)\b[^.]{0,100}\bvorzeitig\w*\b[^.]{0,40}\bbeginn|\bvorzeitig\w* (?:zu )?beginnen\b|"
            r"\beigenes (?:\w+ )?Risiko\b[^.]{0,80}\bbeg[io]nn"
        ),
        (
            r"\b(?:stimme[n]?|zustimm\w+|Zustimmung|zugelassen|zulasse[n]?|lasse[n]?|genehmig\w+|Genehmigung|"
            r"Einverständnis|"
            r"einverstanden|Ausnahme)\b[^.]{0,160}\b(?:vorzeitige\w*|Beginn|begonnen|begonnen werden|beginnen)\b"
        ),
        r"\bvorzeitige\w*\b[^.]{0,140}\b(?:stimme|zugestimmt|zugelassen|genehmigt|erteil\w+|bewillig\w+)\b",
        (
            r"\b(?:kein|keinen|keinerlei)\b[^.]{0,60}\b(?:Rechtsanspruch|Anspruch)\b[^.]{0,80}\b(?:Förderung|Zuwendung|"
            r"Bewilligung|Gewährung)\b|\bauf eigenes (?:finanzielles )?Risiko\b|\bkeine Zusicherung\b"
        ),
    ),
    LetterKind.AWARD: (
        (
            r"\b(?:Ihrem|Ihren|Ihr|dem) (?:\w+ ){0,2}?Antrag\w*\b[^.]{0,80}\b(?:zugestimmt|entsprochen|stattgegeben|"
            r"gebe\w? (?:ich|wir) statt|genehmigt)\b|\bzur Förderung ausgewählt\b|\b(?:bewillig\w+|"
            r"gewähr\w+) (?:ich |wir )?Ihnen\b|"
            r"\bIhnen\b[^.]{0,120}\b(?:bewilligt|gewährt)\b|\bSie erhalten (?:für|eine|einen|"
            r"als|damit)\b"
        ),
        r"\b(?:bewillig\w+|gewähr\w+|bewilligt|zuerkenn\w+|sage[n]?)\b[^.]{0,100}\b(?:ich|wir|Ihnen|zu)\b",
        (
            rf"\b(?:ich|wir|Ihnen|hat|haben|wird|werden)\b[^.]{{0,160}}\b(?:bewillig\w+|gewähr\w+|zugesagt|"
            rf"zuerkannt)\b|"
            rf"\b(?:eine|als|einen) (?:\S+ ){{0,3}}{_GRANT}\w*\b[^.]{{0,60}}\bin Höhe von\b"
        ),
        (
            r"\bfreuen? (?:uns|wir|mich)\b[^.]{0,200}\b(?:mitteilen|mitzuteilen|fördern|unterstützen|zusagen|bewilligt|"
            r"Förderung|beschlossen|ausgewählt)\b"
        ),
        r"\bBewilligungszeitraum\b|\bVerwendungsnachweis\b|\bMittelabruf\b",
    ),
    LetterKind.CALL: (
        (
            r"\b(?:fördert|unterstützt|stehen|stellt|vergibt)\b[^.]{0,160}\b(?:Kommunen|Vereine\w*|Projekte|Initiativen|"
            r"Träger|"
            r"bereit|zur Verfügung)\b"
        ),
        r"\b(?:Einreichschluss|Antragsfrist|Bewerbungsfrist|Einreichungsfrist|Einsendeschluss|Bewerbungsschluss|Antragsschluss)\b",
        (
            r"\b(?:Anträge|Projektskizzen|Skizzen|Bewerbungen|Interessenbekundungen|Projektanträge|Projektvorschläge)\b"
            r"(?:[^.]|\.(?=\S)){0,120}\b(?:bis|einzureichen|eingereicht|gestellt|zu stellen|stellen Sie|eingehen|"
            r"einreichen)\b|"
            r"\bbis\b(?:[^.]|\.(?=[\s\d])){0,60}\b(?:Anträge|Skizzen|Bewerbungen|Antrag|Ideen)\b[^.]{0,90}\b(?:stellen|einreichen|gestellt|"
            r"eingereicht)\b|\bbis\b(?:[^.]|\.(?=[\s\d])){0,40}\b(?:abschicken|einsenden|bewerben|einreichen|abgeben)\b"
        ),
        (
            r"\b(?:Gefördert werden|Antragsberechtigt|antragsberechtigt|bewerben können sich|Bewerben können sich|"
            r"Zuwendungsempfänger sind|teilnahmeberechtigt)\b"
        ),
        (
            r"\b(?:Kommunen|Vereine|Träger|Initiativen|Städte|Gemeinden|Interessierte)\b[^.]{0,40}\b(?:können|lädt|laden)\b[^.]{0,120}\b"
            r"(?:beantragen|bewerben|einreichen)\b|\b(?:lädt|laden|ruft|rufen)\b[^.]{0,120}\b(?:bewerben|Bewerbung|einzureichen)\b"
        ),
        (
            r"\breichen Sie\b[^.]{0,60}\b(?:Antrag|Anträge|Bewerbung|Skizze|Projekt\w*)\b[^.]{0,80}\bbis\b|"
            r"\b[Zz]u gewinnen\b|\bdotiert\b"
        ),
        r"\bnach Maßgabe dieser Richtlinie\b|\b[Mm]itmachen\b|\bFormular ausfüllen\b|\b[Ww]ir suchen\b",
        (
            r"\b(?:Förderaufruf|Aufruf|Ausschreibung|Fördergegenstand|Wer wird gefördert|Was wird gefördert|"
            r"Gegenstand der Förderung)\b"
        ),
    ),
}
_DECIDING = {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in _DECISIONS.items()}
_HEADED = {kind: re.compile(pattern) for kind, pattern in _HEADINGS.items()}
_SHOUTED = {kind: re.compile(pattern.replace("ß", "(?:ß|SS)"), re.IGNORECASE) for kind, pattern in _HEADINGS.items()}
#: what was asked for, as a letter that answers it names it
_ASKED_FOR = {
    LetterKind.CHANGE: re.compile(
        r"\b(?:Antrag|Bitte|Ersuchen|Wunsch|Mitteilung)\b.{0,60}\b(?:\w*[Vv]erlängerung|\w*[Ää]nderung|Umwidmung|Aufstockung|Umschichtung)"
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
    r"Info-?Mail|Ausgabe \d+|"
    r"Nr\. ?\d+ ?/ ?(?:20)?\d\d)\b"
)
_LEAVE = re.compile(r"\b(?:[Aa]bmelden|[Aa]bbestell\w+|[Uu]nsubscribe|[Aa]ustragen|nicht mehr erhalten)\b")
#: items with an address of their own, or a text that long, that make a letter one of several things
_SEVERAL = 3
_LONG_ITEM = 120
_IN_BULK = ("list-unsubscribe", "list-id")
#: a heading outweighs every two words in the text
_HEADING_WEIGHT = 5
_LONGEST_TITLE = 140
_REPLY = re.compile(r"^(?:(?:WG|AW|Fwd?|RE|FW|TR):\s*)+", re.IGNORECASE)
_TO_ACCOUNT_FOR = re.compile(
    r"\b(?:Rechenschaft|Verwendungsnachweis\w*|Abschlussbericht\w*|Schlussbericht\w*|Sachbericht\w*|Endabrechnung)\b"
)
_TITLE_LABEL = re.compile(r"^(?:Betreff|BETREFF|Betr\.|Betrifft|Gegenstand)\b|\b[Hh]ier$")
#: of these the first row decides by itself
_SAYS_SO = {LetterKind.REJECTION, LetterKind.AWARD, LetterKind.CHANGE}


#: letters about a grant that decide nothing of what is told here
_ANOTHER = re.compile(
    r"^(?:(?:Betreff|Betr\.|Hier|hier)[:.]?\s)?(?:\d\. )?(?:Erinnerung|Mahnung|Anhörung|Rückforderung|"
    r"Eingangsbestätigung|"
    r"Nachforderung|Empfangsbestätigung|Prüfung|Auszahlung|Rechnung|Einladung|Festsetzung von Zinsen|Schlussbescheid)"
)


def kind_of(document: LetterDocument) -> LetterKind:
    """What the document is; of a mail with a letter attached, what that letter is."""
    if is_newsletter(document):
        return LetterKind.NEWSLETTER
    kind = _decided(document)
    for attachment in document.attachments:
        inner = _decided(attachment)
        if inner not in {LetterKind.UNKNOWN, LetterKind.CALL} or kind is LetterKind.UNKNOWN:
            kind = inner
    return kind


def is_newsletter(document: LetterDocument) -> bool:
    """Does the mail go to many, with several things in it?"""
    if not document.headers:
        return False
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
    if headed in {None, LetterKind.AWARD} and any(_ANOTHER.match(line) for line in headings):
        return LetterKind.UNKNOWN
    if headed is not None:
        votes[headed] += _HEADING_WEIGHT
    said = decisions_in(sentence.context for sentence in document.flow.sentences)
    votes[LetterKind.AWARD] += 3 * min(said.gives_sum, 1) + 2 * min(said.gives, 1)
    votes[LetterKind.REJECTION] += (1 if said.gives_sum else _HEADING_WEIGHT) * min(said.refuses, 1)
    for kind, asked in _ASKED_FOR.items():
        if said.gives and any(asked.search(line) for line in head):
            votes[kind] += 2 * _HEADING_WEIGHT  # what is granted is that, and no money
    votes[LetterKind.CHANGE] += 3 * min(said.changes, 1)
    votes[LetterKind.CONSENT] += 3 * min(said.consents, 1)
    if votes[LetterKind.AWARD] and _TO_ACCOUNT_FOR.search(text) and find_sums(text):
        votes[LetterKind.AWARD] += 1
    kind, most = max(votes.items(), key=lambda vote: vote[1])
    others = max(number for other, number in votes.items() if other is not kind)
    return kind if most >= 2 and most > others else LetterKind.UNKNOWN


def _is_headed(kind: LetterKind, line: str) -> bool:
    """Does the line say so, whether or not it is all in capitals?"""
    return (_SHOUTED if line.isupper() else _HEADED)[kind].search(line) is not None


def _is_title(line: str) -> bool:
    """May the line be what the letter calls itself: no reference to another paper, no sentence, no labelled value?"""
    if _REFERENCE.match(line) or len(line) > _LONGEST_TITLE or line.endswith("."):
        return False
    label, colon, value = line.partition(":")
    return not (colon and value.strip()) or _TITLE_LABEL.match(label) is not None
