"""An official export: one ZIP of XML documents, everything at once.

The names of the fields mislead (the summary's tab is `teaserText`, the deadline's `procInfluence`); their meaning was
checked against the web pages. A document's type says what it is, not the folder it lies in.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from crawler.errors import PageError, ReaderFaultError
from crawler.extract.code_lists import LabelKind, label_key, translate
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.items import RecordAndLabels, ScrapedRecord, UnknownLabels, Unreadable
from crawler.platforms.base import PortalSpider
from crawler.platforms.gsb import SERVICE_OFFER, DocumentError, GsbDocument, parse_document
from crawler.settings import MEGABYTE
from grants_db.messages import Message
from grants_db.office_contact import names_a_person, read_contact
from grants_db.rules.evidence import of_field
from grants_db.rules.regions import LAENDER
from grants_db.vocabulary import Level, RunOutcome, StatusNote

#: limits of an archive; the real one has 10,352 documents and 110 MB
MOST_MEMBERS = 60_000
LARGEST_MEMBER = 5 * MEGABYTE
LARGEST_WHOLE = 1_000 * MEGABYTE
HIGHEST_RATIO = 200
#: more unreadable records than this share make a run incomplete
ODD_SHARE = 0.02
ODD_LEAST = 5

_SECTIONS = {
    "summary": "Volltext",
    "procInfluence": "Fristen",
    "procMethod": "Verfahrensablauf",
    "regulatoryFWork": "Rechtliche Voraussetzungen",
    "progress": "Bearbeitungsdauer",
    "competenceDescr": "Erforderliche Unterlagen",
    "procDescription": "Rechtsgrundlage",
}
_CLASSIFIERS = {"Foerderberechtigte": "applicant", "Foerdergebiet": "region", "Foerderart": "instrument"}
_LEVELS = {"Bund": Level.FEDERAL, "Land": Level.LAND, "EU": Level.EU}
_LAND_OF_FOLDER = {label_key(name): name for name in LAENDER.values()}
#: what reading a damaged archive or member raises: offsets before its beginning, unknown methods, passwords …
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError, DocumentError),
)
_HEAD = 2_000  # bytes in which a document's type stands
_CONTACT = ("phone", "email")


class XmlExportSpider(PortalSpider):
    """A source that is one ZIP; `site` is where the documents' web pages lie."""

    platform = "xml_export"
    largest_answer = 60 * MEGABYTE
    site: ClassVar[str]
    root: ClassVar[str]  # the path within the export that the site's address stands for

    def start_pages(self) -> Iterable[Request]:
        """The export is the only page."""
        yield self.ask(self.url, self.read_export, is_entry=True, conditional=True, accept="application/zip")

    def read_export(self, response: Response) -> Iterator[ScrapedRecord | Unreadable | UnknownLabels]:
        """Every programme of the archive, one after the other; the archive is never unpacked as a whole."""
        export = Export(response.body)
        offers = 0
        odd = 0
        for member, document in export.offers():
            offers += 1
            read = self._record(response.url, member, document, export)
            odd += isinstance(read, Unreadable)
            if isinstance(read, Unreadable):
                yield read
            else:
                found, unknown = read
                yield found
                if unknown:
                    yield UnknownLabels(unknown)
        if not offers:
            raise PageError(RunOutcome.FAILED, "Im Export steht kein einziges Förderprogramm.")
        if odd > max(ODD_LEAST, ODD_SHARE * offers):
            raise PageError(
                RunOutcome.PARTIAL,
                "{odd} von {offers} Einträgen des Exports sind nicht lesbar.",
                odd=odd,
                offers=offers,
            )

    def _record(
        self, page: str, member: str, document: GsbDocument | Message, export: "Export"
    ) -> RecordAndLabels | Unreadable:
        if isinstance(document, Message):
            return self._unreadable(page, member, document)
        try:
            return self._read(page, document, export)
        except ReaderFaultError as error:
            return replace(self._unreadable(page, document.path, error.sentence), ours=True)

    def _read(self, page: str, document: GsbDocument, export: "Export") -> RecordAndLabels | Unreadable:
        title = " ".join(document.text("title").split())
        if not title:
            return self._unreadable(page, document.path, Message.of("Der Eintrag hat keinen Titel."))
        level, unknown_levels = _level(document)
        if level is None:
            return self._unreadable(page, document.path, Message.of("Der Eintrag nennt keinen Fördergeber."))
        short, guideline = document.text("teaserText"), document.text("bodyText")
        texts = [(heading, text) for name, heading in _SECTIONS.items() if (text := document.text(name))]
        facts, unknown = read_facts(
            title=title,
            short_text=short,
            sections=[*texts, (GUIDELINE, guideline)],
            codes={kind: document.codes.get(name, ()) for name, kind in _CLASSIFIERS.items()},
            deadline_sections=("Fristen",),
        )
        description = _with_headings(texts)
        if not short and not any(heading == "Volltext" for heading, _ in texts):
            # the whole text stands in the guideline's tab: it is the description
            description, guideline = "\n\n".join(filter(None, (description, guideline))), ""
        note, authority = document.text("header"), export.contacts(document.links.get("Kontakt", ()))
        if contact := _first_contact(authority):
            facts["contact"] = contact
            facts["evidence"] = facts["evidence"] | {"contact": of_field("Kontakt", contact.values())}
        values: dict[str, Any] = {
            **facts,
            "external_id": document.path,
            "url": self._web_address(document.path),
            "title": title,
            "short_description": short,
            "description": description,
            "guideline": guideline,
            "level": level,
            "funder": export.names(document.links.get("Foerderorganisation", ())) or funder_by_folder(document.path),
            "authority": authority,
            "status_note": status_note(note),
            "attribution": self.attribution,
        }
        if values["status_note"] is not None:
            values["evidence"] = values["evidence"] | {"status_note": note}
        return ScrapedRecord(page, values), (*unknown, *unknown_levels)

    def _unreadable(self, page: str, path: str, why: Message) -> Unreadable:
        key = f"/{path.lstrip('/').removesuffix('.xml')}"
        return Unreadable(page, self._web_address(key), why, external_id=key)

    def _web_address(self, path: str) -> str:
        return f"{self.site}{path.removeprefix(self.root)}.html"


