"""Which pages a mirror on this machine still lacks, asked in one connection: no crawler is made for them."""

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from sqlalchemy import Engine

from crawler.context import HostLimits
from crawler.mirror import Mirror
from crawler.platforms.watched_page import WatchedPageSpider
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.runs import note_still_absent
from grants_db.storage.database import writing
from grants_db.vocabulary import RunOutcome

#: how a mirror answers for what it does not have
_GONE = frozenset({404, 410})
#: seconds for one answer; a mirror that takes longer is left to the crawl, which waits as long as it takes
_PATIENCE = 2.0


def absent_pages(mirror: Mirror, addresses: Iterable[str], user_agent: str) -> Iterator[str]:
    """Those of the addresses that the mirror has neither a page for nor a robots.txt of their host.

    The first answer that is no plain one ends the asking: what is left is asked for by the crawl.
    """
    parts = urlsplit(mirror.url)
    if parts.scheme != "http" or not mirror.is_loopback:
        return
    without_rules: dict[str, bool] = {}
    try:
        with closing(HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_PATIENCE)) as connection:
            for address in addresses:
                host = "/".join(address.split("/")[:3])
                if host not in without_rules:
                    without_rules[host] = _is_gone(connection, mirror, f"{host}/robots.txt", user_agent)
                if without_rules[host] and _is_gone(connection, mirror, address, user_agent):
                    yield address
    except (OSError, HTTPException, ValueError):
        return


def note_absent_pages(
    engine: Engine,
    limits: HostLimits,
    sources: Sequence[Source],
    past: Mapping[str, Sequence[CrawlRun]],
    now: Callable[[], datetime],
) -> list[CrawlRun]:
    """Record the runs of watched pages that were on no mirror so far and are not on this one; gives the runs.

    Args:
        engine: the database.
        limits: of the night.
        sources: those to be asked.
        past: the runs of each source, the newest first.
        now: tells the instant.
    """
    mirror = limits.mirror
    if mirror is None:
        return []
    asked = {each.url: each for each in sources if _was_absent(each, past.get(each.name, ()), mirror)}
    absent = list(absent_pages(mirror, asked, limits.user_agent))
    if not absent:
        return []
    with writing(engine) as session:
        return [note_still_absent(session, past[asked[url].name][0], now()) for url in absent]


def _was_absent(source: Source, past: Sequence[CrawlRun], mirror: Mirror) -> bool:
    """Is it a watched page that was on no mirror whenever it was asked, and not on this one the last time?"""
    return (
        source.platform == WatchedPageSpider.platform
        and bool(past)
        and past[0].via == mirror.url
        and all(run.outcome is RunOutcome.NOT_ON_MIRROR for run in past)
    )


def _is_gone(connection: HTTPConnection, mirror: Mirror, address: str, user_agent: str) -> bool:
    parts = urlsplit(mirror.address_of(address))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("GET", path, headers={"User-Agent": user_agent})
    _acknowledge_at_once(connection)
    answer = connection.getresponse()
    answer.read()
    return answer.status in _GONE


def _acknowledge_at_once(connection: HTTPConnection) -> None:
    """Spares 40 ms an answer: a server that sends head and body apart waits with the second until the first arrived."""
    at_once = getattr(socket, "TCP_QUICKACK", None)  # only Linux has it, and only until the next answer
    if at_once is not None and isinstance(connection.sock, socket.socket):
        connection.sock.setsockopt(socket.IPPROTO_TCP, at_once, 1)
