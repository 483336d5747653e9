"""Who may apply for what the DSEE lists: by its text, else by its categories. All pages are invented."""

import pytest
from lxml import html

from crawler.platforms.labelled_page import LabelledPage
from crawler.spiders.dsee import DseeSpider
from grants_db.vocabulary import ApplicantRoute
from tests.crawler.test_recorded_pages import Replay

DIRECT, PARTNER, NONE, UNCLEAR = (
    ApplicantRoute.DIRECT,
    ApplicantRoute.PARTNER,
    ApplicantRoute.NONE,
    ApplicantRoute.UNCLEAR,
)


@pytest.mark.parametrize(
    ("title", "text", "fields", "route"),
    [
        ("Brückenfonds", "Kommunen und Vereine können Anträge stellen.", "Soziales", DIRECT),
        ("Brückenfonds", "Tauschregale, Lesepatenschaften und Gärten.", "Soziales", PARTNER),
        ("Brückenstipendium", "Ein halbes Jahr im Ausland.", "Soziales", NONE),
        ("Brückenkolleg", "Stipendien für ein halbes Jahr im Ausland.", "Soziales", NONE),
        ("Brückenpreis", "Auszeichnung für Schulabsolventen mit guten Noten.", "Soziales", NONE),
        ("Brückenwerkstatt", "Keine direkte Förderung, nur Beratung.", "Soziales", NONE),
        ("Brückentagung", "Vereine vernetzen sich. KEINE Fördergelder.", "Soziales", NONE),
        ("Brückenfonds", "Keine direkte Förderung für Schulen. Kommunen können Anträge stellen.", "Soziales", DIRECT),
        ("Brückenübersicht", "Über 90 Initiativen für Schulen im Überblick.", "Soziales", PARTNER),
        ("Brückenfonds", "Tauschregale, Lesepatenschaften und Gärten.", "", UNCLEAR),
    ],
)
def test_what_is_listed_for_engagement_is_for_associations(
    title: str, text: str, fields: str, route: ApplicantRoute
) -> None:
    label = f"<div><div>Engagementbereiche:</div><div><ul><li>{fields}</li></ul></div></div>" if fields else ""
    body = (
        f"<html><body><main><article><div><header><h1>{title}</h1></header>"
        f"<div><div><p>{text}</p></div><div><h3>Weitere Informationen</h3></div></div></div>"
        f"<aside>{label}</aside></article></main></body></html>"
    )
    page = LabelledPage(html.document_fromstring(body), "https://foerderdatenbank.d-s-e-e.de/foerderprogramme/x")
    values, _ = DseeSpider(context=Replay(DseeSpider).context).values_of(page)
    assert values["applicant_route"] is route
    assert ("applicant_route" in values["evidence"]) is (route is not UNCLEAR)
