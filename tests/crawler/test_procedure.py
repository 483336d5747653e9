"""How one applies and is paid is read from pages and guidelines: documents, criteria, the office's contact, payment."""

import time

import pytest

from crawler.extract.facts import GUIDELINE, extract_facts
from crawler.extract.procedure.contact import office_contact
from crawler.extract.procedure.lists import criteria, required_documents
from crawler.extract.procedure.payment import payment_modes
from crawler.text.page.reader import read_page
from crawler.text.sentences import Prose


def documents(text: str) -> list[str]:
    return list(required_documents(Prose(text)).items)


def modes(text: str) -> list[str]:
    return [mode.value for mode in payment_modes(Prose(text)).modes]


@pytest.mark.parametrize(
    "text",
    [
        "Erforderliche Unterlagen\n\n- Vereinssatzung\n- Kosten- und Finanzierungsplan",
        "Erforderliche Unterlagen: Vereinssatzung, Kosten- und Finanzierungsplan",
        "Erforderliche Unterlagen\n\nVereinssatzung\nKosten- und Finanzierungsplan\n\nKontakt\n\nRathaus",
        "Dem Antrag sind beizufügen:\n\na) die Vereinssatzung,\n\nb) ein Kosten- und Finanzierungsplan.",
        "Dem Antrag sind die Vereinssatzung sowie ein Kosten- und Finanzierungsplan beizufügen.",
        "Bitte fügen Sie die Vereinssatzung und einen Kosten- und Finanzierungsplan bei.",
        "7.2 Zum Antrag gehören:\n- Vereinssatzung;\n- Kosten- und Finanzierungsplan.",
        "Der Förderantrag besteht aus der Vereinssatzung sowie einem Kosten- und Finanzierungsplan.",
        "Hinweise:\n- Anträge sind formlos.\n- Legen Sie Vereinssatzung und Kosten- und Finanzierungsplan bei.",
    ],
)
def test_the_documents_asked_for_are_read_however_they_are_listed(text: str) -> None:
    found = required_documents(Prose(text))
    assert (list(found.items), found.check) == (["Vereinssatzung", "Kosten- und Finanzierungsplan"], False)


def test_an_english_page_asks_for_documents_too() -> None:
    assert documents(
        "You will need to submit the following documents:\n- your constitution\n- a recent bank statement"
    ) == [
        "constitution",
        "recent bank statement",
    ]
    assert documents("Applications must be accompanied by a project budget and a letter of support.") == [
        "project budget",
        "letter of support",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dem Verwendungsnachweis sind folgende Unterlagen beizufügen:\n- Belegliste\n- Sachbericht",
        "Nach Abschluss des Projekts sind ein Sachbericht und eine Belegliste vorzulegen.",
        "Auf eine Vorlage von Kostenvoranschlägen wird verzichtet; ein Finanzierungsplan ist nicht beizufügen.",
        "Der Antrag ist bis zum 31. März bei der Geschäftsstelle einzureichen.",
        "Die Gemeinde legt einen Bebauungsplan vor und erteilt Genehmigungen.",
    ],
)
def test_what_is_asked_for_later_or_not_at_all_is_no_required_document(text: str) -> None:
    assert documents(text) == []


def test_a_list_of_what_an_outline_is_to_tell_names_no_documents() -> None:
    assert documents("Die Skizze soll folgende Punkte enthalten:\n- Ziele\n- Zeitraum\n- Zielgruppe") == []


def test_an_item_is_kept_without_what_its_line_says_further() -> None:
    text = "Dem Antrag sind beizufügen:\n- ein Finanzierungsplan. Er nennt alle Einnahmen.\n- Satzung"
    assert documents(text) == ["Finanzierungsplan", "Satzung"]


def test_lists_of_many_programmes_are_to_be_checked() -> None:
    parts = (
        f"Teil {number}\n\nDem Antrag sind beizufügen:\n- Satzung {number}\n- Konzept {number}" for number in range(5)
    )
    found = required_documents(Prose("\n\n".join(parts)))
    assert len(found.items) == 10
    assert found.check


