"""Runs of words are found in many texts at once as they are found by looking at every place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from matching.text.german import stem
from matching.text.glossary import Glossary, read_ideas
from matching.text.word_runs import RunFinder

LINES = """
together:
  soziale Teilhabe: social participation
  soziale Teilhabe im Quartier: participation in the quarter
  Teilhabe im Alter: participation in old age
  Quartier soziale Arbeit: social work
"""
WORDS = "soziale teilhabe im quartier alter arbeit haus".split()


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    file = tmp_path_factory.mktemp("terms") / "glossary.yml"
    file.write_text(LINES, encoding="utf-8")
    return Glossary(read_ideas(file))


def by_looking_everywhere(terms: Glossary, texts: list[list[int]]) -> list[tuple[int, int, int]]:
    """Every place of every text, against every run."""
    runs = [(tuple(map(stem, idea.german[0].lower().split())), idea.number) for idea in terms.ideas]
    found, before = [], 0
    for text in texts:
        stems = [stem(WORDS[number]) for number in text]
        found += [
            (before + place, idea, len(run))
            for place in range(len(text))
            for run, idea in runs
            if tuple(stems[place : place + len(run)]) == run
        ]
        before += len(text)
    return found


@given(some.lists(some.lists(some.integers(0, len(WORDS) - 1), max_size=12), max_size=6))
def test_what_several_words_name_is_found_wherever_they_stand(terms: Glossary, texts: list[list[int]]) -> None:
    finder = RunFinder(terms)
    for number, word in reversed(list(enumerate(WORDS))):
        finder.learn(number, stem(word), "de")
    flat = np.array([number for text in texts for number in text], dtype=np.int64)
    of_text = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    singly = [list(finder.runs_in(text)) for text in texts]
    assert singly == [sorted(found) for found in (by_looking_everywhere(terms, [text]) for text in texts)]
    assert sorted(finder.runs(flat, of_text)) == sorted(by_looking_everywhere(terms, texts))
