"""Which spiders there are."""

from crawler.platforms.portal import PortalSpider
from crawler.platforms.watched_page import WatchedPageSpider
from crawler.spiders.bmftr import BmftrSpider
from crawler.spiders.dsee import DseeSpider
from crawler.spiders.eu_funding_tenders import EuFundingTendersSpider
from crawler.spiders.foerderdatenbank import FoerderdatenbankSpider
from crawler.spiders.foerderfinder_bayern import FoerderfinderBayernSpider
from grants_db.models.source import Source

#: the portals, in the order they are asked
PORTALS: tuple[type[PortalSpider], ...] = (
    FoerderdatenbankSpider,
    EuFundingTendersSpider,
    DseeSpider,
    BmftrSpider,
    FoerderfinderBayernSpider,
)


def spider_for(source: Source) -> type[PortalSpider] | None:
    """The spider that reads a source; None for one that no spider of this version knows."""
    if source.platform == WatchedPageSpider.platform:
        return WatchedPageSpider
    return next((spider for spider in PORTALS if spider.name == source.name), None)
