"""Pages that are watched without a programmer: those an officer adds, and the shipped list, `data/watched_pages.yml`.

A row that can't be used is named with its line and field. What the rows say of the live visit (ground, terms) becomes
the source's permission; nobody has opened these pages live, so each counts as unverified until its first good run.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import urldefrag, urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from sqlmodel import Session, col, select

from crawler.errors import AddressRefusedError
from crawler.items import clean
from crawler.middlewares.ssrf_guard import refuse_inside
from crawler.platforms.watched_page import WatchedPageSpider
from grants_db.errors import AkquiseError, InputError
from grants_db.models.source import Source
from grants_db.opportunities.sources import register_source
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import Level

_LONGEST_NAME = 60
FILE = "crawler/data/watched_pages.yml"
_WHY = {
    "missing": "fehlt",
    "extra_forbidden": "dieses Feld gibt es nicht",
    "string_type": "muss ein Text sein",
}


class Ground(StrEnum):
    """On what a live visit rests."""

    OFFICIAL = "official"  # amtliche Schnittstelle
    OPEN_LICENCE = "open_licence"  # offene Lizenz
    ROBOTS = "robots"  # öffentliche Seite, robots.txt erlaubt den Abruf
    PERMISSION = "permission"  # nur mit Erlaubnis des Betreibers


_GROUNDS = {
    Ground.OFFICIAL: "Amtliche Schnittstelle",
    Ground.OPEN_LICENCE: "Offene Lizenz",
    Ground.ROBOTS: WatchedPageSpider.permission,
    Ground.PERMISSION: "Nur mit Erlaubnis des Betreibers",
}


class SourceListError(AkquiseError):
    """A row of the list can't be used; the sentence names file, line and field."""


class ListedPage(BaseModel):
    """One row: a page, who gives, and where its address was seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    url: str
    funder: str
    level: Level
    ground: Ground
    terms: str = ""  # the operator's conditions; empty: nobody has read them yet
    seen_in: str  # the public source the address was met in
    note: str = ""

    @field_validator("name")
    @classmethod
    def _short_word(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_]{2,59}", name):
            raise ValueError("nur a–z, 0–9 und _, höchstens 60 Zeichen")
        return name

    @field_validator("title", "funder", "seen_in")
    @classmethod
    def _said(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("darf nicht leer sein")
        return text.strip()

    @field_validator("url")
    @classmethod
    def _public_https(cls, url: str) -> str:
        if not url.startswith("https://") or not url.isascii() or "#" in url or not is_web_address(url):
            raise ValueError("muss eine vollständige Adresse mit https:// sein, ohne # und Umlaute")
        try:
            refuse_inside(url)
        except AddressRefusedError as error:
            raise ValueError(str(error)) from error
        return url

    @property
    def permission(self) -> str:
        """The ground and the operator's terms, for people."""
        terms = (
            f"Bedingungen des Betreibers: {self.terms}" if self.terms else "Bedingungen des Betreibers: nicht geprüft"
        )
        return f"{_GROUNDS[self.ground]}. {terms}"

    def as_source(self, now: datetime) -> Source:
        """The row as a new row of the table of sources."""
        return Source(
            name=self.name,
            title=self.title,
            url=self.url,
            platform=WatchedPageSpider.platform,
            level=self.level,
            funder=self.funder,
            attribution=f"{self.funder}, {self.url}",
            permission=self.permission,
            permission_needed=self.ground is Ground.PERMISSION,
            added_at=now,
        )


def listed_pages() -> tuple[ListedPage, ...]:
    """The shipped list.

    Raises:
        SourceListError: a row can't be used.
    """
    return parse_pages(files("crawler").joinpath("data/watched_pages.yml").read_text(encoding="utf-8"))


