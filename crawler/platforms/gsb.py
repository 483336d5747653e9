"""Documents of the Government Site Builder as the Förderdatenbank exports them: one XML file each.

A document is a flat list of properties. Rich text is escaped CDATA around HTML; categories and linked documents are
links below classifiers. Knows the form, not the meaning: that is `xml_export`'s.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from crawler.text.xml import XmlError, parse_xml
from grants_db.errors import AkquiseError
from grants_db.html.text import html_text

SERVICE_OFFER = "gsb:ServiceOffer"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CATEGORY = re.compile(r"/SiteGlobals/Categories/FDB/[^/]+/(?P<code>[^/]+)$")


class DocumentError(AkquiseError):
    """The file holds no such document."""


@dataclass(frozen=True)
class GsbDocument:
    """One document: texts by property (without "gsb:"), links and category codes by classifier.

    Rich text is kept as it was written and turned into plain text when it is asked for: most of it never is.
    """

    path: str  # with its name, without ".xml": the key of the document
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    rich_texts: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a property, empty where it has none."""
        if (rich := self.rich_texts.get(name)) is not None:
            return _rich_text(rich)
        return self.values.get(name, "")


def parse_document(data: bytes) -> GsbDocument:
    """Read one file.

    Raises:
        DocumentError: no XML even without forbidden characters, a DTD, or no document.
    """
    try:
        root = parse_xml(data)
    except XmlError as error:
        raise DocumentError("{why}", why=error) from error
    if root.tag != "document":
        raise DocumentError("{found} statt {wanted}", found=f"<{root.tag}>", wanted="<document>")
    values: dict[str, str] = {}
    rich_texts: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for element in root.iterchildren("property"):
        name = str(element.get("name", "")).removeprefix("gsb:")
        if (text := element.find("text")) is not None:
            rich_texts[name] = text.text or ""
        elif (value := element.find("value")) is not None:
            values[name] = (value.text or "").strip()
        for listed in element.iter("classifiedLinkList"):
            classifier = next((_last(link) for link in listed.iterfind("classifierLinks/link")), "")
            for link in listed.iterfind("links/link"):
                _sort_link(str(link.get(_HREF, "")), classifier, codes, links)
        for link in element.iterfind("links/link"):
            _sort_link(str(link.get(_HREF, "")), name, codes, links)
    return GsbDocument(
        path=f"{root.get('path', '')}/{root.get('name', '')}",
        kind=str(root.get("type", "")),
        values=values,
        rich_texts=rich_texts,
        codes={name: tuple(values) for name, values in codes.items()},
        links={name: tuple(values) for name, values in links.items()},
    )


def _rich_text(escaped: str) -> str:
    """The text of `<![CDATA[<div …>…</div>]]>` that was escaped as a whole."""
    return html_text(escaped.strip().removeprefix("<![CDATA[").removesuffix("]]>"))


def _sort_link(target: str, classifier: str, codes: dict[str, list[str]], links: dict[str, list[str]]) -> None:
    target = target.removeprefix("target:")
    if found := _CATEGORY.search(target):
        codes.setdefault(classifier, []).append(found["code"])
    elif target:
        links.setdefault(classifier, []).append(target)


def _last(link: etree._Element) -> str:
    return str(link.get(_HREF, "")).rpartition("/")[2]
