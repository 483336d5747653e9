"""XML from strangers: parsed without entities, DTD or network, and without the characters XML forbids."""

import re

from lxml import etree

from grants_db.errors import AkquiseError

#: what XML 1.0 (2.2) forbids
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));"
)


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


def _parsed(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise XmlError("eine DTD ist nicht erlaubt")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    return etree.fromstring(data, parser)
