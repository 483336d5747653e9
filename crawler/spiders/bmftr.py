"""Federal ministry of research: its notices (Bekanntmachungen), by their feed."""

from crawler.platforms.feed import FeedSpider
from grants_db.vocabulary import Level


class BmftrSpider(FeedSpider):
    """The feed is known under the ministry's former name, and may have moved to the new one as its notices did."""

    name = "bmftr"
    title = "Bekanntmachungen des Bundesministeriums für Forschung, Technologie und Raumfahrt"
    url = (
        "https://www.bmbf.de/SiteGlobals/Functions/RSSFeed/de/RSSNewsfeed/Bekanntmachungen/"
        "RSSNewsfeed_Bekanntmachungen.xml"
    )
    level = Level.FEDERAL
    funder = "Bundesministerium für Forschung, Technologie und Raumfahrt"
    attribution = "Bundesministerium für Forschung, Technologie und Raumfahrt, Bekanntmachungen"
    permission = "Öffentlicher Feed und öffentliche Seiten des Ministeriums, robots.txt erlaubt den Abruf"
    hosts = frozenset(("www.bmftr.bund.de", "www.bmbf.de", "bmbf.de"))
    regions = ("DE",)
