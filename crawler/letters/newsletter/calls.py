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
from crawler.letters.newsletter.closing_days import APPLY, ATTEND, closing_day
from crawler.letters.newsletter.funder_names import in_small_letters, nominative
from crawler.letters.newsletter.items import NewsItem, items_of

_GIVES = re.compile(
    r"\b(?:[Ff]örder(?:aufruf|ung|programm|t|n|summe|quote|mittel|preis|runde|fonds|höhe|satz|betrag|linie|gelder|"
    r"schwerpunkt"
    r")\w*|gefördert|\w*[Aa]ufruf|\w*[Aa]usschreibung|[Cc]alls?\b|[Zz]uschu\w+|[Zz]uschüsse\w*|[Vv]ergibt|"
    r"[Uu]nterstützt|"
    r"\w*[Ff]onds|Mikroförderung|"
    r"(?:\w+-)?[Pp]reis\b|\w*preis\b|Preisgeld\w*|[Dd]otiert|[Bb]elohnt|Wettbewerb\w*|\w*wettbewerb|Stipendi\w+|"
    r"Interessenbekundung\w*|Programm\b|bezuschusst|"
    r"[Ff]inanziert|Projektmittel|Anschubfinanzierung|[Gg]rants?\b)\b"
)
_SHARE = re.compile(r"\b\d{2,3}\s?(?:%|Prozent)")
_PAYS = re.compile(r"\b(?:erhalten|bekommen|gibt es|geben|zahlt|zahlen|winken|bis zu)\b")
_JOB = re.compile(
    r"\((?:[mwdfxMWDFX](?:[/|*]\s?[mwdfxMWDFX]){1,3})\)|\b(?:JOBS?|STELLEN?|Stellenmarkt)\b|"
    r"\b(?:Stellenangebot\w*|Stellenausschreibung\w*|Stellenanzeige|"
    r"Jobangebot\w*|Vollzeit|Teilzeit|TVöD|TV-L|"
    r"Entgeltgruppe|EG \d|E ?\d{1,2} TV|Wochenstunden|Arbeitszeit|Verstärkung gesucht|suchen (?:wir )?Verstärkung|"
    r"Mitarbeiter(?:in|:in|\*in)?\b"
    r"|Sachbearbeit\w+|Referent(?:in|:in|\*in)|Praktik\w+|unbefristet|Vergütung nach|Traineeship|Volontariat|"
    r"Werkstudent\w*|\w+(?:leitung|kraft|assistenz|referat|beratung|koordination)\b[^.]{0,20}\bgesucht|"
    r"sucht [^.]{0,60}\b(?:Projekt|Geschäfts|Büro)leitung)\b"
)
_EVENT = re.compile(
    r"\b(?:TERMINE?|Termine?|\w*[Ww]ebinar\w*|\w*[Ss]eminar\w*|\w*[Ww]orkshop\w*|\w*[Vv]eranstaltung\w*|"
    r"\w*[Tt]agung\w*|"
    r"\w*[Kk]onferenz\w*|\w*[Ss]prechstunde\w*|"
    r"\w*[Ff]achtag\w*|\w*[Ss]ymposium|\w*[Ff]orum|Save the [Dd]ate|\w*[Ff]ortbildung\w*|\w*[Ss]chulung\w*|"
    r"\w*[Ll]ehrgang\w*|\w*[Nn]etzwerktreffen|"
    r"\w*[Ss]tammtisch|\w*abend|\w*[Mm]esse|\w*[Kk]ongress|Barcamp|Online-Talk|\w*[Aa]ustausch(?:treffen|runde)|"
    r"\w*[Vv]ortrag\w*|\w*[Gg]ipfel|"
    r"\w*[Ll]ive-?[Tt]alk|Infotag|Info-?Termin\w*|[Cc]afé-?[Tt]alk)\b"
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
_FUNDER_LABEL = re.compile(
    r"(?:^|\n)\W{0,3}(?:Fördermittelgeber|Fördergeber|Förderer|Mittelgeber|Träger|Ausschreibende Stelle|"
    r"Ausgeschrieben von|Auslober(?:in)?|Veranstalter|Geber|Geldgeber|Wer (?:fördert|gibt|hilft|zahlt)|Von wem|"
    r"Fördernde Stelle|"
    r"Zuwendungsgeber|Funder)(?:in)?:\s*(?P<name>[^\n.;|]{3,100})"
)
#: whoever stands there may be who gives or who gets
_WHO = re.compile(r"(?:^|\n)\W{0,3}(?:Wer|Stelle|Anbieter|Kontakt):\s*(?P<name>[^\n.;|]{3,100})")
_FUNDER_ACTS = re.compile(
    r"(?:^|[.!?]\s|\n)(?:Die|Das|Der|Mit (?:\w+ ){1,6}(?:fördert|unterstützt) (?:die|das|"
    r"der))\s(?P<name>(?:[A-ZÄÖÜ„\"][\w\-.„“\"+&]*)(?:\s(?:[A-ZÄÖÜ„\"][\w\-.„“\"+&]*|\([A-Z]{2,8}\)|für|der|des|"
    r"und|zur|im|in|von|"
    r"am|an|e\.V\.|gGmbH)){0,9}?)\s"
    r"(?:hat [^.]{0,90}\b(?:veröffentlicht|gestartet|ausgeschrieben|geöffnet)|fördert|vergibt|unterstützt|schreibt|"
    r"ruft|"
    r"stellt|hilft|zeichnet|belohnt|prämiert|sucht|lobt|bezuschusst|gewährt|verleiht|finanziert|startet|"
    r"öffnet|nimmt|gibt|zahlt|übernimmt|spendet|schenkt|ermöglicht)\b"
)
_FUNDER_AFTER = re.compile(
    r"\b(?:fördert|vergibt|unterstützt|schreibt|ruft|stellt|sucht|lobt|bezuschusst|gewährt|verleiht|"
    r"finanziert)\s(?:die|das|"
    r"der)\s"
    r"(?P<name>(?:[A-ZÄÖÜ][\w-]+\s)?(?:[\w-]*(?:amt|ministerium|Ministerium|agentur|Agentur|bank|fonds|Land)\b"
    r"(?:\s(?:für|der|des)\s[A-ZÄÖÜ][\w-]+(?:\sund\s[A-ZÄÖÜ][\w-]+)?)?|[\w-]*[Ss]tiftung(?:\s[A-ZÄÖÜ][\w-]+)*))"
)
_FUNDER_BY = re.compile(
    r"\b(?:[Vv]ergeben|[Aa]usgelobt|[Aa]usgeschrieben|[Gg]efördert|[Ff]inanziert|[Vv]erliehen|[Bb]ereitgestellt|"
    r"[Aa]ufgelegt|"
    r"[Gg]etragen|[Ee]rhalten|[Bb]ekommen|Geld|Zuschüsse)\s(?:(?:wird|werden|ist|wurde)\s)?[^.;]{0,50}?\b(?:vom|"
    r"von der|von dem|durch das|durch die|durch den)\s"
    r"(?P<name>[A-ZÄÖÜ][\w-]+(?:\s(?:[A-ZÄÖÜ][\w-]*|für|der|des|und|zur)|,(?=\s[A-ZÄÖÜ][\w-]+\sund\b)){0,8})"
)
_FUNDER_OF = re.compile(
    r"\b(?:Aufruf|Ausschreibung|\w*[Ff]onds|Programm|Förderprogramm|Wettbewerb|Förderung|Preis|Fonds|"
    r"Förderaufruf|Förderfonds|"
    r"Call)\s(?P<article>der|des|von)\s"
    r"(?!Jahr|Monat|Quartal|Programm)(?P<name>[A-ZÄÖÜ][\w\-.+&]*(?:\s(?:[A-ZÄÖÜ„\"][\w\-.„“\"+&]*|für|der|des|und|"
    r"zur|von)){0,8}?)(?=\s(?:für|zu[rm]?|mit|fördert|unterstützt|sucht|richtet|läuft|ist|an|bis|hat|will|wird|geht|"
    r"startet|im|in)\b|[.,;:()\n]|$)"
)
_NEEDS_WHAT = re.compile(
    r"(?:[Aa]gentur|[Aa]mt(?:es)?|[Ss]telle|[Mm]inisteriums?|[Ss]tiftung|[Zz]entrums?|[Ff]onds|[Ii]nstituts?|"
    r"Gesellschaft|Beauftragten?)$"
)
_OF_WHAT = re.compile(r"\s(?:für|zur)\s[A-ZÄÖÜ][\w-]+(?:(?:,\s[A-ZÄÖÜ][\w-]+)*\sund\s[A-ZÄÖÜ][\w-]+)?")
_IS_FUNDER = re.compile(
    r"\b(?:\w*[Ss]tiftung\w*|Ministerium|\w*ministerium|\w*[Bb]ank|\w*[Ff]onds|Landesamt|Bundesamt|\w+werk|Agentur|"
    r"Investitionsbank|Land\b|Landes\w+)\b"
)
#: signs of what the letter says of a call, kept beside it
LONGEST_TEXT = 4_000
_NOT_ITS_LINK = re.compile(
    r"(?:abmeld|abbestell|unsubscribe|impressum|datenschutz|facebook|twitter|linkedin|instagram|youtube|mailto)", re.I
)


def calls_in_newsletter(document: LetterDocument) -> Iterator[dict[str, Any]]:
    """Every call of a newsletter, in its order, each once."""
    sent = sent_on(document)
    titles = set()
    for item in items_of(document):
        call = _call(item, document, sent)
        if call and call["title"].casefold() not in titles:
            titles.add(call["title"].casefold())
            yield call


def call_of_mail(document: LetterDocument) -> dict[str, Any]:
    """The one call that a mail, or a PDF, is."""
    bodies = [document, *document.attachments]
    texts = [body.text for body in bodies]
    deadline: dict[str, Any] = {"deadline": None}
    for body in bodies:
        deadline = closing_day(body.prose.line if len(body.lines) < 4 else "\n".join(body.blocks), sent_on(document))
        if deadline["deadline"] or "rolling" in deadline:
            break
    links = [link for body in bodies for line in body.lines for link in line.links if not _NOT_ITS_LINK.search(link)]
    funder = next((name for text in texts if (name := funder_in(text))), "") or _sender(document)
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


def funder_in(text: str) -> str:
    """Who gives the money, as a text names it: under a label, as who acts, as whose call it is."""
    labelled = _FUNDER_LABEL.search(text)
    if labelled:
        return labelled["name"].strip(" .")
    who = _WHO.search(text)
    if who and _IS_FUNDER.search(who["name"]):
        return who["name"].strip()
    by = _FUNDER_BY.search(text)
    if by:
        return by["name"].strip()
    acts = _FUNDER_ACTS.search(text)
    if acts:
        return acts["name"].strip()
    after = _FUNDER_AFTER.search(text)
    if after:
        return after["name"].strip()
    of = _FUNDER_OF.search(text)
    if not of:
        return ""
    for_what = _OF_WHAT.match(text, of.end()) if _NEEDS_WHAT.search(of["name"]) else None
    return nominative(of["name"].strip(), of["article"]) + (for_what.group() if for_what else "")


def _call(item: NewsItem, document: LetterDocument, sent: date | None) -> dict[str, Any] | None:
    text = item.text
    head = f"{item.section} {item.title}"
    if _JOB.search(text) or _SURVEY.search(head) or _OLD.search(head) or _READING.search(head):
        return None
    if _EVENT.search(head) and not re.search(r"[Aa]usschreibung|[Aa]ufruf|[Ff]örder", item.title):
        return None
    gives = (
        _FUNDER_LABEL.search(text)
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
    funder = funder_in("\n".join(item.lines)) or funder_in(in_small_letters(item.title)) or _sender(document)
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


def _sender(document: LetterDocument) -> str:
    name = re.sub(r"<[^>]*>", "", document.headers.get("from", "")).strip(' "')
    return name if _IS_FUNDER.search(name) else ""


def _title_of_mail(document: LetterDocument) -> str:
    subject = re.sub(r"^(?:(?:WG|AW|Fwd?|Re|RE|FW):\s*)+", "", document.headers.get("subject", ""))
    if subject:
        return subject.split(";")[0].strip()
    return next(
        (line.text for line in document.lines if re.search(r"[Aa]ufruf|[Aa]usschreibung|Förder", line.text)), ""
    )
