"""Who may apply, and how a municipality gets at the money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.eligibility import applicant_route, applicant_types
from crawler.text.sentences import Prose, plain
from grants_db.vocabulary import ApplicantRoute, ApplicantType

CITY, PUBLIC, ASSOCIATION = ApplicantType.MUNICIPALITY, ApplicantType.PUBLIC_BODY, ApplicantType.ASSOCIATION
COMPANY, PERSON, SCHOOL = ApplicantType.COMPANY, ApplicantType.INDIVIDUAL, ApplicantType.SCHOOL
WORDS = [
    "Antragsberechtigt sind",
    "Vereine",
    "Kommunen",
    "nicht",
    "\n- ",
    ".",
    ",",
    ":",
    "juristische Personen des",
    "öffentlichen Rechts",
    "Kirchen",
    "Hochschulen",
    "ausgeschlossen",
    "wenn Sie als",
    "Eigentümer",
    "Staaten",
]
PIECES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("text", "types", "route"),
    [
        ("Antragsberechtigt sind Gemeinden und Landkreise.", [], "direct"),
        ("Antragsberechtigt sind juristische Personen des öffentlichen und privaten Rechts.", [], "direct"),
        ("Antragsberechtigt sind\n- Vereine,\n- Städte,\n- Stiftungen.", [], "direct"),
        ("Antragsberechtigt sind Projektträger. Projektträger sind Kammern, Vereine und Kommunen.", [], "direct"),
        ("Antragsberechtigt sind juristische Personen mit Sitz im Land.", [PUBLIC, ASSOCIATION], "direct"),
        ("Antragsberechtigt sind Arbeitgeberinnen und Arbeitgeber.", [CITY, COMPANY], "direct"),
        ("", [CITY], "direct"),
        ("Eligible applicants are local authorities and non-profit organisations.", [], "direct"),
        ("Antragsberechtigt sind eingetragene Vereine und Kirchengemeinden.", [], "partner"),
        ("Antragsberechtigt sind gemeinnützige juristische Personen.", [PUBLIC, ASSOCIATION], "partner"),
        ("Antragsberechtigt sind anerkannte Bildungsträger.", [SCHOOL], "partner"),
        ("Antragsberechtigt sind Religionsgemeinschaften mit Anerkennung als Körperschaft des öffentlichen Rechts.",
         [ASSOCIATION], "partner"),
        ("", [ASSOCIATION, COMPANY], "partner"),
        ("Antragsberechtigt sind kleine und mittlere Unternehmen.", [COMPANY], "none"),
        ("Antragsberechtigt sind natürliche Personen.", [PERSON], "none"),
        ("Antragsberechtigt sind ausschließlich die teilnehmenden Staaten.", [CITY, PUBLIC], "none"),
        ("Antragsberechtigt sind Hochschulen und Forschungseinrichtungen.", [], "none"),
        ("Gefördert werden neue Ideen.", [PUBLIC], "unclear"),
        ("Gefördert werden neue Ideen.", [], "unclear"),
        ("Antragsberechtigt sind Eigentümerinnen und Eigentümer.", [ASSOCIATION, PERSON], "unclear"),
    ],
)  # fmt: skip
def test_the_route_of_a_municipality(text: str, types: list[ApplicantType], route: str) -> None:
    assert applicant_route(Prose(text), types).value == ApplicantRoute(route)


def test_who_is_shut_out_is_no_applicant() -> None:
    text = "Antragsberechtigt sind Vereine. Nicht antragsberechtigt sind Kommunen."
    assert applicant_route(Prose(text)).value is ApplicantRoute.PARTNER


def test_the_words_that_say_so_are_quoted() -> None:
    fact = applicant_route(Prose("Viel Geld. Antragsberechtigt sind Vereine und Städte."), [CITY])
    assert fact.quote == "Antragsberechtigt sind Vereine und Städte."


def test_the_groups_named_in_a_list_are_found() -> None:
    text = "Antragsberechtigt sind\n- Kommunen,\n- Volkshochschulen,\n- Kirchengemeinden und\n- kleine Unternehmen."
    assert applicant_types(Prose(text)).value == (CITY, ApplicantType.CHURCH, SCHOOL, COMPANY)


def test_a_hochschule_is_no_school() -> None:
    found = applicant_types(Prose("Viel Geld. Antragsberechtigt sind Hochschulen."))
    assert (found.value, found.quote) == ((ApplicantType.UNIVERSITY,), "Antragsberechtigt sind Hochschulen.")


@given(PIECES, st.lists(st.sampled_from(ApplicantType), max_size=4))
def test_the_route_never_fails_and_quotes_the_text(text: str, types: list[ApplicantType]) -> None:
    fact = applicant_route(Prose(text), types)
    assert " ".join(fact.quote.split()) in " ".join(plain(text).split())