def parse_pages(text: str) -> tuple[ListedPage, ...]:
    """Read and check a list: every row complete, names and addresses each once.

    Raises:
        SourceListError: a row can't be used.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _refused(mark.line + 1 if mark else 1, "Form", "kein gültiges YAML") from error
    if not isinstance(root, yaml.SequenceNode):
        raise _refused(1, "Form", "muss eine Liste von Seiten sein")
    pages: list[ListedPage] = []
    taken: dict[str, int] = {}  # names and addresses, and the line they stand in
    for node in root.value:
        page, lines = _page(node)
        for field in ("name", "url"):
            value: str = getattr(page, field)
            if value in taken:
                raise _refused(lines[field], field, f"steht schon in Zeile {taken[value]}")
            taken[value] = lines[field]
        pages.append(page)
    return tuple(pages)


def register_listed_pages(session: Session, now: datetime) -> None:
    """Bring the shipped list into the table of sources.

    A page that an officer watches already under another name is left alone, and so are the title, funder and level of
    a page that is in the table: the officer may have put them right.
    """
    watched = {
        source.url: source.name
        for source in session.exec(select(Source).where(col(Source.platform) == WatchedPageSpider.platform))
    }
    for page in listed_pages():
        if watched.get(page.url, page.name) != page.name:
            continue
        stored = session.get(Source, page.name)
        if stored is None:
            session.add(page.as_source(now))
        else:
            stored.url = page.url
            stored.permission = page.permission
            stored.permission_needed = page.ground is Ground.PERMISSION
            session.add(stored)
    session.flush()


def watch_page(session: Session, url: str, *, title: str, funder: str, level: Level, now: datetime) -> Source:
    """Add a page to the sources; one that is watched already gets the new title, funder and level.

    Raises:
        InputError: no public web address.
    """
    url = urldefrag(clean(url).strip()).url
    try:
        usable = is_web_address(url) and len(url) <= 2000
        if usable:
            refuse_inside(url)
    except AddressRefusedError:
        usable = False
    if not usable:
        raise InputError(
            "„{url}“ kann nicht beobachtet werden. Gebraucht wird eine öffentliche Adresse wie "
            "https://www.stiftung.example/foerderung.",
            url=url,
        )
    known = session.exec(select(Source).where(Source.url == url)).first()
    name = known.name if known is not None else _free_name(session, url)
    return register_source(
        session,
        Source(
            name=name,
            title=clean(title).strip() or name,
            url=url,
            platform=WatchedPageSpider.platform,
            level=level,
            funder=clean(funder).strip(),
            attribution=f"{clean(funder).strip()}, {url}",
            permission=WatchedPageSpider.permission,
            added_at=now,
        ),
    )


def name_for(url: str) -> str:
    """A source's name from its address: host and the end of the path.

    >>> name_for("https://www.stiftung.example/foerderung/antrag.html?x=1")
    'stiftung_example_foerderung_antrag'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = re.sub(r"\.(?:html?|php|aspx?|jsp)$", "", parts.path.strip("/"))
    name = re.sub(r"[^a-z0-9]+", "_", f"{host}_{path}".lower()).strip("_")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 7].rstrip('_')}_{hashlib.sha256(url.encode()).hexdigest()[:6]}"


def _page(node: yaml.Node) -> tuple[ListedPage, dict[str, int]]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise _refused(line, "Form", "jede Zeile der Liste muss Felder haben")
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for field, at, value in _fields(node):
        if field in values:
            raise _refused(at, field, f"steht schon in Zeile {lines[field]}")
        values[field], lines[field] = value, at
    try:
        return ListedPage.model_validate(values), lines
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "Form"
        raise _refused(lines.get(field, line), field, _why(first["type"], first)) from error


def _fields(node: yaml.MappingNode) -> Iterator[tuple[str, int, Any]]:
    for key, value in node.value:
        # a text stays a text, also one that YAML would take for a number or a day
        yield str(key.value), key.start_mark.line + 1, value.value if isinstance(value, yaml.ScalarNode) else None


def _why(kind: str, error: Any) -> str:
    if kind == "enum":
        return f"„{error['input']}“ gibt es nicht, möglich sind {error['ctx']['expected']}"
    return _WHY.get(kind, str(error["msg"]).removeprefix("Value error, "))


def _refused(line: int, field: str, why: str) -> SourceListError:
    return SourceListError("{file}, Zeile {line}, {field}: {why}.", file=FILE, line=line, field=field, why=why)


def _free_name(session: Session, url: str) -> str:
    name = name_for(url)
    if session.get(Source, name) is None:
        return name
    return f"{name[: _LONGEST_NAME - 7]}_{hashlib.sha256(url.encode()).hexdigest()[:6]}"
