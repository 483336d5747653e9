"""XML from strangers: parsed without entities, DTD or network, and without the characters XML forbids."""

import re
from collections.abc import Collection, Iterator
from html.entities import name2codepoint

from lxml import etree

from grants_db.errors import AkquiseError

#: what XML 1.0 (2.2) forbids
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));"
)

_OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")


class XmlError(AkquiseError):
    """No XML, or one we don't read."""


def parse_xml(data: bytes) -> etree._Element:
    """The root element.

    Raises:
        XmlError: no XML even without forbidden characters, or a DTD.
    """
    try:
        return _parsed(data)
    except etree.XMLSyntaxError:
        pass
    try:
        return _parsed(_FORBIDDEN.sub(b"", data))
    except etree.XMLSyntaxError as error:
        raise XmlError("kein XML: {why}", why=error.msg) from error


def feed_elements(data: bytes, roots: Collection[str], names: Collection[str]) -> list[etree._Element] | None:
    """The elements of these names in a document with one of these roots; None with another root.

    A document that is no XML as a whole is read element by element: one bad sign loses one of them, not all.

    Raises:
        XmlError: not one can be read.
    """
    try:
        root = parse_xml(data)
    except XmlError:
        mended = _with_signs_for_names(_in_utf_8(data))
        try:
            root = parse_xml(mended)
        except XmlError as error:
            found = list(_one_by_one(mended, roots, names))
            if not found:
                raise error from None
            return found
    if local_name(root) not in roots:
        return None
    return [element for element in root.iter() if local_name(element) in names]


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _in_utf_8(data: bytes) -> bytes:
    """A document that declares another encoding, in UTF-8: its single elements declare none."""
    declared = re.match(
        rb"\s*<\?xml\b[^<>]*?\bencoding\s*=\s*[\"'](iso-8859-\d\d?|windows-125\d|latin-?1|us-ascii)[\"'][^<>]*\?>",
        data,
        re.IGNORECASE,
    )
    if declared is None:
        return data
    try:
        return data[declared.end() :].decode(declared[1].decode("ascii")).encode()
    except (LookupError, UnicodeError):
        return data


def _with_signs_for_names(data: bytes) -> bytes:
    """HTML's named signs, which XML doesn't know (`&nbsp;`), as figures."""

    def as_number(found: re.Match[bytes]) -> bytes:
        code = name2codepoint.get(found[1].decode("ascii"))
        return found[0] if code is None or found[1] in _OF_XML else b"&#%d;" % code

    return re.sub(rb"&([A-Za-z][A-Za-z0-9]{1,10});", as_number, data)


def _one_by_one(data: bytes, roots: Collection[str], names: Collection[str]) -> Iterator[etree._Element]:
    head = re.search(rb"<(?:[\w.-]+:)?(" + b"|".join(name.encode() for name in roots) + rb")\b[^<>]*>", data)
    if head is None:
        return
    spaces = b" ".join(re.findall(rb"xmlns(?::[\w.-]+)?=(?:\"[^\"<>]*\"|'[^'<>]*')", head[0]))
    for name in names:
        opens, closes = b"<%s" % name.encode(), b"</%s>" % name.encode()
        for piece in data.split(opens)[1:]:
            inside, found, _ = piece.partition(closes)
            if found and inside[:1] in (b">", b" ", b"\n", b"\t", b"\r"):
                try:
                    yield parse_xml(b"<entries %s>%s%s%s</entries>" % (spaces, opens, inside, closes))[0]
                except XmlError:
                    continue


def _parsed(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise XmlError("eine DTD ist nicht erlaubt")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    return etree.fromstring(data, parser)