@pytest.mark.parametrize(
    "text",
    [
        "Auswahlkriterien\n\n- Wirkung im Stadtteil\n- Beteiligung der Zielgruppe",
        "Die Anträge werden nach folgenden Kriterien bewertet:\n- Wirkung im Stadtteil\n- Beteiligung der Zielgruppe",
        "Kriterien für die Auswahl sind die Wirkung im Stadtteil sowie die Beteiligung der Zielgruppe.",
    ],
)
def test_criteria_of_the_choice_are_read(text: str) -> None:
    found = criteria(Prose(text))
    assert [item.removeprefix("die ") for item in found.items] == ["Wirkung im Stadtteil", "Beteiligung der Zielgruppe"]
    assert not found.check


def test_english_award_criteria_are_read() -> None:
    text = "Applications will be assessed against the following criteria:\n- Local benefit\n- Value for money"
    assert list(criteria(Prose(text)).items) == ["Local benefit", "Value for money"]


@pytest.mark.parametrize(
    "text",
    [
        "Ausschlusskriterien\n\n- laufende Kosten\n- gewerbliche Vorhaben",
        "Eligibility criteria\n\n- registered charities\n- based in the county",
        "Die Auswahl erfolgt anhand der veröffentlichten Kriterien durch die Jury.",
    ],
)
def test_conditions_of_applying_and_criteria_that_stand_elsewhere_are_none(text: str) -> None:
    assert criteria(Prose(text)).items == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Auszahlung erfolgt in zwei Raten.", ["instalments"]),
        ("Die Mittel werden im Abrufverfahren bereitgestellt.", ["draw_down"]),
        ("Die Zuwendung wird auf Anforderung ausgezahlt.", ["advance"]),
        ("Der Zuschuss wird nach Vorlage des Verwendungsnachweises ausgezahlt.", ["reimbursement"]),
        ("Es gilt das Erstattungsprinzip.", ["reimbursement"]),
        ("Die Förderung wird in einer Summe ausgezahlt.", ["lump_sum"]),
        ("Die Schlussrate wird erst nach Prüfung des Verwendungsnachweises ausgezahlt.", ["instalments"]),
        ("Mittel dürfen nur insoweit und nicht eher angefordert werden, als sie benötigt werden.", ["advance"]),
        ("The grant is paid in two instalments.", ["instalments"]),
        ("Costs are reimbursed on receipt of paid invoices.", ["reimbursement"]),
        ("Vorschüsse auf die Zuwendung werden nicht gezahlt.", []),
        ("Die Rückzahlung der Zuwendung in Raten ist ausgeschlossen.", []),
        ("In Ausnahmefällen ist eine Vorauszahlung der Mittel möglich.", []),
        ("Wir beraten Sie zur Auszahlung.", []),
    ],
)
def test_how_the_money_is_paid_is_told(text: str, expected: list[str]) -> None:
    assert modes(text) == expected


def test_a_draw_down_that_is_only_named_is_to_be_checked() -> None:
    found = payment_modes(Prose("Das Formular für den Mittelabruf der Zuwendung steht im Portal bereit."))
    assert ([mode.value for mode in found.modes], found.check) == (["draw_down"], True)


CONTACT = """Kontakt

Landesamt für Beispiele
Referat 12
Frau Dr. Erika Muster
Musterstraße 5
39104 Magdeburg
Telefon: 0391 555-0
Fax: 0391 555-99
erika.muster@beispiel.example
foerderung@beispiel.example
"""


def test_the_contact_of_an_office_is_read_without_the_names_of_persons() -> None:
    found = office_contact(Prose(CONTACT))
    assert found.contact.as_json() == {
        "office": "Landesamt für Beispiele, Referat 12",
        "phone": "0391 555-0",
        "mail": "foerderung@beispiel.example",
        "address": "Musterstraße 5, 39104 Magdeburg",
    }
    assert not found.check
    assert "Muster " not in found.quote


