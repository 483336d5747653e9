"""German text becomes words that meet, however they are spelled."""

import pytest

from matching.text.compounds import CompoundSplitter
from matching.text.german import LONGEST_TEXT, language_of, stem, words


@pytest.mark.parametrize(
    "written",
    ["Bürger*innen", "Bürger:innen", "Bürger_innen", "BürgerInnen", "Bürger/-innen", "Bürger/innen", "Bürger(innen)"],
)
def test_every_gendered_form_is_the_same_word(written: str) -> None:
    assert words(written) == ["bürger"]


def test_a_feminine_plural_shares_the_stem_of_the_short_form() -> None:
    assert {stem(word) for word in words("Migrantinnen Migranten")} == {"migrant"}
    assert words("Übungsleiterinnen") == ["übungsleiter"]


def test_soft_hyphens_and_hyphens_at_line_ends_do_not_break_words() -> None:
    assert words("Sprach\u00adkurse und Gemein-\nwesen") == ["sprachkurse", "und", "gemeinwesen"]


def test_words_glued_by_a_converter_come_apart() -> None:
    assert words("einerAnlaufstelle") == ["einer", "anlaufstelle"]


def test_capitals_and_decomposed_umlauts_make_no_difference() -> None:
    assert words("FÖRDERUNG") == words("Fo\u0308rderung") == ["förderung"]


def test_numbers_emoji_and_single_letters_are_no_words() -> None:
    assert words("2026 🎉 a 1.000 €") == []


def test_a_text_of_a_megabyte_is_read_up_to_its_first_part() -> None:
    assert len(words("Wort " * 250_000)) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("arbeitsmarktintegration", ("arbeit", "markt", "integration")),
        ("sprachförderung", ("sprach", "förderung")),
        ("integrationslotsen", ("integration", "lotse")),
        ("städtepartnerschaft", ("städte", "partnerschaft")),
    ],
)
def test_a_compound_is_split_into_its_nouns(compound: str, parts: tuple[str, ...]) -> None:
    assert CompoundSplitter().parts(compound) == parts


@pytest.mark.parametrize("word", ["verantwortung", "unterstützung", "muslimische", "diskriminierung", "xyzxyzxyz"])
def test_a_word_that_is_no_compound_stays_whole(word: str) -> None:
    assert CompoundSplitter().parts(word) == (word,)


def test_the_language_is_told_from_the_function_words() -> None:
    assert language_of("the call is open for proposals of cities".split()) == "en"
    assert language_of("die Stadt fördert Projekte für alle".lower().split()) == "de"
    assert language_of([]) == "de"
