"""Who may apply, said with verbs, questions, lists and exclusions. All texts are invented."""

import json
from pathlib import Path

import pytest

from crawler.evaluation.applicants import invented_routes, learn_routes
from crawler.extract.applicants.bodies import ASSOCIATION, BODY, CITY, PERSON, body_lists
from crawler.extract.applicants.route import (
    APPLIES,
    BARRED,
    applicant_weights,
    lists_in,
    reasons,
    route_from_prose,
)
from crawler.extract.roles.passage import sentences_of
from crawler.extract.roles.weights import ALWAYS, EvidenceWeights
from crawler.runs.read_text import read_text
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
        ("Wer: Genossenschaften und Vereine; Kommunen nur als Partner", PARTNER),
        ("Vereine bewerben sich. Städte können lediglich als Kooperationspartner mitwirken.", PARTNER),
        ("Charities may apply; municipalities may take part only as associated partners.", PARTNER),
        ("Die Mittel gehen nicht an Kommunen, sondern an freie Träger.", PARTNER),
        ("Antragsberechtigt sind Träger, die als gemeinnützig anerkannt sind.", PARTNER),
        ("Keine Förderung für Kommunen. Antragsberechtigt sind Vereine.", PARTNER),
        (
            "Antragsberechtigt:\n- Vereine\n- Körperschaften öffentlichen Rechts\nNicht antragsberechtigt: Kommunen",
            PARTNER,
        ),
        ("Antragsberechtigt sind Vereine. Das Vorhaben soll Schulen, Gemeinden und Betriebe erreichen.", PARTNER),
        ("Proposals may be submitted by legal entities established in an EU Member State.", DIRECT),
        ("Antragsberechtigt sind kleine und mittlere Unternehmen.", NONE),
        ("Bewerben können sich Künstlerinnen und Künstler.", NONE),
        ("Das Vorhaben soll in einer Stadt stattfinden.", UNCLEAR),
        ("Gefördert werden Angebote für Vereine und Jugendliche.", UNCLEAR),
        ("Der Antrag ist bei der Gemeinde erhältlich.", UNCLEAR),
        ("Beneficiaries are legal entities (public or private law organisations) of the member states.", DIRECT),
        ("Einen Antrag können nur Handwerksbetriebe stellen. Kommunale Eigenbetriebe sind ausgeschlossen.", NONE),
        ("Das Programm richtet sich an christliche Gemeinden und Vereine.", PARTNER),
        ("Gefördert werden kleine und mittlere Unternehmen.", NONE),
        ("Es werden Kinder ab drei Jahren gefördert.", UNCLEAR),
        ("Über 40 Initiativen und Schulen im Überblick.", UNCLEAR),
        ("Nicht gefördert werden:\n- Anträge von privaten Trägern\n- begonnene Vorhaben", UNCLEAR),
        ("Bund, Land und Gemeinden stellen dafür 30.000 Euro zur Verfügung.", UNCLEAR),
        ("Am Wettbewerb können Projekte und Initiativen teilnehmen.", PARTNER),
        ("Kommunen werden bei der Aufnahme von Geflüchteten aus der Ukraine mit Zuschüssen gefördert.", DIRECT),
        ("Applicants in the EU can be bodies that do not make a profit:\n- local authorities\n- schools", DIRECT),
        ("Chöre reichen ihren Antrag bis zum Mai ein, Kirchengemeinden ebenso.", PARTNER),
        ("Gesucht sind Städte und Gemeinden, die Neues wagen.", DIRECT),
        ("Das Preisgeld geht an Schulen und Kitas.", PARTNER),
        ("Only associations in the EU may apply; public authorities can be partners without funding.", PARTNER),
    ],
)
def test_the_route_follows_from_who_may_apply(text: str, route: ApplicantRoute) -> None:
    reading = route_from_prose(Prose(text))
    assert (reading.route, reading.check) == (route, False)
    assert bool(reading.quote) is (route is not UNCLEAR)


def kinds_of(text: str) -> list[set[str]]:
    return [set(one.kinds) for sentence in sentences_of(Prose(text), "applicants") for one in body_lists(sentence)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Vereine, Städte und Gemeinden", [{ASSOCIATION, CITY}]),
        ("freie und öffentliche Träger", [{BODY, ASSOCIATION, CITY}]),
        ("Träger der öffentlichen Jugendhilfe", [{BODY, CITY}]),
        ("juristische Personen des privaten und öffentlichen Rechts", [{BODY, ASSOCIATION, CITY}]),
        ("Kirchen als Körperschaften des öffentlichen Rechts", [{"church"}]),
        ("Vereine aus den Städten und Gemeinden", [{ASSOCIATION}]),
        ("Fördervereine von Einrichtungen in kommunaler Trägerschaft", [{ASSOCIATION}]),
        ("Einrichtungen in kommunaler Trägerschaft", [{BODY, CITY}]),
        ("Zusammenschlüsse von Gebietskörperschaften", [{BODY, CITY}]),
        ("Kirchengemeinden und Bezirke", [{"church"}]),
        ("20 Euro je Person und Tag", []),
        ("Council of Europe", []),
        ("Projekte und Initiativen", []),
        ("public or private organisations", [{BODY, ASSOCIATION, CITY}]),
        ("juristische Personen mit Sitz im Land", [{BODY, CITY}]),
        ("kirchliche Gemeinden", [{"church"}]),
        ("evangelische Kinder- und Jugendeinrichtungen", [{ASSOCIATION, "school"}]),
        ("Orte bis 5.000 Einwohner", []),
        ("Vereine können das, Kommunen dürfen es", [{ASSOCIATION}, {CITY}]),
    ],
)
def test_bodies_that_are_named_together_share_what_is_said(text: str, kinds: list[set[str]]) -> None:
    assert [one - {PERSON} for one in kinds_of(text)] == kinds


