"""Where a call is open, from codes and from prose."""

import pytest

from crawler.extract.applicants.route import route_from_prose
from crawler.extract.facts import extract_facts
from crawler.extract.regions import narrowed, places_left_out, regions_from_codes, regions_from_text
from crawler.text.sentences import Prose
from grants_db.rules.regions import LAENDER


def test_both_spellings_of_a_code_are_one_region() -> None:
    assert regions_from_codes(["_bundesweit", "bundesweit"]).words == ("DE",)
    assert regions_from_codes(["schlesig_holstein", "schleswig_holstein"]).words == ("DE-SH",)


@pytest.mark.parametrize(("code", "name"), list(LAENDER.items()))
def test_every_land_is_known_by_name_and_code(code: str, name: str) -> None:
    assert regions_from_codes([name]).words == (code,)
    assert regions_from_codes([code.lower().replace("-", "_")]).words == (code,)


def test_a_name_that_is_no_land_is_handed_back() -> None:
    assert regions_from_codes(["Harz", "Bayern"]).unknown == ("Harz",)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Bundesweit", ("DE",)),
        ("Sachsen, Sachsen-Anhalt, Thüringen", ("DE-SN", "DE-ST", "DE-TH")),
        ("Das Land Sachsen-Anhalt unterstützt Sie bei Ihren Kursen.", ("DE-ST",)),
        ("Der Freistaat Sachsen fördert Vereine.", ("DE-SN",)),
        ("Antragsberechtigt sind Vereine mit Sitz in Niedersachsen.", ("DE-NI",)),
        ("Wir fördern deutschlandweit.", ("DE",)),
    ],
)
def test_what_prose_says_outright(text: str, regions: tuple[str, ...]) -> None:
    fact = regions_from_text(Prose(text))
    assert fact is not None
    assert fact.value == regions


@pytest.mark.parametrize("text", ["", "Wir fördern gute Ideen.", "Das Land Atlantis fördert alles.", "Kultur im Harz"])
def test_no_region_is_guessed(text: str) -> None:
    assert regions_from_text(Prose(text)) is None


def test_towns_that_are_left_out_narrow_the_land() -> None:
    fact = places_left_out(Prose("Fördergebiet ist das ganze Land mit Ausnahme der Städte Adorf und Bestadt (Elbe)."))
    assert fact is not None
    assert narrowed(["DE-ST"], fact.value) == ("DE-ST ohne Adorf, Bestadt (Elbe)",)


