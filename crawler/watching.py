"""Watching one more page: an address with a funder and a level becomes a source, without a programmer."""

import hashlib
import re
from datetime import datetime
from urllib.parse import urldefrag, urlsplit

from sqlmodel import Session, select

from crawler.errors import AddressRefusedError
from crawler.items import clean, is_web_address
from crawler.middlewares.addresses import refuse_inside
from crawler.platforms.watched_page import WatchedPageSpider
from grants_db.errors import InputError
from grants_db.models.source import Source
from grants_db.sources import register_source
from grants_db.vocabulary import Level

_LONGEST_NAME = 60


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


def _free_name(session: Session, url: str) -> str:
    name = name_for(url)
    if session.get(Source, name) is None:
        return name
    return f"{name[: _LONGEST_NAME - 7]}_{hashlib.sha256(url.encode()).hexdigest()[:6]}"


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