class Export:
    """The archive, read document by document within limits."""

    def __init__(self, body: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(body))
        except _DAMAGED as error:
            raise PageError(RunOutcome.FAILED, "Statt des ZIP-Archivs kommt etwas anderes.") from error
        members = self._archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or unpacked > LARGEST_WHOLE:
            raise PageError(
                RunOutcome.FAILED,
                "Das Archiv ist ungewöhnlich groß ({count} Dateien, {size} MB) und wurde nicht gelesen.",
                count=len(members),
                size=unpacked // MEGABYTE,
            )
        self._members = {member.filename: member for member in members}
        self.title_of = lru_cache(maxsize=4_000)(self._title_of)
        self.contact_of = lru_cache(maxsize=4_000)(self._contact_of)

    def offers(self) -> Iterator[tuple[str, GsbDocument | Message]]:
        """Every programme's file name with its document, or with why it can't be read."""
        for name, member in self._members.items():
            if not name.endswith(".xml"):
                continue
            try:
                data = self._data(member)
                if SERVICE_OFFER.encode() in data[:_HEAD]:
                    yield name, parse_document(data)
            except _DAMAGED as why:
                # a funder's or a link's file that can't be read is no missing programme
                if "/Foerderprogramm/" in name:
                    yield name, Message.of("Die Datei ist nicht lesbar: {why}", why=why)

    def names(self, paths: Iterable[str]) -> str:
        """The titles of linked documents."""
        return ", ".join(dict.fromkeys(filter(None, map(self.title_of, paths))))

    def contacts(self, paths: Iterable[str]) -> str:
        """The public contacts of linked authorities: name, address, telephone, mail."""
        return "\n".join(dict.fromkeys(filter(None, map(self.contact_of, paths))))

    def _title_of(self, path: str) -> str:
        document = self._linked(path)
        return " ".join(document.text("title").split()) if document else ""

    def _contact_of(self, path: str) -> str:
        document = self._linked(path)
        if document is None:
            return ""
        addresses = [self._linked(address) for address in document.links.get("Adresse", ())]
        places = [
            f"{' '.join(filter(None, (address.text('road'), address.text('houseId'))))}, "
            f"{' '.join(filter(None, (address.text('zipCode'), address.text('city'))))}".strip(", ")
            for address in addresses
            if address is not None
        ]
        reachable = [document.text(name) for name in _CONTACT]
        return ", ".join(filter(None, (" ".join(document.text("title").split()), *places, *reachable)))

    def _linked(self, path: str) -> GsbDocument | None:
        member = self._members.get(f"{path.lstrip('/')}.xml")
        if member is None:
            return None
        try:
            return parse_document(self._data(member))
        except _DAMAGED:
            return None

    def _data(self, member: zipfile.ZipInfo) -> bytes:
        """One file, never more than its limit, whatever the archive says about it."""
        if member.file_size > max(100_000, member.compress_size * HIGHEST_RATIO):
            raise DocumentError("ungewöhnlich stark gepackt")
        with self._archive.open(member) as opened:
            data = opened.read(LARGEST_MEMBER + 1)
        if len(data) > LARGEST_MEMBER:
            raise DocumentError("zu groß")
        return data


