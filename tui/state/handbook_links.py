"""Links between the handbook's pages, and the anchors of their headings. Pure."""

import re


def page_of(link: str) -> str:
    """The page that a link within the handbook leads to; empty where it leads elsewhere.

    >>> page_of("bildschirm-treffer.md#tasten"), page_of("https://stadt.example/"), page_of("../befehle.md")
    ('bildschirm-treffer', '', '')
    """
    found = re.fullmatch(r"(?P<page>[\w-]+)\.md(?:#.*)?", link)
    return found["page"] if found else ""


def anchor(heading: str) -> str:
    """The anchor of a heading, as links have it.

    >>> anchor("Was kann schiefgehen?")
    'was-kann-schiefgehen'
    """
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
