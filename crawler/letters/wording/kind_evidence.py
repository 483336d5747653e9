"""Evidence of what a letter decides, gathered over all its sentences: many small signs instead of one sure phrase.

Asked where no decision is told in words that settle it. A sign counts once in a letter, however often it stands there;
signs that the letter is about something else (an acknowledgement, a reminder) speak against all of them.
"""

import re
from collections.abc import Iterable

from crawler.extract.money.figures import find_sums

_I = re.IGNORECASE
_GIVING = re.compile(
    r"\b(?:bewillig(?:e|en|t)|gewähr(?:e|en|t)|förder(?:n|t|e|st)\b|gefördert|(?:mit)?finanzier\w*|"
    r"unterstütz\w*|bezuschuss\w*|"
    r"überweis\w*|spenden?\b|schenk\w*|zukommen|zuwenden|zugewendet|bereit(?:ge|zu)?stell\w*|"
    r"stell\w*[^.;]{0,80}\bbereit\b|"
    r"zur Verfügung|erhalt\w*|erhält|bekomm\w*|zusag\w*|zugesagt|sagen\b|beteilig\w*|übern[ei]hm\w*|übernimm\w*|"
    r"übernomm\w*|beisteuer\w*|steuern\b|dotier\w*|tragen wir|geben wir|wir geben|zugesprochen|zuerkannt|zugeteilt|"
    r"reservier\w*|zurückgelegt|zurücklegen|ermöglich\w*|möglich machen|einplan\w*|eingeplant|spendier\w*|tragen\b|"
    r"trägt\b|vorgesehen|Spende|freigegeben|ausgewählt|Zuschlag|Zustimmung gefunden|awarded?|granted?|fund(?:ed|"
    r"ing)?|selected|support\w*|"
    r"contribut\w*)\b",
    _I,
)
_TO_YOU = re.compile(
    r"\b(?:Ihnen|Ihr\w*|Sie|Euch|Eure?\w*|Ihr|der Stadt|die Stadt|der Gemeinde|wir|uns|ich|dafür|hierfür|you|your|we)\b"
)
_REFUSED = re.compile(
    r"\b(?:nicht|kein\w*|leider|bedauer\w*|absag\w*|ableh\w*|abgelehnt|unable|cannot|not|unfortunately|regret)\b", _I
)
#: (kind, weight, pattern): a sentence that has it is a sign
_SIGNS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "award",
        1,
        re.compile(
            r"\b(?:freu\w+|Freude|gern\w?|gute\w? (?:Nachricht\w*|Neuigkeit\w*)|erfreulich\w*|Glückwunsch|gratulier\w*|"
            r"begeister\w*|überzeugt|verzaubert|pleased|delighted|happy|congratulat\w*)\b",
            _I,
        ),
    ),
    (
        "award",
        1,
        re.compile(
            r"\b(?:Verwendungsnachweis\w*|Abschlussbericht\w*|Sachbericht\w*|Kontoverbindung|Bankverbindung|"
            r"Quittung\w*|"
            r"Beleg\w*|Auszahlung|ausgezahlt|Mittelabruf\w*|final report|pre-?financing|grant agreement)\b",
            _I,
        ),
    ),
    (
        "award",
        1,
        re.compile(
            r"\b(?:Vorstand|Kuratorium|Stiftungsrat|Beirat|Jury|Ausschuss|Vergabe\w*|Gremium|Synod\w*|Rat|Agency)\b"
            r"[^.]{0,120}\b(?:beschlossen|entschieden|zugestimmt|ausgewählt|befürwortet|ausgesprochen|decided)\b",
            _I,
        ),
    ),
    (
        "award",
        2,
        re.compile(
            r"\b(?:\w*[Bb]ericht\w*|\w*nachweis\w*|\w*[Bb]elege?\b|\w*abrechn\w*|Quittung\w*|Zwischenstand|"
            r"lassen Sie uns|"
            r"erzähl\w*|report\w*)\b[^;]{0,160}\b(?:bis|spätestens|zum|by|until|than)\b[^;]{0,40}\b20\d\d|"
            r"\b(?:bis|spätestens|by|until|than)\b[^;]{0,40}\b20\d\d[^;]{0,120}\b(?:\w*[Bb]ericht\w*|\w*nachweis\w*|"
            r"Zwischenstand|wissen|erzähl\w*|report\w*)",
        ),
    ),
    (
        "award",
        1,
        re.compile(
            r"\b(?:Eigenanteil|Eigenmittel\w*|aus (?:Ihrem|eigene\w*) \w+|Haushaltsmitteln|Förderbeginn|Projektbeginn|"
            r"im Zeitraum|Projektzeitraum|Laufzeit)\b|\b(?:von|vom|zwischen|ab)\b[^.;]{0,30}\b(?:bis|"
            r"und)\b[^;]{0,20}20\d\d",
        ),
    ),
    (
        "change",
        3,
        re.compile(
            r"\b(?:(?:wird|ist|werden|wurde)\b[^.;]{0,120}\b)?(?:strecken|gestreckt|weitergeführt|fortgeführt|"
            r"fortgesetzt|länger|"
            r"(?:Ihre[mr]|Ihren) (?:Wunsch|Bitte|Änderung\w*)|neue[sr]? (?:Projektende|Ende|Laufzeit|Zeitraum|"
            r"Summe)|verläng\w+|verschieb\w+|verschoben|"
            r"hinaus(?:ge)?sch\w+|vorgezogen|verkürz\w*|aufge?stock\w*|aufstock\w*|(?:an|her(?:auf|"
            r"ab))ge?(?:hoben|setzt)|"
            r"gekürzt|kürz(?:e|en)\b|reduzier\w*|verringer\w*|vermindert?|angepasst|abgeändert|geändert|umge(?:widmet|"
            r"schichtet)|umwidm\w*|umschicht\w*|widerruf(?:en|e)\b|aufgehoben|zurückgenommen|extended|amended|reduced|"
            r"increased)\b",
            _I,
        ),
    ),
    (
        "change",
        2,
        re.compile(
            r"\b(?:statt|anstelle|anstatt|vorher|früher|vormals|bisher\w*|bislang|ursprünglich\w*|zuvor|"
            r"instead of|previously|originally)\b"
            r"[^.;]{0,60}\d",
            _I,
        ),
    ),
    (
        "change",
        2,
        re.compile(
            r"\b(?:gilt|gelten|bleib\w*)\b[^.]{0,40}\b(?:weiter|fort|wie bisher)\b|"
            r"\b(?:übrige\w*|Übrigen|weiterhin|unverändert|unberührt|bleib\w*|gelten fort|gilt fort|fortgelten|"
            r"remain\w*)\b"
            r"[^.]{0,100}\b(?:Bescheid\w*|Regelung\w*|Bestimmung\w*|Auflagen|Vereinbarung\w*|Vertrag\w*|Zusage|"
            r"Bewilligung|bestehen|gelten|Bestand|provisions|terms)\b",
            _I,
        ),
    ),
    (
        "change",
        1,
        re.compile(
            r"\b(?:unser\w*|mein\w*|des|der|dem|our)\b[^.]{0,30}\b(?:\w*[Bb]escheid\w*|Zusage|Bewilligung|Vertrag\w*|"
            r"decision|agreement)\b[^.]{0,12}\b(?:vom|of|dated)\b",
        ),
    ),
    (
        "rejection",
        3,
        re.compile(
            r"\b(?:leider|bedauer\w*|unfortunately|regret\w*)\b[^.]{0,200}\b(?:nicht|kein\w*|ab(?:sag|lehn)\w*|"
            r"not|unable)\b|"
            r"\b(?:nicht|kein\w*)\b[^.]{0,140}\b(?:leider|bedauer\w*)\b|\bnot been (?:selected|successful)\b",
            _I,
        ),
    ),
    (
        "rejection",
        3,
        re.compile(
            r"\b(?:Absage|abschlägig\w*|abgelehnt|ablehnen|Ablehnung|eine andere (?:Wahl|Auswahl)|zurückgestellt|"
            r"für (?:\w+ ){0,2}andere\w* (?:\w+ )?(?:Projekte?|Vorhaben|Ideen|Bewerbungen|Anträge)|"
            r"andere\w* Partner\w*|"
            r"Wahl (?:ist )?(?:\w+ )?auf andere|ohne Erfolg|(?:did|does|do) not (?:reach|meet|pass)|"
            r"not (?:be )?(?:funded|"
            r"retained|recommended)|rejected|nicht in (?:Frage|Betracht)|nicht gelungen|keinen Platz|"
            r"nicht (?:dabei|darunter|bedacht|bedenken|zum Zug\w*|berücksichtig\w*|erfolgreich|durchsetzen|"
            r"ausgewählt|entsprechen|helfen|zusagen|fördern|unterstützen|möglich))\b",
            _I,
        ),
    ),
    (
        "rejection",
        1,
        re.compile(
            r"\b(?:Verständnis|enttäusch\w*|entmutig\w*|nächste[sn]? Mal|nächsten? Runde|viele\w* (?:Anträge|"
            r"Bewerbungen|Anfragen|Ideen)|überstieg\w*|begrenzte\w* (?:Mittel|Budget)|andere\w* Vorhaben|"
            r"alles Gute|Daumen|viel Erfolg bei der Suche|mit Interesse gelesen)\b",
            _I,
        ),
    ),
    (
        "consent",
        4,
        re.compile(
            r"\b(?:vorzeitig\w*|vorab|vor (?:der |einer )?(?:Bewilligung|Entscheidung|Bescheid\w*|Zusage)|schon jetzt|"
            r"bereits (?:jetzt|ab|vor)|early|before the decision)\b[^.;]{0,120}\b(?:begonnen|beginn\w*|start\w*|"
            r"anfangen|"
            r"loslegen|commence)\b|"
            r"\b(?:begonnen|beginn\w*|start\w*|anfangen|loslegen)\b[^.;]{0,120}\b(?:vorzeitig\w*|vorab|Bedenken|"
            r"unschädlich|vor (?:der |einer )?(?:Bewilligung|Entscheidung|Bescheid\w*|Zusage))\b|"
            r"\b(?:dürfen|können|darf|may)\b[^.;]{0,40}\b(?:bereits|schon|already)\b|"
            r"\bohne dass\b[^.;]{0,60}\b(?:entgegen\w*|"
            r"schade\w*|gefährde\w*|nachteilig\w*)",
            _I,
        ),
    ),
    (
        "consent",
        2,
        re.compile(
            r"\bnoch nicht (?:abschließend )?entschieden\b|\b(?:eigenes (?:\w+ )?Risiko|[Kk]ostenrisiko|"
            r"Anspruch auf (?:eine |die )?(?:Förderung|Bewilligung|"
            r"Zuwendung)|keine Zusicherung|at your own risk)\b",
            _I,
        ),
    ),
    (
        "other",
        4,
        re.compile(
            r"\b(?:Erinnerung|Mahnung|Anhörung|beabsichtig\w*|angemahnt|nach(?:zu)?reich\w*|unvollständig|"
            r"nicht vollständig|"
            r"Eingang\w* (?:Ihr\w*|des)|bei uns eingegangen|eingegangen ist|wird geprüft|Bearbeitung|"
            r"liegt (?:uns )?(?:\w+ )?nicht vor|kann (?:erst|über)\b[^.]{0,80}\bentschieden|Einladung|Rechnung\b|"
            r"Prüfung (?:des|Ihres) \w*[Nn]achweis\w*|keine (?:Beanstandung|Einwände)\w*|\w*[Zz]ahlungsmitteilung|"
            r"(?:haben|wurden?|ist|sind)\b[^.]{0,90}\b(?:überwiesen|angewiesen|ausgezahlt))\b",
            _I,
        ),
    ),
)
#: with less than that no kind is told
_LEAST = 2


def likely_kind(sentences: Iterable[str]) -> str:
    """The kind most signs speak for: "award", "change", "rejection" or "consent"; empty where none does.

    >>> likely_kind(["Gern beteiligen wir uns an der Nähstube.", "Dafür stehen 300 Euro bereit, die wir überweisen."])
    'award'
    >>> likely_kind(["Ihr Antrag auf Förderung ist bei uns eingegangen.", "Die Bearbeitung dauert."])
    ''
    """
    texts = list(sentences)
    points: dict[str, int] = dict.fromkeys(("award", "change", "rejection", "consent", "other"), 0)
    for kind, weight, sign in _SIGNS:
        if any(sign.search(text) for text in texts):
            points[kind] += weight
    given = [text for text in texts if _GIVING.search(text) and _TO_YOU.search(text) and not _REFUSED.search(text)]
    points["award"] += min(1, len(given)) + 2 * any(find_sums(text) for text in given)
    best = max(points, key=lambda kind: points[kind])
    tied = [kind for kind, number in points.items() if number == points[best]]
    return best if points[best] >= _LEAST and best != "other" and len(tied) == 1 else ""
