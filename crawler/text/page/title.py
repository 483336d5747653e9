"""A page's title: the best of its headings, what it tells search engines, and what others call it."""

import re
from collections.abc import Iterator, Sequence

from lxml import html

_LONGEST = 300
#: names that say nothing of any page
_EMPTY = re.compile(
    r"start(?:seite)?|home(?:page)?|index|default|"
    r"untitled|unbenannt|ohne titel|neue seite|do[ck]ument|seite|navigation(?: und service)?|menü|menu|suche|inhalt|"
    r"hauptinhalt|sie sind hier|kontakt|main|page|logo .*|übersicht|hotline.*|cookie.*|impressum|datenschutz",
    re.IGNORECASE,
)
#: how a page greets; a fund may be called so too
_GREETING = re.compile(
    r"(?:herzlich )?willkommen\b.*|(?:hallo|moin|servus|guten tag|grüß gott|grüezi|hello|hi|welcome)\b.*|"
    r"schön, dass (?:du|sie|ihr)\b.*",
    re.IGNORECASE,
)
#: names that many pages of a funder have
_WEAK = re.compile(
    r"(?:(?:(?:unsere?|die|ihre?|aktuelle|neue|alle|weitere|projekt-?|förder-?)\s?)*"
    r"(?:förderung(?:en)?|foerderung|förder(?:programme?|möglichkeiten|angebote?|anträge?|antrag|richtlinien?|mittel)|"
    r"ausschreibung(?:en)?|antrag(?:stellung)?|anträge|bewerbung(?:en)?|projekte?|programme?|wettbewerbe?|"
    r"bekanntmachung(?:en)?|aufrufe?|meldung(?:en)?|informationen|formulare?)|"
    r"aktuelles|neuigkeiten|news|faq|häufige fragen|downloads?|details?|service|pressemitteilung(?:en)?|presse|"
    r"(?:so |jetzt |hier |online )?(?:bewerben|beantragen|mitmachen)(?: sie(?: sich| eine? \w+)?)?(?: jetzt| hier)?|"
    r"(?:einen )?antrag (?:stellen|einreichen)|so (?:funktioniert(?:'s| es)?|geht(?:'s| es)?|läuft es ab)|"
    r"mehr(?: erfahren| lesen| infos?| informationen)?|weiterlesen|weiter|hier|zum .{0,30}|"
    r"(?:our )?(?:funding|grants?|programmes?|projects?)|(?:how to )?apply(?: now| here)?|applications?|"
    r"(?:open )?calls?(?: for (?:proposals|applications|projects))?|what we fund|read more|more)"
    r"(?:\s+(?:für\s+)?(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?)?[!.:]?",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"[\w.%-]+\.(?:html?|php|aspx?|jsp|pdf|docx?)|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?|[\w-]*(?:__|_)[\w.-]*|[a-z0-9]+(?:-[a-z0-9]+)+",
    re.ASCII,
)
#: questions and headings of sections are no titles
_SECTION = re.compile(
    r".*\?|(?:wer|was|wie|wann|wo|wofür|warum|welche|who|what|how|when)\b.*|kontakt.*|ansprech.*|"
    r"(?:antrags?|bewerbungs?)?frist(?:en)?|"
    r".*[:,]|[•·▪*-].*|vom \d.*|.*\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}.*|voraussetzungen|auf einen blick|(?:ziel|"
    r"gegenstand|zweck)\b.*|download.*|termine?|hinweise?",
    re.IGNORECASE,
)
_LOGO = re.compile(r"(?:^|[\s_-])(?:logo|brand|site-?(?:title|name))(?=$|[\s_-])", re.IGNORECASE)
_HOME = re.compile(r"/|\./|(?:https?://[^/]+/?)?(?:/?(?:index|start|home)[\w.]*)?|/?de/?", re.IGNORECASE)
_SITE_BREAK = re.compile(r"\s+[|·•»›:]+\s+|\s+[-–—]\s+")


def best_title(
    head: "TitleWords", headings: Sequence[str], link_text: str = "", shipped: str = "", text: str = ""
) -> str:
    """The title, from the candidates in the order in which they speak of the page.

    A greeting is none, unless the page's text calls something so.

    >>> best_title(TitleWords(("Startseite",), ("Startseite | Stiftung",), "Stiftung"), ["Fonds „Nah dran“"])
    'Fonds „Nah dran“'
    """
    found = (title for title in _candidates(head, headings, link_text, shipped) if says_something(title))
    candidates = [title for title in found if not greets(title) or _is_called_so(title, text)]
    if strong := next((title for title in candidates if not is_generic(title)), ""):
        return strong
    return next((named_by(title, _site(head)) for title in candidates), "")


def is_generic(title: str) -> bool:
    """Is it a title that any funder's page may have?

    >>> [is_generic(title) for title in ("So bewerben Sie sich", "Ausschreibung 2027", "Ausschreibung Hofpreis")]
    [True, True, False]
    """
    return _WEAK.fullmatch(title.strip()) is not None


