"""Does a page offer one call, several, a list that leads to them, or none?

Several are told apart by headings that name no fact of a call ("Antragsfrist", "Wer wird gefördert?") and have a
deadline each, by rows of a table that name programmes, or by links. A page that mixes them without such marks is
recognised, and left to a person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.text.page.links import PageLink
from crawler.text.page.reader import PageSection, WebPage
from crawler.text.page.title import says_something

_DAY = (
    r"\d{1,2}\.\s?(?:\d{1,2}\.|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_ANY_DAY = re.compile(_DAY)
_SUM = re.compile(r"(?:€|EUR|Euro)\s?(\d[\d.,]*)|(\d[\d.,]*)\s?(?:€|EUR\b|Euro\b|T€|Mio)")
_WHEN = re.compile(
    rf"(?:{_DAY})|\b(?:jederzeit|laufend|fortlaufend|ganzjährig|das ganze Jahr|keine Fristen?|at any time|rolling)\b",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"antr[aä]g|beantrag|bewerb|einreich|einsende|frist\b|stichtag|annahmeschluss|anmeldeschluss|deadline|appl(?:y|"
    r"ication)|submi",
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
_FACET = re.compile(
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
#: columns of a table whose rows are calls
_CALL_COLUMN = re.compile(
    r"(?:förder)?(?:programm|fonds|aufruf|ausschreibung|angebot|projektaufruf|wettbewerb|preis|topf)(?:name)?|call|"
    r"programme|fund",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[^:\n]{2,40}): (?P<value>\S.*)")
#: titles that announce several
_PLURAL = re.compile(
    r"(?:programme|angebote|aufrufe|ausschreibungen|fonds und|förderungen|möglichkeiten|wettbewerbe|töpfe|preise|"
    r"stipendien|"
    r"schwerpunkte|bereiche|übersicht|überblick|calls|funds|opportunities|was wir fördern|wir fördern|unsere förder|"
    r"förderlinien|fördermittel)\b",
    re.IGNORECASE,
)
#: what a link to a call may be called
_CALL_NAME = re.compile(
    r"fonds\b|preis\b|programm|förder|aufruf|wettbewerb|ausschreibung|stipendi|initiative|zuschüsse|grant|fund\b|"
    r"call\b",
    re.IGNORECASE,
)
#: the last day for something that is no application
_OTHER_DAY = re.compile(
    r"laufzeit|projektbeginn|projektende|durchführ|abrechn|nachweis|verwend|entscheid|jury|beginn|sitzung|stand\b|"
    r"vom\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"bis\b|frist|schluss|spätestens|stichtag|letzte|endet|deadline|\bby\b", re.IGNORECASE)
_OTHER_SUM = re.compile(
    r"eigenanteil|eigenmittel|insgesamt|zur verfügung|haushalt|gesamt|topf|verfügbar", re.IGNORECASE
)
_NOT_A_CALL_LINK = re.compile(
    r"formular|download|kontakt|impressum|\bfaq\b|merkblatt|richtlinie|datenschutz|ansprech|anfahrt|login|anmeld|"
    r"hinweis|"
    r"\.pdf|leitfaden|checkliste|vorlage|muster|barriere|sitemap|newsletter|presse|aktuelles|beispiel|gefördert|"
    r"archiv|bericht|"
    r"antrag(?:s|stellung)?\b|online-?antrag|antragsportal|startseite|übersicht|über uns|team\b|karriere|spenden|"
    r"wikipedia",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:hier )?(?:mehr(?: .{0,40})?|weiter(?:lesen)?|details?(?: .{0,30})?|zum? .{1,60}|hier|read more|more|"
    r"learn more|»|→|›)",
    re.IGNORECASE,
)
#: of a title or a note to the press
_GIVEN = re.compile(
    r"übergibt|übergab|übergeben\b|überreicht|überreichung|übergabe|freu(?:t|en) sich über|verliehen|verleihung|"
    r"ausgezeichnet|preisträger|(?:erhält|erhalten|bekommt|bekommen) .{0,60}(?:euro|förder|zuschuss|bescheid|€)|"
    r"(?:wurden?|werden) .{0,40}(?:gefördert|bewilligt|ausgewählt)|bewilligt(?:e|en)?\b.{0,40}(?:euro|€|projekte)|"
    r"(?:fördert|unterstützt|vergibt) \d+ (?:projekte|vereine|initiativen)|förderbescheid|zuwendungsbescheid|"
    r"awards? .{0,40}(?:to|grants)|has awarded|winners? of",
    re.IGNORECASE,
)
_PRESS = re.compile(r"pressemitteilung|medieninformation|presseinformation|press release|meldung vom", re.IGNORECASE)
#: of any page's first sentences
_HANDED_OVER = re.compile(
    r"(?:übergab(?:en)?|überreichten?|übergibt|überreicht|übergeben|verlieh(?:en)?)\b.{0,120}"
    r"(?:bescheid|scheck|zusage|urkunde|preis|euro|€)|"
    r"(?:bescheide?|schecks?|zusagen?|urkunden?)\b.{0,60}(?:übergeben|überreicht|übergab|überreichte)",
    re.IGNORECASE,
)
#: what invites to apply, now or later
_INVITING = re.compile(
    r"(?:bewerben|beantrag\w*|einreich\w*|gestellt|eingereicht|beantragt|bewerbungen?|anträge) (?:können|kann|"
    r"werden kann|werden können)|"
    r"(?:kann|können)\b.{0,80}\b(?:beantrag(?:t|en)|eingereicht|einreichen|gestellt|bewerben)|bewerben sie sich|"
    r"jetzt bewerben|"
    r"reichen sie|(?:antrags|bewerbungs|einreichungs)(?:frist|schluss)(?: ist| endet|:| läuft)|"
    r"einsendeschluss(?: ist|:)|"
    r"(?:nächste|neue) (?:antrags|bewerbungs|förder)(?:frist|runde)|anträge (?:sind|nimmt|nehmen|müssen)|"
    r"bewerbungen? (?:sind|ist|müssen)|"
    r"antragsberechtigt sind|gefördert werden\b|to apply|applications (?:are|must|can)|apply (?:by|before|now)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"förder|zusch[uü]ss|zuwendung|preisgeld|euro\b|€|\bgrants?\b|fund(?:s|ing)?\b", re.IGNORECASE)
_NO_PAGES = ("#", "mailto:", "tel:", "javascript:")
LEAST_CALLS = 2


@dataclass(frozen=True, slots=True)
class CallPart:
    """One of several calls of a page: what is said of it alone."""

    title: str
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PageOffer:
    """What a page offers.

    Attributes:
        parts: its calls, where they can be told apart; `common` is what is said of all of them.
        links: where the page is a list, the links that lead to calls.
        is_mixed: several calls that can't be told apart.
        is_news: it tells of money that was given, and offers none.
    """

    parts: tuple[CallPart, ...] = ()
    common: str = ""
    links: tuple[PageLink, ...] = ()
    is_mixed: bool = False
    is_news: bool = False


def offer_of(page: WebPage) -> PageOffer:
    """What a page offers; everything empty for the usual page with one call."""
    if is_news(page):
        return PageOffer(is_news=True)
    parts, common = _by_heading(page.sections)
    if not parts:
        parts, common = _by_row(page.text)
    links = call_links(page)
    if parts and sum(bool(_link_of(part, links)) for part in parts) * 2 > len(parts):
        return PageOffer(links=links)
    if parts:
        return PageOffer(parts, common)
    if len(links) >= LEAST_CALLS and not _states_a_call(page, links):
        return PageOffer(links=links)
    return PageOffer(is_mixed=_is_mixed(page))


def is_news(page: WebPage) -> bool:
    """Does it tell of money already given, without inviting anybody to apply?"""
    first = " ".join(re.split(r"(?<=[.!?])\s", page.text)[:4])
    told = _GIVEN.search(page.title) or _HANDED_OVER.search(first) or (_PRESS.search(first) and _GIVEN.search(first))
    return bool(told) and _INVITING.search(page.text) is None


def may_be_applied_for(page: WebPage) -> bool:
    """Does it speak of money that one applies for?"""
    return _APPLYING.search(page.text) is not None and _MONEY.search(f"{page.title} {page.text}") is not None


def has_candidates(text: str) -> bool:
    """Is there a day beside words of applying, or a sum, in one of its lines?"""
    lines = re.split(r"\n|(?<=[a-zäöüß)])[.!?]\s", text)
    return any(_SUM.search(line) or (_ANY_DAY.search(line) and _APPLYING.search(line)) for line in lines)


def call_links(page: WebPage) -> tuple[PageLink, ...]:
    """The links that may lead to calls, by the words of their entry; each address once."""
    found: dict[str, PageLink] = {}
    for link in page.links:
        named = link.heading or link.text
        if link.href.startswith(_NO_PAGES) or _NOT_A_CALL_LINK.search(f"{named} {link.href}"):
            continue
        if not link.heading and (_MORE.fullmatch(link.text) is not None or len(link.text) < 4):
            continue
        has_words = len(link.around) > len(link.text) + 15
        if link.heading or has_words or _PLURAL.search(page.title) or _CALL_NAME.search(link.text):
            found.setdefault(link.href.partition("#")[0], link)
    return tuple(found.values())


def _states_a_call(page: WebPage, links: Sequence[PageLink]) -> bool:
    """Does the page itself, outside the entries of its list, invite to apply, or say until when?"""
    entries = {line for link in links for line in re.split(r"[\n.]\s*", link.around)}
    own = [line for line in re.split(r"[\n.]\s+|\n", page.text) if line and line.rstrip(".") not in entries]
    return any(_INVITING.search(line) or (_APPLYING.search(line) and _WHEN.search(line)) for line in own)


def _link_of(part: CallPart, links: Sequence[PageLink]) -> PageLink | None:
    return next((link for link in links if part.title in (link.heading, link.text)), None)


def _by_heading(sections: Sequence[PageSection]) -> tuple[tuple[CallPart, ...], str]:
    for level in sorted({section.level for section in sections if section.level}):
        calls: list[CallPart] = []
        common: list[str] = []
        for head, text in _groups(sections, level):
            if head is not None and _names_a_call(head) and (_APPLYING.search(text) or _MONEY.search(text)):
                calls.append(CallPart(head.heading, text, head.anchor))
            elif head is None or _FACET.fullmatch(head.heading):
                common.append(text)
        own = sum(_has_deadline(call.text) for call in calls)
        if own >= LEAST_CALLS and own * 2 >= len(calls):
            return tuple(calls), "\n\n".join(filter(None, common))
    return (), ""


def _groups(sections: Sequence[PageSection], level: int) -> Iterator[tuple[PageSection | None, str]]:
    """The sections below each heading of a level; those above its headings without one."""
    head: PageSection | None = None
    parts: list[str] = []
    for section in sections:
        if section.level and section.level <= level:
            if parts:
                yield head, "\n\n".join(parts)
            head, parts = (section if section.level == level else None), []
            if section.text:
                parts.append(section.text)
        else:
            parts += [text for text in (section.heading, section.text) if text]
    if parts:
        yield head, "\n\n".join(parts)


def _names_a_call(head: PageSection) -> bool:
    name = head.heading
    if len(name) > 150 or name.endswith((":", ".")) or not says_something(name):
        return False
    return _FACET.fullmatch(name) is None and _ANY_DAY.search(name) is None and _SUM.search(name) is None


def _has_deadline(text: str) -> bool:
    """Does it say until when, or that one may apply at any time? In a part of its own a day alone is enough."""
    lines = re.split(r"\n|(?<=[a-zäöüß)])[.!?]\s", text)
    return any(_WHEN.search(line) and (_APPLYING.search(line) or _UNTIL.search(line)) for line in lines)


def _by_row(text: str) -> tuple[tuple[CallPart, ...], str]:
    """Rows of a table, written as paragraphs whose first line names the programme."""
    parts: list[CallPart] = []
    common: list[str] = []
    for paragraph in text.split("\n\n"):
        first, _, rest = paragraph.partition("\n")
        named = _LABELLED.fullmatch(first)
        if named is not None and _CALL_COLUMN.fullmatch(named["label"].strip()) and rest and _has_deadline(rest):
            parts.append(CallPart(named["value"], paragraph))
        else:
            common.append(paragraph)
    if len({part.title for part in parts}) < max(LEAST_CALLS, len(parts)):
        return (), ""
    return tuple(parts), "\n\n".join(common)


def _is_mixed(page: WebPage) -> bool:
    """Does one stretch of text state a sum and a last day by turns, several times, each another one?"""
    if _APPLYING.search(page.text) is None:
        return False
    least = 2 if _PLURAL.search(page.title) else 3
    return any(_turns(section.text) >= least for section in page.sections)


def _turns(text: str) -> int:
    """How many pairs of a sum and a last day follow each other."""
    found = [
        (day.start(), "day", text[day.start() : day.end() + 10]) for day in _ANY_DAY.finditer(text) if _ends(text, day)
    ]
    found += [(amount.start(), "sum", amount[0]) for amount in _SUM.finditer(text) if _is_most(text, amount)]
    kinds: list[str] = []
    said: dict[str, set[str]] = {"day": set(), "sum": set()}
    for _, kind, words in sorted(found):
        said[kind].add(words)
        if kinds[-1:] != [kind]:
            kinds.append(kind)
    return min(len(said["day"]), len(said["sum"]), (len(kinds) + 1) // 2)


def _ends(text: str, day: re.Match[str]) -> bool:
    near = _clause(text, day)
    return _UNTIL.search(near) is not None and _OTHER_DAY.search(near) is None


def _is_most(text: str, amount: re.Match[str]) -> bool:
    return _OTHER_SUM.search(_clause(text, amount)) is None


def _clause(text: str, found: re.Match[str]) -> str:
    """The words around a find, as far as its clause goes."""
    before = re.split(r"[;,\n]|[.!?] ", text[max(0, found.start() - 80) : found.start()])[-1]
    return before + re.split(r"[;,\n]|[.!?] ", text[found.start() : found.end() + 40])[0]