def test_a_body_that_may_not_apply_is_told_from_one_that_may() -> None:
    first, second = lists_in(Prose("Antragsberechtigt sind Vereine. Kommunen sind nicht antragsberechtigt."))
    weights = applicant_weights()
    assert weights.probability("applicant", APPLIES, first.evidence) > 0.9
    assert weights.probability("applicant", BARRED, second.evidence) > 0.5
    assert weights.probability("applicant", APPLIES, second.evidence) < 0.5


def test_the_parts_of_a_judgement_are_shown() -> None:
    (one,) = lists_in(Prose("Antragsberechtigt sind Vereine."))
    judged = reasons(one)
    assert judged.parts[0][0] in {"near=eligible", "left=eligible"}
    assert judged.probability > 0.9


def test_what_is_only_likely_is_a_proposal() -> None:
    unsure = EvidenceWeights({"applicant": {APPLIES: {ALWAYS: -0.6}, BARRED: {ALWAYS: -5.0}}})
    reading = route_from_prose(Prose("Vereine bekommen Geld."), unsure)
    assert (reading.route, reading.check) == (PARTNER, True)


def test_a_body_of_any_kind_leaves_room_for_a_proposal() -> None:
    unsure = EvidenceWeights({"applicant": {APPLIES: {ALWAYS: -0.6, "near=eligible": 2.0}, BARRED: {ALWAYS: -5.0}}})
    reading = route_from_prose(Prose("Antragsberechtigt sind Träger. Vereine bekommen Geld."), unsure)
    assert (reading.route, reading.check) == (PARTNER, True)


def test_a_text_shows_why_each_of_its_bodies_may_apply() -> None:
    found = read_text("Antragsberechtigt sind Vereine und Kommunen.")
    (only,) = found.bodies()
    assert (only[0], only[1].role) == ("Vereine und Kommunen", "applies")


def test_bodies_of_a_country_nobody_names_are_a_proposal() -> None:
    text = "The foundation supports charities and groups that work with the young and are able to act in their region."
    reading = route_from_prose(Prose(text))
    assert (reading.route, reading.check) == (PARTNER, True)
    assert not route_from_prose(Prose(f"{text} They must be based in Germany.")).check


@pytest.mark.parametrize(
    "text",
    [
        "Charities and local authorities can apply for up to £5,000.",
        "The Parish Council gives grants to clubs and societies that are run for the people of the village.",
        "Charities and trusts of any size that are registered in England and Wales.",
        "The fund is open to a local government council or to any of its societies.",
        "Local authorities in Norway can apply for the grants of the programme, and so can schools.",
    ],
)
def test_what_only_another_country_has_tells_that_no_german_city_is_meant(text: str) -> None:
    reading = route_from_prose(Prose(text))
    assert (reading.route, reading.check) == (NONE, False)


@pytest.mark.parametrize(
    ("text", "route", "check"),
    [
        ("Local authorities of the Member States can apply for up to £5,000.", DIRECT, False),
        ("Clubs in Germany and the UK can apply for up to £500 or €600.", PARTNER, False),
        ("The grants of up to €640 or £450 are for the clubs that are partners of each other.", PARTNER, True),
        ("Vereine, die Austausch mit England planen, können Zuschüsse beantragen.", PARTNER, False),
    ],
)
def test_a_word_of_germany_or_euros_keeps_it_open(text: str, route: ApplicantRoute, *, check: bool) -> None:
    reading = route_from_prose(Prose(text))
    assert (reading.route, reading.check) == (route, check)


def test_the_frames_name_bodies_of_every_role() -> None:
    told = {role for _, roles in invented_routes() for role, _ in roles}
    assert told == {"applies", "barred", "other"}


@pytest.mark.slow
def test_the_weights_are_learned_from_labelled_passages(tmp_path: Path) -> None:
    rows = [
        {
            "id": f"{number}",
            "operator": f"operator {number}",
            "language": "de",
            "text": text,
            "applicant_route": route,
            "ambiguous": False,
        }
        for number, (text, route) in enumerate(
            [
                ("Antragsberechtigt sind Vereine.", "partner"),
                ("Bewerben können sich Städte und Vereine.", "direct"),
                ("Das Vorhaben soll in einer Stadt stattfinden.", "unclear"),
                ("Gefördert werden Künstlerinnen und Künstler.", "none"),
            ]
        )
    ]
    (tmp_path / "facts.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    weights, remarks = learn_routes([tmp_path])
    (one,) = lists_in(Prose("Bewerben können sich Kommunen."))
    assert weights.probability("applicant", APPLIES, one.evidence) > 0.5
    assert any("applicant_route, all: right" in remark for remark in remarks)
