"""The first look at words, which spares readers most sentences, passes no word of their tables by."""

import re

import pytest

from crawler.extract.deadline.candidates import candidates_in, holds_candidates
from crawler.extract.roles.class_signs import class_signs
from crawler.extract.roles.passage import sentences_of
from crawler.extract.roles.words import TABLES, word_classes
from crawler.text.sentences import Prose
from crawler.text.word_signs import SIGNS, one_of

SENTENCES = (
    "Anträge sind bis zum 31. März 2027 zu stellen.",
    "Bewerbungen werden laufend entgegengenommen.",
    "Der Antrag ist acht Wochen vor Beginn zu stellen.",
    "Anträge können nicht mehr gestellt werden.",
    "Die nächste Ausschreibung wird im Herbst bekannt gegeben.",
    "Förderanträge sind vor Beginn des Projekts zu stellen.",
    "Erst beantragen, dann beginnen.",
    "The call is closed.",
    "Applications are accepted at any time.",
)


def test_a_table_of_words_is_read_once_whether_it_is_named_or_not() -> None:
    assert word_classes() is word_classes("deadline")
    assert class_signs("deadline") is class_signs("deadline")


@pytest.mark.parametrize("subject", TABLES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_bears_the_signs_of_all_its_classes(subject: str, sentence: str) -> None:
    table = class_signs(subject)
    borne = SIGNS.of(sentence)
    for name in word_classes(subject).classes_of(sentence):
        assert borne & table.of([name]), name


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_with_a_candidate_is_never_spared(sentence: str) -> None:
    one = next(sentences_of(Prose(f"{sentence}\nMehr dazu steht in der Richtlinie, die das ganze Land betrifft.")))
    found = candidates_in(one)
    assert found
    assert holds_candidates(one.signs)


def test_pieces_written_as_one_pattern_are_found_as_they_were_one_by_one() -> None:
    pieces = ("beg", "bev", "begi", "art=", "a=", "uro", "€", "(at)")
    pattern = re.compile(one_of(pieces))
    for word in ("Beginn", "bevor", "Start", "starten", "lama", "Euro", "5€", "info(at)x", "Projekt", "bekannt"):
        small = word.lower()
        expected = any(small.endswith(piece[:-1]) if piece.endswith("=") else piece in small for piece in pieces)
        assert (pattern.search(small) is not None) == expected, word