def greets(title: str) -> bool:
    """Is it a greeting?

    >>> [greets(title) for title in ("Willkommen!", "Schön, dass Sie da sind", "Willkommenslotsen")]
    [True, True, False]
    """
    return _GREETING.fullmatch(title.strip()) is not None


def _is_called_so(title: str, text: str) -> bool:
    """Does a text use the words of a greeting as a name, in quotation marks or after what it is?"""
    words = re.escape(title.strip(' !.„“”"'))
    kinds = r"(?:programm|fonds|preis|förderung|projekt|initiative|wettbewerb|fund|programme|grants?)"
    return bool(words) and re.search(rf"[„“\"»]{words}|{kinds}s? {words}", text, re.IGNORECASE) is not None


def named_by(title: str, *names: str) -> str:
    """A generic title with the first name that says something before it: whose it is.

    >>> named_by("So bewerben Sie sich", "", "Stiftung Brunnenhof")
    'Stiftung Brunnenhof: So bewerben Sie sich'
    """
    if not is_generic(title):
        return title
    name = next((name for name in names if says_something(name) and not is_generic(name)), "")
    return f"{name}: {title}" if name else title


def _site(head: "TitleWords") -> str:
    """The site's name: what it says itself, or the part of the page's title that is no generic name."""
    parts = [part.strip() for title in head.heads for part in _SITE_BREAK.split(title)]
    return next((part for part in (head.site, *parts) if says_something(part) and not is_generic(part)), "")


class TitleWords:
    """What a page says of its title outside its content, read before anything is taken out of it."""

    def __init__(
        self, headings: Sequence[str], heads: Sequence[str], site: str, sites: frozenset[str] = frozenset()
    ) -> None:
        self.headings, self.heads, self.site = headings, heads, site
        self.sites = sites | {site} if site else sites  #: what is said to be the site's name

    @classmethod
    def of(cls, root: html.HtmlElement) -> "TitleWords":
        """From a parsed page."""
        metas = {
            name.lower(): " ".join(meta.get("content", "").split())
            for meta in root.iter("meta")
            if (name := meta.get("property") or meta.get("name"))
        }
        title = root.find(".//title")
        heads = (metas.get("og:title", ""), metas.get("twitter:title", ""), _text(title) if title is not None else "")
        main = root.find(".//main")
        first = list(main.iter("h1")) if main is not None else []
        others = _named_before_site(root, heads)
        named = [_text(found) for found in root.iter("h1") if _names_site(found, heads, others)]
        own = [_text(found) for found in first or list(root.iter("h1")) if not _in_page_head(found)]
        return cls(tuple(own), heads, metas.get("og:site_name", ""), frozenset(named))


def _candidates(head: TitleWords, headings: Sequence[str], link_text: str, shipped: str) -> Iterator[str]:
    yield from (title for title in head.headings if title not in head.sites)
    yield from (_without_site(title, head.sites) for title in head.heads[:2])
    own = [title for title in headings if title not in head.sites]
    yield from (title for title in own[:3] if _SECTION.fullmatch(title) is None)
    yield link_text
    yield _without_site(head.heads[2] if len(head.heads) > 2 else "", head.sites)
    yield shipped


def _without_site(title: str, sites: frozenset[str]) -> str:
    parts = [part.strip() for part in _SITE_BREAK.split(title) if part.strip()]
    if len(parts) < 2:
        return title.strip()
    kept = [part for part in parts if part not in sites and _EMPTY.fullmatch(part) is None]
    if sites and len(kept) < len(parts):
        return " – ".join(kept)
    return kept[0] if kept else ""


def says_something(title: str) -> bool:
    """May it be a title at all?"""
    return (
        bool(re.search(r"[^\W\d_]{2}", title))
        and len(title) <= _LONGEST
        and _EMPTY.fullmatch(title) is None
        and _FILE_NAME.fullmatch(title) is None
        and "://" not in title
    )


def _text(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


def _named_before_site(root: html.HtmlElement, heads: Sequence[str]) -> set[str]:
    """The later parts of the page's title, where the first one is a heading of the page itself."""
    lower = {_text(found) for found in root.iter("h2", "h3")}
    parts = [_SITE_BREAK.split(head) for head in heads]
    return {other for first, *others in parts if first in lower for other in others}


def _names_site(heading: html.HtmlElement, heads: Sequence[str], others: set[str]) -> bool:
    """Is a heading the name of the whole site: by its class, a link to the start, or the end of the page's title?"""
    text = _text(heading)
    if text in others:
        return True
    around = [heading, *(above for above in list(heading.iterancestors())[:2] if above.tag not in ("main", "article"))]
    if any(_LOGO.search(f"{element.get('class', '')} {element.get('id', '')}") for element in around):
        return True
    link = heading.find(".//a")
    if link is not None and _text(link) == text and _HOME.fullmatch(link.get("href", "")):
        return True
    head = next((above for above in heading.iterancestors() if above.tag == "header"), None)
    return head is not None and head.find(".//nav") is not None and not any(text in part for part in heads)


def _in_page_head(element: html.HtmlElement) -> bool:
    return any(
        above.tag == "header" and not any(over.tag in ("main", "article", "section") for over in above.iterancestors())
        for above in element.iterancestors()
    )