def test_a_town_named_elsewhere_narrows_nothing() -> None:
    assert places_left_out(Prose("Anträge nimmt die Stadt Adorf entgegen.")) is None


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Wir helfen Nachbarschaften.\nFördergebiet: Saarland\nFrist: 4. Mai 2027", ("DE-SL",)),
        ("Einzugsgebiet\nSachsen-Anhalt und Niedersachsen\nAblauf", ("DE-ST", "DE-NI")),
        ("Förderregion:\n- Hessen\n- Thüringen\n- Bayern\nMehr dazu", ("DE-HE", "DE-TH", "DE-BY")),
        ("Förderregion\nHessen\nThüringen\nWie viel?", ("DE-HE", "DE-TH")),
        ("Wo? Rheinland-Pfalz\nWer? Vereine\n" * 2, ("DE-RP",)),
        ("Wo: in ganz Schleswig-Holstein\nWer: Büchereien", ("DE-SH",)),
        ("Where: Lower Saxony and Saxony-Anhalt\nWho: libraries", ("DE-NI", "DE-ST")),
        ("Region: bundesweit\nDie Stiftung sitzt am Rhein.", ("DE",)),
        ("Das Fördergebiet umfasst das Land Brandenburg. Es gilt die Satzung.", None),
        ("Das Fördergebiet umfasst das Land Brandenburg.", ("DE-BB",)),
        ("Fördergebiet ist die Lausitz.", None),
        ("Die Länder Bremen und Niedersachsen fördern Chöre.", ("DE-HB", "DE-NI")),
        ("Die Stiftung mit Sitz in Hamburg hilft Chören.", None),
        ("Unsere Geschäftsstelle hat ihren Sitz in Bayern.", None),
        ("Gefördert wurden bereits Projekte in Hessen.", None),
    ],
)
def test_a_labelled_line_and_the_words_of_prose(text: str, regions: tuple[str, ...] | None) -> None:
    fact = regions_from_text(Prose(text))
    assert (fact.value if fact is not None and not fact.check else None) == regions


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Antragsberechtigt sind Kreise und Gemeinden in Rheinland-Pfalz.", ["DE-RP"]),
        ("Antragsberechtigt sind Gemeinden des Landes Hessen und deren Zusammenschlüsse.", ["DE-HE"]),
        ("Wer kann sich bewerben?\nStädte und Gemeinden Mecklenburg-Vorpommerns", ["DE-MV"]),
        ("Antragsberechtigt sind niedersächsische Kommunen.", ["DE-NI"]),
        ("Municipalities in the Free State of Saxony are eligible to apply.", ["DE-SN"]),
        ("Antragsberechtigt sind Kommunen aus den Ländern Sachsen, Bayern und Hessen.", ["DE-SN", "DE-BY", "DE-HE"]),
        (
            "Antragsberechtigt sind:\n- Gemeinden in Niedersachsen\n- Gemeinden in Sachsen-Anhalt",
            ["DE-NI", "DE-ST"],
        ),
        (
            "Antragsberechtigt sind Gemeinden in allen Bundesländern außer Berlin, Bremen und Hamburg.",
            [code for code in LAENDER if code not in ("DE-BE", "DE-HB", "DE-HH")],
        ),
        ("Antragsberechtigt sind Gemeinden in Deutschland.", ["DE"]),
    ],
)
def test_the_land_of_those_who_may_apply(text: str, regions: list[str]) -> None:
    facts = extract_facts(sections=[("", Prose(text))])

    assert list(facts.regions) == regions
    assert "regions" not in facts.proposed
    assert facts.evidence["regions"] in Prose(text).line


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("In Bayern können Städte und Gemeinden Anträge stellen.", ["DE-BY"]),
        ("Antragsberechtigt sind Gemeinden im Erzgebirge in Sachsen.", ["DE-SN"]),
        ("Antragsberechtigt sind Gemeinden in Sachsen und angrenzenden Gebieten.", ["DE-SN"]),
        ("Antragsberechtigt sind:\n- Gemeinden in Hessen\n- Gemeinden am Main", ["DE-HE"]),
        ("Förderkulisse: dünn besiedelte Kreise in Niedersachsen", ["DE-NI"]),
        ("Wo: Berlin\nWas: Auftakt mit allen Gemeinden", ["DE-BE"]),
        ("Bundesland: Bayern\nAnsprechstelle: Kulturring", ["DE-BY"]),
        ("Region: Hessen\nHilfe für Chöre\nRegion: Sachsen\nHilfe für Büchereien", ["DE-HE", "DE-SN"]),
    ],
)
def test_what_cannot_be_settled_is_proposed(text: str, regions: list[str]) -> None:
    facts = extract_facts(sections=[("", Prose(text))])

    assert facts.regions == ()
    assert facts.proposed["regions"]["value"] == regions
    assert facts.proposed["regions"]["evidence"] in Prose(text).line


@pytest.mark.parametrize(
    "text",
    [
        "Antragsberechtigt sind Gemeinden, zum Beispiel in Hessen.",
        "Antragsberechtigt sind Gemeinden außerhalb von Bayern.",
        "Antragsberechtigt sind Vereine in Brandenburg an der Havel.",
        "Antragsberechtigt sind Gemeinden; Anträge nimmt die Stiftung in Bayern entgegen.",
        "Antragsberechtigt sind Gemeinden. Anschrift: Ring 3, 20095 Hamburg",
        "Antragsberechtigt sind Gemeinden. Schon 30 Gemeinden in Hessen haben mitgemacht.",
    ],
)
def test_a_seat_an_address_or_an_example_is_no_region(text: str) -> None:
    assert route_from_prose(Prose(text)).lists
    facts = extract_facts(sections=[("", Prose(text))])

    assert facts.regions == ()
    assert "regions" not in facts.proposed
