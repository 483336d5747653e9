"""Förderdatenbank des Bundes: programmes of the Länder, the federation and the EU, from the official export."""

from crawler.platforms.xml_export import XmlExportSpider


class FoerderdatenbankSpider(XmlExportSpider):
    """The daily snapshot of all programmes, without login."""

    name = "foerderdatenbank"
    title = "Förderdatenbank des Bundes"
    url = "https://www.foerderdatenbank.de/FDB/WS/export"
    site = "https://www.foerderdatenbank.de"
    root = "/BMWI"
    attribution = "Förderdatenbank des Bundes, Bundesministerium für Wirtschaft und Energie, CC BY-ND"
    permission = "Amtliche Exportschnittstelle; Texte unter CC BY-ND, unverändert mit Quellenangabe"
