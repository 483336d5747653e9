"""Which spiders there are."""

from crawler.context import HostLimits
from crawler.platforms.base import PortalSpider
from crawler.platforms.watched_page import WatchedPageSpider
from crawler.spiders.bmftr import BmftrSpider
from crawler.spiders.dsee import DseeSpider
from crawler.spiders.eu_funding_tenders import EuFundingTendersSpider
from crawler.spiders.foerderdatenbank import FoerderdatenbankSpider
from crawler.spiders.foerderfinder_bayern import FoerderfinderBayernSpider
from grants_db.models.source import Source
from grants_db.sentence import Sentence

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


def obstacle(source: Source, limits: HostLimits) -> Sentence | None:
    """Why a source may not be asked; None where it may."""
    if spider_for(source) is None:
        return Sentence.of("Diese Programmversion kann die Quelle nicht lesen.")
    if source.permission_needed and source.allowed_at is None and limits.mirror is None:
        return Sentence.of(
            "Ohne Erlaubnis des Betreibers wird nicht live abgefragt. "
            "Liegt sie vor: akquise source allow {name} --note „…“.",
            name=source.name,
        )
    return None