def _first_contact(authority: str) -> dict[str, str]:
    """The first office of `Export.contacts` in its parts; no person's name.

    >>> _first_contact("Amt für Beispiele, Markt 1, 39104 Magdeburg, 0391 540-0, info@amt.example")["phone"]
    '0391 540-0'
    """
    parts = authority.partition("\n")[0].split(", ")
    contact = read_contact(parts)
    office = contact.office or (parts[0] if not names_a_person(parts[0]) else "")
    return replace(contact, office=office).as_json() if contact.is_reachable else {}


def status_note(note: str) -> StatusNote | None:
    """What the editors say about the state of a programme; they write it in fifteen ways, all of them "over".

    >>> status_note("Antragstellung nicht mehr möglich"), status_note("")
    (<StatusNote.CLOSED: 'closed'>, None)
    """
    text = note.lower()
    over = ("nicht mehr", "nicht möglich", "ausgelaufen", "beendet", "abgelaufen", "geschlossen", "ausgeschöpft")
    return StatusNote.CLOSED if any(word in text for word in over) else None


def funder_by_folder(path: str) -> str:
    """Who pays, as the folder says it, where no funder is linked; empty where it doesn't.

    >>> funder_by_folder("/BMWI/FDB/Content/DE/Foerderprogramm/Land/Thueringen/a")
    'Land Thüringen'
    >>> funder_by_folder("/BMWI/FDB/Content/DE/Foerderprogramm/Bund/BMBF/a")
    'Bund (BMBF)'
    """
    _, found, rest = path.partition("/Foerderprogramm/")
    folders = rest.split("/")[:-1] if found else []
    match folders:
        case ["Land", land, *_]:
            return f"Land {_LAND_OF_FOLDER.get(label_key(land), land)}"
        case ["Bund", ministry, *_]:
            return f"Bund ({ministry})"
        case ["Bund"]:
            return "Bund"
        case ["EU", *_]:
            return "Europäische Union"
        case _:
            return ""


def _level(document: GsbDocument) -> tuple[Level | None, tuple[str, ...]]:
    """By the folder of the funder; else by its category."""
    _, found, rest = document.path.partition("/Foerderprogramm/")
    level = _LEVELS.get(rest.partition("/")[0]) if found else None
    if level is not None:
        return level, ()
    words = translate(LabelKind.LEVEL, document.codes.get("Foerdergeber", ()))
    unknown = tuple(f"{LabelKind.LEVEL}: {label}" for label in words.unknown)
    return (Level(words.words[0]) if words.words else None), unknown


def _with_headings(sections: list[tuple[str, str]]) -> str:
    """The sections with their names; the first, the full text, needs none."""
    return "\n\n".join(text if name == "Volltext" else f"{name}\n{text}" for name, text in sections)