def test_a_contact_in_a_sentence_is_read() -> None:
    text = "7.1 Bewilligungsbehörde ist die Investitionsbank Musterland, Domplatz 12, 39104 Magdeburg."
    assert office_contact(Prose(text)).contact.as_json() == {
        "office": "Investitionsbank Musterland",
        "address": "Domplatz 12, 39104 Magdeburg",
    }


def test_the_address_on_the_lines_below_a_sentence_is_its_contact() -> None:
    address = "Förderbank Musterland\nPirnaer Straße 9\n01054 Dresden\nTel. (03 51) 49 10-0"
    text = f"Anträge sind über die Hausbank einzureichen bei der\n{address}"
    assert office_contact(Prose(text)).contact.as_json() == {
        "office": "Förderbank Musterland",
        "phone": "(03 51) 49 10-0",
        "address": "Pirnaer Straße 9, 01054 Dresden",
    }


def test_a_contact_without_an_office_is_to_be_checked() -> None:
    found = office_contact(
        Prose("Ansprechpartnerin\n\nErika Muster\nTelefon: 0391 555-12\nerika.muster@beispiel.example")
    )
    assert (found.contact.as_json(), found.check) == ({"phone": "0391 555-12"}, True)


PAGE = """<html><body><main><h1>Brückenfonds</h1><p>Gefördert werden Begegnungen von Vereinen in der Nachbarschaft.</p>
<h2>Erforderliche Unterlagen</h2><ul><li>Projektbeschreibung</li><li>Finanzierungsplan</li></ul>
<h2>Auswahlkriterien</h2><ol><li>Wirkung</li><li>Beteiligung</li></ol>
<h2>Auszahlung</h2><p>Der Zuschuss wird in zwei Raten ausgezahlt.</p>
<dl><dt>Ansprechpartner</dt><dd>Stiftung Brücke, Tel. 030 1234-5, info@bruecke.example</dd></dl></main></body></html>"""


def test_a_page_says_all_four_by_its_structure() -> None:
    facts = extract_facts(sections=[("", Prose(read_page(PAGE).text))])
    assert facts.required_documents == ("Projektbeschreibung", "Finanzierungsplan")
    assert facts.criteria == ("Wirkung", "Beteiligung")
    assert [mode.value for mode in facts.payment] == ["instalments"]
    assert facts.contact == {"office": "Stiftung Brücke", "phone": "030 1234-5", "mail": "info@bruecke.example"}
    assert facts.evidence["payment"] == "Der Zuschuss wird in zwei Raten ausgezahlt."


def test_the_summary_leads_over_the_guideline() -> None:
    summary = Prose("Dem Antrag ist ein Finanzierungsplan beizufügen.")
    guideline = Prose("Dem Antrag ist eine Satzung beizufügen.\n\nDie Auszahlung erfolgt in zwei Raten.")
    facts = extract_facts(sections=[("Verfahren", summary), (GUIDELINE, guideline)])
    assert facts.required_documents == ("Finanzierungsplan",)
    assert [mode.value for mode in facts.payment] == ["instalments"]


def test_the_heading_of_a_section_leads_its_list_in() -> None:
    facts = extract_facts(sections=[("Erforderliche Unterlagen", Prose("- Satzung\n- Finanzierungsplan"))])
    assert facts.required_documents == ("Satzung", "Finanzierungsplan")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "Dem Antrag sind die Satzung, ein Finanzierungsplan und eine Erklärung beizufügen, ",
        "Kontakt\n\nAmt für Beispiele, Musterstraße 5, 39104 Magdeburg, Tel. 0391 55 55 55 ",
        "Auszahlung der Zuwendung nach Vorlage, nach Prüfung, nach Anforderung der Mittel ",
        "Auswahlkriterien sind Wirkung, Wirkung und Wirkung, anhand von Wirkung ",
        "(((((- a) 1. Satzung: ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = Prose((piece * (size // len(piece) + 1))[:size])
        started = time.process_time()
        extract_facts(sections=[("", text)])
        return time.process_time() - started

    seconds(10_000)
    assert seconds(400_000) < 12 * max(seconds(100_000), 0.05)
