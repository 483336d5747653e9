"""Words by which a page's offers are told apart: of applying, of money, of the headings that name a fact of a call."""

import re

from crawler.text.page.title import says_something

_DAY = (
    r"\d{1,2}\.\s?(?:\d{1,2}\.|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
ANY_DAY = re.compile(_DAY)
#: begins at a number's first figure only: the time for a long row of figures would grow with its square
SUM = re.compile(r"(?:€|EUR|Euro)\s?(\d[\d.,]*+)|(?<!\d)(?<!\d[.,])(\d[\d.,]*+)\s?(?:€|EUR\b|Euro\b|T€|Mio)")
WHEN = re.compile(
    rf"(?:{_DAY})|\b(?:jederzeit|laufend|fortlaufend|ganzjährig|das ganze Jahr|keine Fristen?|at any time|rolling)\b|"
    r"\b(?:\d+|zwei|drei|vier|sechs|acht|zehn|zwölf) (?:Tagen?|Wochen|Monaten?) (?:vor|im Voraus)\b|"
    r"\b(?:\d+|two|three|four|six|eight|ten|twelve) (?:days|weeks|months) (?:before|prior to|in advance)\b",
    re.IGNORECASE,
)
APPLYING = re.compile(
    r"antr[aä]g|beantrag|bewerb|einreich|einsende|frist\b|stichtag|annahmeschluss|anmeldeschluss|deadline|appl(?:y|"
    r"ication)|submi",
    re.IGNORECASE,
)
MONEY = re.compile(r"förder|zusch[uü]ss|zuwendung|preisgeld|euro\b|€|\bgrants?\b|fund(?:s|ing)?\b", re.IGNORECASE)
UNTIL = re.compile(r"bis\b|frist|schluss|spätestens|stichtag|letzte|endet|deadline|\bby\b", re.IGNORECASE)
#: what invites to apply, now or later
INVITING = re.compile(
    r"(?:bewerben|beantrag\w*|einreich\w*|gestellt|eingereicht|beantragt|bewerbungen?|anträge) (?:können|kann|"
    r"werden kann|werden können)|"
    r"(?:kann|können)\b.{0,80}\b(?:beantrag(?:t|en)|eingereicht|einreichen|gestellt|bewerben)|bewerben sie sich|"
    r"jetzt bewerben|"
    r"reichen sie|(?:antrags|bewerbungs|einreichungs)(?:frist|schluss)"
    r"(?: ist\b(?!.{0,60}(?:abgelaufen|beendet|verstrichen|vorbei))| endet\b|:| läuft\b)|"
    r"einsendeschluss(?: ist|:)|"
    r"(?:nächste|neue) (?:antrags|bewerbungs|förder)(?:frist|runde)|anträge (?:sind|nimmt|nehmen|müssen)|"
    r"bewerbungen? (?:sind|ist|müssen)|"
    r"antragsberechtigt sind|gefördert werden\b(?! konnte)|to apply|"
    r"applications (?:are|must|can)|apply (?:by|before|now)",
    re.IGNORECASE,
)
#: titles that announce several
PLURAL = re.compile(
    r"(?:programme|angebote|aufrufe|ausschreibungen|fonds und|förderungen|möglichkeiten|wettbewerbe|töpfe|preise|"
    r"stipendien|"
    r"schwerpunkte|bereiche|übersicht|überblick|calls|funds|opportunities|was wir fördern|wir fördern|unsere förder|"
    r"förderlinien|fördermittel)\b",
    re.IGNORECASE,
)
#: what a link to a call may be called
CALL_NAME = re.compile(
    r"fonds\b|preis\b|programm|förder|aufruf|wettbewerb|ausschreibung|stipendi|initiative|zuschüsse|grant|fund\b|"
    r"call\b",
    re.IGNORECASE,
)
#: words that end the first words of a heading which names a fact of a call
_FACTS = (
    r"\w*(?:fristen?|termine?|stichtage?|höhe|unterlagen|verfahren|voraussetzung(?:en)?|kriterien|kontakte?|quoten?|"
    r"fördersatz|grundlagen?|konditionen|laufzeit|schluss|dokumente?|downloads?|hinweise?|zielgruppen?|ausgaben|"
    r"kosten|"
    r"berechtigte?(?:r|n)?|berechtigung|empfänger(?:innen)?|antrag(?:s\w*|stellung)?|anträge|bewerbung(?:en)?|"
    r"einreichung|"
    r"partner(?:innen)?|personen|nachweise?|eigenmittel|eigenanteil|gegenstand|zweck|formulare?|richtlinien?|"
    r"merkbl\w+)"
)
#: headings that name a fact, a step or a round of one call
FACET = re.compile(
    r".*\?|(?:wer|was|wie|wann|wo|wofür|warum|welche|worauf|who|what|how|when|where)\b.*|"
    rf"(?:\d+[.)]?\s*)?(?:[\w-]+ ){{0,2}}{_FACTS}(?:\b(?: (?:und|der|des|für|zum|zur|an|bei|von|im|in|–|-)\b.*)?|"
    rf":.*)?|"
    r"(?:\d+\. ?)?(?:(?:schritt|phase|runde|tranche|stufe)(?: \w{1,4})?|\w+ (?:runde|tranche)|\d\. (?:halbjahr|"
    r"quartal)|"
    r"frühjahr\w*|herbst(?:runde)?|sommer|winter|\d{4})(?: \d{4})?|"
    r"(?:beratung|ablauf|auswahl|umfang|ziele?|themen|schwerpunkte?|budget|jury|beirat|checkliste|auszahlung|"
    r"berichte?|"
    r"faqs?|häufige fragen|allgemeine[rs]?|überblick|auf einen blick|weitere informationen|weiteres|links|service|"
    r"inhalt|"
    r"einleitung|hintergrund|über uns|impressum|datenschutz|beispiele?|öffentlichkeitsarbeit|art und|das programm|"
    r"die förderung|eligib\w*|deadlines?|amounts?|documents?|contacts?|timeline|award|background|objectives?|"
    r"scope)\b.*",
    re.IGNORECASE,
)
#: variants of one call, by who applies
_APPLICANTS = re.compile(
    r"(?:für )?(?:[a-zäöü-]+e[nr]? ){0,2}(?:kommunen|städten?|gemeinden?|(?:land)?kreisen?|vereinen?|verbänden?|"
    r"schulen|kitas|unternehmen|trägern?|stiftungen|kirchen\w*|(?:privat|einzel)personen|initiativen|organisationen|hochschulen|"
    r"jugendlichen?|kindern?|erwachsenen?|gruppen|municipalities|associations|schools|individuals|organi[sz]ations)\b.*",
    re.IGNORECASE,
)
#: a heading or a sentence about all calls of a page
OF_ALL = re.compile(
    r"\b(?:(?:für|bei|in|an) (?:alle[nr]?|beide[nr]?|sämtliche[nr]?)|(?:alle|beide|sämtliche)[nr]? "
    r"(?:unsere[nr]? |genannten |drei |vier )?(?:\w{0,20}programm|\w{0,20}fonds|\w{0,20}aufruf|ausschreibung|förder|"
    r"linie|angebot|wettbewerb|projekt|töpfe)\w*|(?:all|both|each|every one)(?: of)? (?:our |the |these )?"
    r"(?:programmes?|funds?|calls?|grants?|schemes?|streams?))\b",
    re.IGNORECASE,
)
LEAST_CALLS = 2
_LONGEST_ABOVE = 50


def names_applicants(name: str) -> bool:
    """Is it a group of those who apply, or of whom a call is for?"""
    return _APPLICANTS.fullmatch(name) is not None


def may_name_a_call(name: str) -> bool:
    """Is it the name of something, and not of a fact of a call, a round, a day or those who apply?

    >>> [may_name_a_call(name) for name in ("Gartenfonds", "Antragsfrist", "2. Runde", "Gemeinnützige Vereine")]
    [True, False, False, False]
    """
    if len(name) > 150 or name.endswith((":", ".")) or not says_something(name):
        return False
    if FACET.fullmatch(name) is not None or names_applicants(name):
        return False
    return ANY_DAY.search(name) is None and SUM.search(name) is None


def lines_of(text: str) -> list[str]:
    """The lines of a text, and its sentences; an abbreviation may cut one too often."""
    return re.split(r"\n|(?<=[a-zäöüß)])[.!?]\s", text)


def says_when(text: str) -> bool:
    """Does it say until when, or that one may apply at any time, in one line or below a short one that asks for it?"""
    above = ""
    for line in filter(None, lines_of(text)):
        said = f"{above} {line}" if len(above) <= _LONGEST_ABOVE else line
        if WHEN.search(line) and (APPLYING.search(said) or UNTIL.search(said)):
            return True
        above = line if ANY_DAY.search(line) is None else ""
    return False


def has_candidates(text: str) -> bool:
    """Is there a day beside words of applying, or a sum, in one of its lines?"""
    return any(SUM.search(line) or (ANY_DAY.search(line) and APPLYING.search(line)) for line in lines_of(text))
