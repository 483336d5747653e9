"""Who may apply, said with verbs, questions, lists and exclusions. All texts are invented."""

import pytest

from crawler.extract.applicants import GroupRole, groups_in, route_from_prose
from crawler.text.sentences import Prose
from grants_db.vocabulary import ApplicantRoute

DIRECT, PARTNER, NONE, UNCLEAR = (
    ApplicantRoute.DIRECT,
    ApplicantRoute.PARTNER,
    ApplicantRoute.NONE,
    ApplicantRoute.UNCLEAR,
)


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("Bewerben können sich Städte, Gemeinden und eingetragene Vereine.", DIRECT),
        ("Wer darf einen Antrag stellen?\n- Landkreise\n- gemeinnützige Träger", DIRECT),
        ("Antragsberechtigt: Kommunen, Vereine", DIRECT),
        ("Öffentliche und freie Träger können Zuschüsse beantragen.", DIRECT),
        ("Municipalities and charities can apply.", DIRECT),
        ("Der Zuschuss kann von Migrantenorganisationen beantragt werden.", PARTNER),
        ("Zuwendungsempfänger sind gemeinnützige Vereine und Kirchengemeinden.", PARTNER),
        ("Who can apply?\nNon-profit associations based in Germany", PARTNER),
        ("Zuwendungen an Vereine sind möglich. Kommunen sind nicht antragsberechtigt.", PARTNER),
        ("Kommunen fördern wir nicht.", PARTNER),
        ("Antragsberechtigt sind kleine und mittlere Unternehmen.", NONE),
        ("Bewerben können sich Künstlerinnen und Künstler.", NONE),
        ("Das Vorhaben soll in einer Stadt stattfinden.", UNCLEAR),
        ("Gefördert werden Angebote für Vereine und Jugendliche.", UNCLEAR),
        ("Der Antrag ist bei der Gemeinde erhältlich.", UNCLEAR),
    ],
)
def test_the_route_follows_from_who_may_apply(text: str, route: ApplicantRoute) -> None:
    reading = route_from_prose(Prose(text))
    assert (reading.route, reading.check) == (route, False)
    assert bool(reading.quote) is (route is not UNCLEAR)


def test_whom_a_call_says_to_support_is_only_a_proposal() -> None:
    reading = route_from_prose(Prose("Der Fonds unterstützt Vereine mit bis zu 5.000 Euro."))
    assert (reading.route, reading.check) == (PARTNER, True)


def test_a_group_that_may_not_apply_is_told_from_one_that_may() -> None:
    text = Prose("Antragsberechtigt sind Vereine. Privatpersonen sind nicht antragsberechtigt.")
    assert [(one.group, one.role) for one in groups_in(text)] == [
        ("association", GroupRole.MAY_APPLY),
        ("person", GroupRole.MAY_NOT),
    ]
