"""Running text becomes sentences that know the list they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.text import sentences
from crawler.text.sentences import LONGEST_QUOTE, LONGEST_SENTENCE, Prose, plain, quote

TEXTS = st.text(alphabet=st.sampled_from("aB 1.,:;-–\n<>li/&[]()€%§ÄzurProzent"), max_size=300)


def test_an_item_knows_the_words_that_lead_its_list_in() -> None:
    text = "Die Höhe des Zuschusses beträgt\n- für Vereine 500 EUR und\n- für Schulen 800 EUR.\nBitte früh bewerben."
    found = [(s.intro, s.text) for s in Prose(text).sentences]
    assert found[1:3] == [
        ("Die Höhe des Zuschusses beträgt", "für Vereine 500 EUR und"),
        ("Die Höhe des Zuschusses beträgt", "für Schulen 800 EUR."),
    ]
    assert found[3] == ("", "Bitte früh bewerben.")


def test_a_list_without_bullets_is_known_by_its_colon_and_commas() -> None:
    found = Prose("Antragsberechtigt sind:\nVereine,\nSchulen und\nGemeinden.\nDer Fonds ist klein.").sentences
    assert [s.intro for s in found] == ["", *["Antragsberechtigt sind:"] * 3, ""]


def test_a_lead_in_inside_a_list_of_conditions_leads_its_own_list() -> None:
    found = Prose("Es gelten folgende Bedingungen:\nAntragsberechtigt sind\n- Vereine,\n- Kirchen.").sentences
    assert found[-1].intro == "Antragsberechtigt sind"


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Antrag ist bis zum 30. September zu stellen.",
        "Im 2. Schritt folgt der Antrag, z. B. per Post.",
        "Nach Nr. 4 Abs. 2 gilt das ggf. auch für Dritte.",
    ],
)
def test_an_ordinal_or_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert [s.text for s in Prose(sentence).sentences] == [sentence]


def test_two_sentences_are_two_statements_and_know_what_came_before() -> None:
    first, second = Prose("Die Kosten sind begrenzt. Sie dürfen 500 Euro nicht übersteigen.").sentences
    assert second.before == first.text


def test_a_line_broken_in_the_middle_of_a_sentence_is_joined() -> None:
    text = "Die Zuwendung wird als Anteilfinanzierung gewährt und\nbeträgt höchstens 80 Prozent der Ausgaben."
    assert len(Prose(text).sentences) == 1


def test_left_over_markup_is_taken_out() -> None:
    assert plain("<p>bis zu <abbr title='Euro'>EUR</abbr>&nbsp;9</p>").strip() == "bis zu EUR 9"
    assert plain("maß\u00adnahmen [Link](https://example.org/x)") == "maßnahmen Link"


@given(TEXTS)
def test_statements_are_parts_of_the_plain_text(text: str) -> None:
    whole = " ".join(plain(text).split())
    for sentence in Prose(text).sentences:
        assert len(sentence.text) <= LONGEST_SENTENCE
        assert " ".join(sentence.text.split()) in whole


def test_the_quote_of_a_long_sentence_holds_the_place_in_question() -> None:
    sentence = "wort " * 150 + "ZIEL " + "wort " * 80
    at = sentence.index("ZIEL")
    assert "ZIEL" in quote(sentence, at, at + 4)
    assert len(quote(sentence, at, at + 4)) <= LONGEST_QUOTE


def test_each_text_of_a_programme_is_split_once_whoever_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    split: list[str] = []
    original = sentences._lines

    def counted(text: str) -> list[tuple[bool, str]]:
        split.append(text)
        return original(text)

    monkeypatch.setattr(sentences, "_lines", counted)
    texts = [
        ("Fristen", "Anträge sind bis zum 1.10.2027 zu stellen."),
        ("Volltext", "Antragsberechtigt sind Vereine."),
        (GUIDELINE, "Die Zuwendung beträgt höchstens 500 Euro."),
    ]
    read_facts(title="Gärten", short_text="Gefördert wird viel.", sections=texts, deadline_sections=["Fristen"])
    assert sorted(split) == sorted(
        ["Gärten", "Gefördert wird viel.", "Fristen", "Volltext", *(text for _, text in texts)]
    )
