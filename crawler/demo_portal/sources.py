"""The sources of the practice: the portals whose structure the practice portal has, and its own pages to watch."""

from datetime import datetime

from sqlmodel import Session

from crawler.demo_portal.content import watched_pages
from crawler.platforms.base import as_source
from crawler.runs.watched_pages import watch_page
from crawler.spiders.dsee import DseeSpider
from crawler.spiders.eu_funding_tenders import EuFundingTendersSpider
from crawler.spiders.foerderdatenbank import FoerderdatenbankSpider
from grants_db.opportunities.sources import register_source
from grants_db.vocabulary import Level

PORTALS = (FoerderdatenbankSpider, EuFundingTendersSpider, DseeSpider)


def register_practice_sources(session: Session, now: datetime) -> None:
    """Bring what the practice portal shows into the table of sources, and nothing else; a portal's title says so."""
    for spider in PORTALS:
        source = as_source(spider, now)
        source.title = f"{source.title} (Übungsportal)"
        register_source(session, source)
    for page in watched_pages():
        watch_page(session, page.url, title=page.title, funder=page.funder, level=Level(page.level), now=now)
