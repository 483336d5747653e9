"""A night's crawl for the handbook's pictures, in a process of its own, since Scrapy runs once in a process.

It stands alone, so that such a process loads nothing of what matches and paints.
"""

from datetime import datetime

from grants_db.storage.database import open_database
from grants_db.vocabulary import RunOutcome


def crawl(database_url: str, mirror: str, watched: list[str], at: datetime) -> dict[str, RunOutcome]:
    """Ask the sources that the practice portal shows; gives those with a finding."""
    from crawler.runs.crawl import run_sources
    from crawler.spiders.registry import PORTALS

    engine = open_database(database_url)
    names = [*(portal.name for portal in PORTALS), *watched]
    results = run_sources(engine, names, via=mirror, contact="", now=lambda: at, today=at.date())
    engine.dispose()
    return {result.source: result.outcome for result in results if result.is_finding}
