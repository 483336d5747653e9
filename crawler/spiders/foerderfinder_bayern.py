"""Förderfinder Bayern: the programmes of the Free State of Bavaria, by the search of the suite it runs."""

from crawler.platforms.xflb import XflbSpider
from grants_db.vocabulary import Level


class FoerderfinderBayernSpider(XflbSpider):
    """Some two hundred programmes; each says itself whether Land, Bund or EU pays."""

    name = "foerderfinder_bayern"
    title = "Förderfinder Bayern"
    url = "https://foerderfinder.digital/bayern/suche/apicall/search"
    search_page = "https://foerderfinder.digital/bayern/suche"
    level = Level.LAND
    funder = "Freistaat Bayern"
    attribution = "Förderfinder Bayern, Bayerisches Staatsministerium für Digitales"
    permission = "Öffentliche Suchschnittstelle des Freistaats Bayern, robots.txt erlaubt den Abruf"
