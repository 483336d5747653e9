"""The practice programmes as the Förderdatenbank's XML export writes them: one ZIP, one document a file.

Field meanings and the layout are those of the official export: rich text is escaped CDATA around HTML, categories
are links below classifiers, contacts are documents of their own. As in the real one, one file holds a character that
XML forbids and one stub has no title.
"""

import io
import zipfile
from html import escape

from crawler.demo_portal.content import Contact, Content, Programme
from crawler.demo_portal.markup import to_html

FICTIONAL = "Übungsportal: Dieses Programm und seine Fördergeber sind frei erfunden; Anträge sind nicht möglich."
STUB_PATH = "/BMWI/FDB/Content/DE/Foerderprogramm/Bund/Uebung"

_NAMESPACE = "http://www.w3.org/1999/xlink"
_CONTENT = "/BMWI/FDB/Content/DE"
_CATEGORIES = "/BMWI/SiteGlobals/Categories/FDB"
_CLASSIFIER = "/BMWI/SiteGlobals/Classifications/Classifier/Common"
_FUNDER_LEVELS = {"Land": "land", "Bund": "bund", "EU": "eu"}
_FORBIDDEN = "\x02"  # the character seen in the real export


def export_zip(content: Content) -> bytes:
    """The whole export as it is downloaded; the same content gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in _files(content):
            entry = zipfile.ZipInfo(path.lstrip("/") + ".xml", date_time=(2026, 11, 24, 3, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return packed.getvalue()


def _files(content: Content) -> list[tuple[str, str]]:
    funders = sorted({programme.funder for programme in content.programmes})
    files = [
        (f"{_CONTENT}/Foerderprogramm/{programme.folder}/{programme.key}", _programme(programme))
        for programme in content.programmes
    ]
    files.append((f"{STUB_PATH}/entwurf", _stub()))
    for key in funders:
        contact = content.contacts[key]
        files += [
            (_linked("Foerdergeber", key), _contact(contact, "Foerdergeber")),
            (_linked("Kontakt", key), _contact(contact, "Kontakt")),
            (_linked("Adresse", key), _address(contact)),
            (_linked("ExternerLink", key), _external_link(contact)),
        ]
    return files


def _programme(programme: Programme) -> str:
    summary, guideline = programme.summary, programme.guideline
    if summary:
        summary += f"\n\n{FICTIONAL}"
    else:
        guideline += f"\n\n{FICTIONAL}"
    properties = [
        _rich("bodyText", guideline),
        _rich("challenge", ""),
        _links("cl2Contacts", {"Kontakt": [_linked("Kontakt", programme.funder)]}),
        _links("cl2Location", {"Foerdertermin": []}),
        _links(
            "cl2Processes",
            {
                "Foerderart": _codes("Foerderart", programme.instruments),
                "Foerdergebiet": _codes("Foerdergebiet", programme.area),
                "Foerdergeber": _codes("Foerdergeber", [_FUNDER_LEVELS[programme.folder.partition("/")[0]]]),
                "Foerderbereich": _codes("Foerderbereich", programme.subjects),
                "Foerderberechtigte": _codes("Foerderberechtigte", programme.applicants),
                "Foerderorganisation": [_linked("Foerdergeber", programme.funder)],
            },
        ),
        _rich("comment", "Übungsdatensatz"),
        _rich("competenceDescr", programme.documents),
        _value("dateOfIssue", "Date", f"{programme.issued:%Y-%m-%d}T09:00:00.000+01:00"),
        _rich("functions", ""),
        _rich("header", programme.status_note),
        _rich("procDescription", programme.citation),
        _rich("procInfluence", programme.deadline),
        _rich("procMethod", programme.procedure),
        _rich("progress", ""),
        _rich("regulatoryFWork", programme.conditions),
        _value("shouldNotBeIndexed", "Long", "0"),
        _value("subType", "String", "ServiceOffer-FundingProgram"),
        _rich("summary", summary, has_control_character=programme.has_control_character),
        _rich("teaserText", programme.teaser),
        _rich("title", programme.title),
    ]
    path = f"{_CONTENT}/Foerderprogramm/{programme.folder}"
    return _document(programme.key, path, "gsb:ServiceOffer", properties)


def _stub() -> str:
    return _document("entwurf", STUB_PATH, "gsb:ServiceOffer", [_rich("comment", FICTIONAL), _rich("title", "")])


def _contact(contact: Contact, folder: str) -> str:
    properties = [
        _links("cl2Addresses", {"Adresse": [_linked("Adresse", contact.key)]}),
        _value("email", "String", contact.email),
        _value("phone", "String", contact.phone),
        _value("shouldNotBeIndexed", "Long", "0"),
        _value("subType", "String", "ContactData-FundingOrganisation"),
        _rich("title", contact.name),
        _link_list("website", [_linked("ExternerLink", contact.key)]),
    ]
    return _document(contact.key, _folder(folder, contact.key), "gsb:ContactData", properties)


def _address(contact: Contact) -> str:
    properties = [
        _value("city", "String", contact.city),
        _value("houseId", "String", contact.number),
        _value("road", "String", contact.road),
        _rich("title", contact.name),
        _value("zipCode", "String", contact.zip_code),
    ]
    return _document(contact.key, _folder("Adresse", contact.key), "gsb:Address", properties)


def _external_link(contact: Contact) -> str:
    properties = [_rich("title", f"{contact.name} (externer Link)"), _value("url", "String", contact.website)]
    return _document(contact.key, _folder("ExternerLink", contact.key), "gsb:ExternalLink", properties)


def _folder(kind: str, key: str) -> str:
    return f"{_CONTENT}/{kind}/{key[0].upper()}"


def _linked(kind: str, key: str) -> str:
    return f"{_folder(kind, key)}/{key}"


def _codes(category: str, codes: list[str]) -> list[str]:
    return [f"{_CATEGORIES}/{category}/{code}" for code in codes]


def _document(name: str, path: str, kind: str, properties: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<document xmlns:xlink="{_NAMESPACE}" name="{name}" path="{path}" type="{kind}">\n'
        + "".join(properties)
        + "</document>\n"
    )


def _rich(name: str, text: str, *, has_control_character: bool = False) -> str:
    html = f'<div xmlns:xlink="{_NAMESPACE}">{to_html(text) if text else ""}</div>'
    if has_control_character:
        html = html.replace(" ", f" {_FORBIDDEN}", 3)
    inner = escape(f"<![CDATA[{html}]]>", quote=False)
    return f'    <property name="gsb:{name}" type="RichText">\n        <text>{inner}</text>\n    </property>\n'


def _value(name: str, kind: str, value: str) -> str:
    inner = escape(value, quote=False)
    return f'    <property name="gsb:{name}" type="{kind}">\n        <value>{inner}</value>\n    </property>\n'


def _link_list(name: str, targets: list[str]) -> str:
    return f'    <property name="gsb:{name}" type="LinkList">\n{_link_lines(targets, 8)}    </property>\n'


def _links(name: str, by_classifier: dict[str, list[str]]) -> str:
    lists = "".join(
        "            <classifiedLinkList>\n"
        "                <classifierText></classifierText>\n"
        "                <classifierLinks>\n"
        f'                    <link xlink:href="target:{_CLASSIFIER}/{classifier}"/>\n'
        "                </classifierLinks>\n"
        f"{_link_lines(targets, 16)}"
        "            </classifiedLinkList>\n"
        for classifier, targets in by_classifier.items()
    )
    return (
        f'    <property name="gsb:{name}" type="ClassifiedLinkLists">\n        <classifiedLinkLists>\n'
        f"{lists}        </classifiedLinkLists>\n    </property>\n"
    )


def _link_lines(targets: list[str], indent: int) -> str:
    space = " " * indent
    if not targets:
        return f"{space}<links/>\n"
    inner = "".join(f'{space}    <link xlink:href="target:{target}"/>\n' for target in targets)
    return f"{space}<links>\n{inner}{space}</links>\n"
