"""The calls in a newsletter or a mail: what one can apply for, by when, at whom; no event, job, survey or old round.

A thing is a call where it speaks of money or a prize that is given, and of applying for it until a day or at any time.
Each becomes a proposal to review, so what is doubtful is left out rather than taken for one.
"""

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument
from crawler.letters.newsletter.calendars import calendar_entries
from crawler.letters.newsletter.closing_days import APPLY, ATTEND, closing_day, without_asides
from crawler.letters.newsletter.forwarded import handed_on
from crawler.letters.newsletter.funders import funder_in, funder_of_item, names_funder, sender_of
from crawler.letters.newsletter.items import NewsItem, items_of

_GIVES = re.compile(
    r"\b(?:[Ff]örder(?:aufruf|ung|programm|t|n|summe|quote|mittel|preis|runde|fonds|höhe|satz|betrag|linie|gelder|"
    r"schwerpunkt"
    r")\w*|gefördert|\w*[Aa]ufruf|\w*[Aa]usschreibung|[Cc]alls?\b|[Zz]uschu\w+|[Zz]uschüsse\w*|[Vv]ergibt|"
    r"[Uu]nterstützt|"
    r"\w*[Ff]onds|Mikroförderung|"
    r"(?:\w+-)?[Pp]reis\b|\w*preis\b|Preisgeld\w*|[Dd]otiert|[Bb]elohnt|Wettbewerb\w*|\w*wettbewerb|Stipendi\w+|"
    r"Interessenbekundung\w*|Programm\b|bezuschusst|"
    r"[Ff]inanziert|Projektmittel|Anschubfinanzierung|\w*[Gg]rants?\b|[Ff]und(?:s|ed|ing)?\b|[Aa]wards?\b|\w*[Tt]opf\b|\w*[Mm]ittel\b|"
    r"[Pp]rize\b|\w*[Bb]udget\b|[Vv]orgesehen)\b"
)
_SHARE = re.compile(r"\b\d{2,3}\s?(?:%|Prozent)")
_PAYS = re.compile(r"\b(?:erhalten|bekommen|gibt es|geben|zahlt|zahlen|winken|bis zu|up to|offers?|pays?)\b")
_JOB = re.compile(
    r"\((?:[mwdfxMWDFX](?:[/|*]\s?[mwdfxMWDFX]){1,3})\)|\b(?:JOBS?|STELLEN?|Stellenmarkt)\b|"
    r"\b(?:Stellenangebot\w*|Stellenausschreibung\w*|Stellenanzeige|"
    r"Jobangebot\w*|Vollzeit|Teilzeit|TVöD|TV-L|"
    r"Entgeltgruppe|EG \d|E ?\d{1,2} TV|Wochenstunden|Arbeitszeit|Verstärkung gesucht|suchen (?:wir )?Verstärkung|"
    r"Mitarbeiter(?:in|:in|\*in)?\b"
    r"|Sachbearbeit\w+|Referent(?:in|:in|\*in)|Praktik\w+|unbefristet|Vergütung nach|Traineeship|Volontariat|"
    r"Werkstudent\w*|\w+(?:leitung|kraft|assistenz|referat|beratung|koordination)\b[^.]{0,20}\bgesucht|"
    r"sucht [^.]{0,60}\b(?:Projekt|Geschäfts|Büro)leitung|[Pp]art-time|[Ff]ull-time|[Vv]acanc\w+|"
    r"[Pp]roject (?:officer|manager)|"
    r"[Ww]e are hiring|Honorarkraft|Stunden im Monat|Stunden pro Woche|Wochenstunden)\b"
)
_EVENT = re.compile(
    r"\b(?:TERMINE?|Termine?|\w*[Ww]ebinar\w*|\w*[Ss]eminar\w*|\w*[Ww]orkshop\w*|\w*[Vv]eranstaltung\w*|"
    r"\w*[Tt]agung\w*|"
    r"\w*[Kk]onferenz\w*|\w*[Ss]prechstunde\w*|"
    r"\w*[Ff]achtag\w*|\w*[Ss]ymposium|\w*[Ff]orum|Save the [Dd]ate|\w*[Ff]ortbildung\w*|\w*[Ss]chulung\w*|"
    r"\w*[Ll]ehrgang\w*|\w*[Nn]etzwerktreffen|"
    r"\w*[Ss]tammtisch|\w*abend|\w*[Mm]esse|\w*[Kk]ongress|Barcamp|Online-Talk|\w*[Aa]ustausch(?:treffen|runde)|"
    r"\w*[Vv]ortrag\w*|\w*[Gg]ipfel|"
    r"\w*[Ll]ive-?[Tt]alk|[Ii]nfo [Dd]ay|[Cc]onference|[Tt]raining|\w*[Vv]ersammlung|\w*[Tt]reffen|\w*[Ss]itzung|"
    r"Infotag|Info-?Termin\w*|[Cc]afé-?[Tt]alk)\b"
)
_SURVEY = re.compile(
    r"\b(?:\w*[Uu]mfrage\w*|\w*[Bb]efragung\w*|Fragebogen|verlos\w+|Verlosung|Gewinnspiel|abstimmen|Abstimmung|"
    r"Voting)\b"
)
_OLD = re.compile(
    r"\b(?:zu Ende gegangen|So (?:lief|war)|nicht geplant|eingegangen sind|gingen \d+ (?:Anträge|Bewerbungen)|"
    r"ausgeschöpft|ausgelaufen|abgelaufen|abgeschlossen\w*|geschlossen|beendet|vergeben\b(?! wird)|endete|"
    r"nicht mehr (?:möglich|gestellt|"
    r"angenommen|\w+ werden)|keine (?:neuen |weiteren )?(?:Anträge|Bewerbungen|Mittel)|Rückblick|Nachlese|Das war|"
    r"stehen fest|steht fest|"
    r"wurden? (?:\w+ ){0,6}(?:ausgewählt|ausgezeichnet|bewilligt|gefördert|prämiert|gekürt|eingeworben)|erhielten|"
    r"haben (?:\w+ ){0,4}gewonnen|"
    r"is (?:now )?closed|has closed|no longer|winners|"
    r"Gewinner\w*|Preisträger\w*|Bilanz|überzeichnet|ausgebucht|ist vorbei|gestoppt|eingestellt\b|Antragsstopp)\b",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\b(?:Arbeitshilfe|Leitfaden|Handreichung|Broschüre|Publikation|Studie|Lesetipp\w*|Podcast|Video|Dokumentation|"
    r"Handbuch|Checkliste|"
    r"Newsletter abonnieren|Erklärfilm|Toolkit|Interview|In eigener Sache|Linktipp|Impressum|Personalien|"
    r"neue[rn]? (?:Leiter\w+|Geschäftsführ\w+))\b"
)
#: money that is given until a day can be asked for, whatever the asking is called
_UNTIL_DAY = re.compile(r"\b(?:bis|spätestens)\b[^.;\n]{0,30}?\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ])")
#: names that leave open who it is
_WHOLE_LEVELS = {"Land", "Bund", "EU", "Kreis", "Landkreis", "Stadt", "Bezirk", "Ministerium", "Stiftung"}
#: signs of what the letter says of a call, kept beside it
LONGEST_TEXT = 4_000
_NOT_ITS_LINK = re.compile(
    r"(?:abmeld|abbestell|unsubscribe|impressum|datenschutz|facebook|twitter|linkedin|instagram|youtube|mailto)", re.I
)


def calls_in_newsletter(document: LetterDocument) -> Iterator[dict[str, Any]]:
    """Every call of a newsletter, each once: those of its calendars, then the others in their order."""
    document = handed_on(document)
    sent = sent_on(document)
    titles = set()
    entries, rest = calendar_entries(document)
    for item in [*entries, *items_of(rest)]:
        call = _call(item, document, sent)
        if call and call["title"].casefold() not in titles:
            titles.add(call["title"].casefold())
            yield call


def call_of_mail(document: LetterDocument) -> dict[str, Any]:
    """The one call that a mail, or a PDF, is."""
    document = handed_on(document)
    bodies = [document, *document.attachments]
    texts = [body.text for body in bodies]
    deadline: dict[str, Any] = {"deadline": None}
    for body in bodies:
        blocks = [part for block in body.blocks if (part := without_asides(block))]
        deadline = closing_day(" ".join(blocks) if len(body.lines) < 4 else "\n".join(blocks), sent_on(document))
        if deadline["deadline"] or "rolling" in deadline:
            break
    links = [link for body in bodies for line in body.lines for link in line.links if not _NOT_ITS_LINK.search(link)]
    funder = next((name for text in texts if (name := funder_in(text))), "")
    if not funder or funder in _WHOLE_LEVELS:
        funder = sender_of(document) or funder
    return {
        "title": _title_of_mail(document),
        "funder": funder or None,
        **deadline,
        "link": links[0] if links else None,
        "text": "\n\n".join(block for body in bodies for block in body.blocks)[:LONGEST_TEXT],
    }


def sent_on(document: LetterDocument) -> date | None:
    """The day a mail was sent."""
    try:
        return parsedate_to_datetime(document.headers["date"]).date()
    except (KeyError, ValueError):
        return None


def _call(item: NewsItem, document: LetterDocument, sent: date | None) -> dict[str, Any] | None:
    text = item.text
    head = f"{item.section} {item.title}"
    if _JOB.search(text) or _SURVEY.search(head) or _OLD.search(head) or _READING.search(head):
        return None
    if _EVENT.search(head) and not re.search(r"[Aa]usschreibung|[Aa]ufruf|[Ff]örder", item.title):
        return None
    gives = (
        names_funder(text)
        or ((find_sums(text) or _SHARE.search(text)) and not ATTEND.search(text))
        or (_PAYS.search(text) and find_sums(text))
        or _GIVES.search(text)
        or any(_GIVES.search(tag.capitalize()) for tag in item.section.split())
    )
    if not gives or not (APPLY.search(text) or _UNTIL_DAY.search(text)):
        return None
    if ATTEND.search(text) and not re.search(r"[Aa]nträge|[Aa]ntrag|[Bb]ewerb|[Ee]inreich|[Ss]kizze", text):
        return None
    deadline = closing_day("\n".join(item.lines), sent)
    known = deadline["deadline"] is not None or deadline.get("rolling")
    if not known or (_OLD.search(text) and deadline["deadline"] is None) or _SURVEY.search(text):
        return None
    if sent and deadline["deadline"] and date.fromisoformat(deadline["deadline"]) < sent:
        return None
    links = [link for link in item.links if not _NOT_ITS_LINK.search(link)]
    title = _as_written(item.title, document)
    funder = funder_of_item(item.title, "\n".join(item.lines)) or sender_of(document)
    return {
        "title": title,
        "funder": funder or None,
        **deadline,
        "link": links[0] if links else None,
        "text": "\n".join(item.lines)[:LONGEST_TEXT],
    }


def _as_written(title: str, document: LetterDocument) -> str:
    """The title the way it stands elsewhere in the mail, where the heading is all capitals."""
    title = title.strip(" *_#=–-•|»«>")
    if not title.isupper():
        return title
    for words in (*(line.text for line in document.lines), *document.other_form):
        place = words.casefold().find(title.casefold())
        written = words[place : place + len(title)]
        if place >= 0 and not written.isupper() and written.casefold() == title.casefold():
            return written
    return title


def _title_of_mail(document: LetterDocument) -> str:
    subject = re.sub(r"^(?:(?:WG|AW|Fwd?|Re|RE|FW):\s*)+", "", document.headers.get("subject", ""))
    if subject:
        return subject.split(";")[0].strip()
    return next(
        (line.text for line in document.lines if re.search(r"[Aa]ufruf|[Aa]usschreibung|Förder", line.text)), ""
    )
