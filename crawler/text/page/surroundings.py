"""What stands around a page's own words: navigation, head and foot, notices on cookies, news, links to other pages."""

import re

from lxml import html

from grants_db.html.simplify import remove

_TAGS = frozenset(("nav", "footer", "menu", "button", "dialog"))
_ROLES = frozenset(("navigation", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"))
#: parts by the names their makers give them
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navigation|navbar|menu|menue|menü|breadcrumbs?|brotkrumen?|footer|fuss|cookies?|consent|"
    r"cookiebar|cookiebanner|usercentrics|borlabs|skip-?links?|"
    r"share|sharing|social|socialmedia|newsletter|pagination|pager|"
    r"search|suche|related|verwandt|news|newslist|aktuelles|meldungen|pressemitteilungen|presse|newsteaser|blogposts?|"
    r"kommentare?|comments?|login|sprachwahl|langnav|lang-switch)(?=$|[\s_-])",
    re.IGNORECASE,
)
_OWN = re.compile(r"detail|single|article|artikel|content|inhalt|entry|body|page|main|text", re.IGNORECASE)
_NEWS_HEADING = re.compile(
    r"(?:das )?aktuelle[sn]?(?: meldungen| nachrichten| aus .{1,40}| im überblick)?|"
    r"neuigkeiten(?: .{0,40})?|news(?:ticker|letter)?|"
    r"(?:aktuelle |weitere |neueste |letzte |alle )?(?:meldungen|nachrichten|presse(?:mitteilungen|meldungen)|news)"
    r"(?: (?:aus|von|zu|zum|der|des) .{0,40})?|presse|(?:weitere|neueste|letzte) (?:beiträge|artikel)|"
    r"das könnte sie (?:auch )?interessieren|ähnliche (?:beiträge|artikel|themen|seiten)|"
    r"(?:latest |recent |related |more )?(?:news|posts|articles|stories)|weitere themen|mehr zum thema|siehe auch|"
    r"cookies?.{0,30}|newsletter.{0,30}|(?:seite )?teilen|folgen sie uns|(?:service ?)?navigation(?: und service)?|"
    r"(?:haupt|neben)?(?:menü|navigation)|neues(?: aus .{1,40})?|was gibt es neues\?|"
    r"veranstaltungen|terminkalender|blog",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: from which share on a part is what the page is about
_MOST_OF_MAIN = 0.7
_KEPT = ("html", "body", "main")
#: a publication's day is no day of the call
_PUBLISHED = re.compile(
    r"publish|dateModified|dateCreated|entry-date|post-date|updated|pubdate|veroeffentlich", re.IGNORECASE
)


def drop_surroundings(root: html.HtmlElement) -> None:
    """Take them out of a tree, in place; never the part that holds the page's own heading."""
    own = _holders_of_heading(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT or element.getparent() is None:
            continue
        if element in own:
            continue
        if _is_around(element):
            remove(element)
    for heading in list(root.iter(*_HEADINGS)):
        if heading not in own and heading.getparent() is not None:
            _drop_news(heading, own)


def is_news_heading(text: str) -> bool:
    """Does it announce other pages, or what is no text at all?"""
    text = " ".join(text.split()).strip(" :")
    return len(text) <= 80 and _NEWS_HEADING.fullmatch(text) is not None


def _holders_of_heading(root: html.HtmlElement) -> frozenset[html.HtmlElement]:
    """The page's own heading and everything that encloses it: the first in the main part, else the first there is."""
    main = root.find(".//main")
    own: set[html.HtmlElement] = set()
    for start in (main, root):
        heading = start.find(".//h1") if start is not None else None
        if heading is not None:
            own.add(heading)
            own.update(heading.iterancestors())
            break
    if main is not None:
        own.add(main)
        own.update(main.iterancestors())
    return frozenset(own)


def _is_around(element: html.HtmlElement) -> bool:
    tag = element.tag
    if tag in _TAGS or element.get("role", "") in _ROLES:
        return True
    if tag == "header":
        return not any(above.tag in ("main", "article", "section") for above in element.iterancestors())
    if tag == "form":
        return element.find(".//p") is None and len("".join(element.itertext())) < 400
    if tag == "time":
        return element.get("pubdate") is not None or bool(
            _PUBLISHED.search(f"{element.get('class', '')} {element.get('itemprop', '')}")
        )
    if tag not in ("div", "section", "aside", "ul", "ol", "p", "article"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_NAMED.search(names)) and not (_OWN.search(names) and tag != "aside") and not _is_most(element)


def _is_most(element: html.HtmlElement) -> bool:
    """Does it hold the paragraphs of a whole text, or all there is below the page's heading?

    A page may call its own content "news", as the most used list of one content system does.
    """
    if element.find(".//h2") is not None and len("".join(element.itertext())) > 3_000:
        return True
    main = next((above for above in element.iterancestors() if above.tag == "main"), None)
    if main is None or element.tag in ("nav", "aside") or main.find(".//h1") is None:
        return False
    own, whole = (sum(len(words.strip()) for words in part.itertext()) for part in (element, main))
    return whole > 0 and own > _MOST_OF_MAIN * whole and element.find(".//h3") is not None


def _drop_news(heading: html.HtmlElement, own: frozenset[html.HtmlElement]) -> None:
    """A heading that announces other pages goes with what stands below it."""
    if not is_news_heading("".join(heading.itertext())):
        return
    level = heading.tag
    at = heading
    # the box it heads, where it stands alone in its head
    while (above := at.getparent()) is not None and above not in own and above.tag not in _KEPT:
        if at.getprevious() is not None or (at is heading and (above.text or "").strip()):
            break
        at = above
    following = at.getnext() if at is heading else None
    remove(at)
    while following is not None:
        after = following.getnext()
        if following in own or _begins_another(following, level):
            break
        remove(following)
        following = after


def _begins_another(element: html.HtmlElement, level: str) -> bool:
    return any(inner.tag in _HEADINGS and inner.tag <= level for inner in element.iter() if isinstance(inner.tag, str))
