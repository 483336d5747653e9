"""The glossary links German and English words of the field."""

from pathlib import Path

import pytest

from matching.index.profiles import shipped_profiles
from matching.text.glossary import DOUBTFUL, Glossary, read_ideas, shipped_glossary


def test_it_has_at_least_four_hundred_entries_and_says_what_is_doubtful() -> None:
    ideas = shipped_glossary().ideas
    assert len(ideas) >= 400
    assert all(idea.german and idea.english for idea in ideas)
    assert any(idea.doubt for idea in ideas)
    assert {idea.weight for idea in ideas if idea.doubt} == {DOUBTFUL}


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Sprachmittler", "interpreters"),
        ("Deutschkurse", "language courses"),
        ("Ehrenamtliche", "volunteers"),
        ("Geflüchtete", "refugees"),
        ("Antidiskriminierungsberatung", "anti-discrimination"),
        ("Städtepartnerschaften", "town twinning"),
        ("Frauenhaus", "women's shelter"),
    ],
)
def test_a_german_word_and_its_english_counterpart_name_the_same_idea(german: str, english: str) -> None:
    assert _ideas(german, "de") & _ideas(english, "en")


def test_a_word_for_whole_words_only_is_not_found_inside_others() -> None:
    names = {shipped_glossary().ideas[number].name for number in shipped_glossary().of_word("agrikultur", "de")}
    assert "Kultur" not in names


def test_every_theme_of_the_profiles_is_one_of_the_glossary() -> None:
    shipped = shipped_profiles()
    named = {theme for profile in shipped.listed for theme in profile.themes}
    assert named | set(shipped.civic) <= set(shipped_glossary().themes)
    assert set(shipped_glossary().themes) == set(shipped.civic)


def test_an_edited_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yml"
    file.write_text('garden:\n  "Garten, Beet*": {en: "garden, bed", doubt: "also to sleep in"}\n', encoding="utf-8")
    (idea,) = read_ideas(file)
    assert (idea.theme, idea.german, idea.english, idea.doubt) == (
        "garden",
        ("Garten", "Beet*"),
        ("garden", "bed"),
        "also to sleep in",
    )
    assert Glossary([idea]).of_word("gärten", "de") == {0}


def _ideas(text: str, language: str) -> set[int]:
    from matching.text.german import stem, words

    tokens = words(text)
    found = {number for word in tokens for number in shipped_glossary().of_word(word, language)}
    stems = [stem(word, language) for word in tokens]
    for place, first in enumerate(stems):
        runs = [run for second in shipped_glossary().runs_from(first, language).values() for run in second]
        found |= {idea for run, idea in runs if tuple(stems[place : place + len(run)]) == run}
    return found
