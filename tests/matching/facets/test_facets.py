"""What a call pays for and what a measure wants, in the same closed words: what agrees helps, what clashes costs."""

import json
from pathlib import Path

import numpy as np
import pytest

from grants_db.errors import InputError
from grants_db.vocabulary_base import Vocabulary
from grants_db.vocabulary_facets import FACETS, FundedActivity, FundedGroup, FundedSubject
from matching.evaluation.learn_facets import check_facets, learn_facets, read_labelled
from matching.facets.named import MOST, named_facets
from matching.facets.reader import FacetReader, Words
from matching.facets.terms import read_terms, shipped_terms
from matching.facets.weights import read_facet_weights, shipped_facet_weights, write_facet_weights
from matching.matcher import Matcher
from matching.signals.facets import NEUTRAL
from matching.text.documents import MeasureText, OpportunityText
from matching.text.german import words


def facets_of(title: str, text: str = "", language: str = "de") -> tuple[Vocabulary, ...]:
    first, body = words(title), words(text)
    names = [*first, *body]
    numbers = [np.arange(len(names), dtype=np.int32)]
    given = Words(names, numbers, np.array([len(first)]), np.array([language == "en"]))
    return named_facets(FacetReader().read(given, measures=True), 0)


def read(title: str, text: str = "", language: str = "de") -> set[str]:
    return {facet.value for facet in facets_of(title, text, language)}


def call(key: str, title: str, text: str = "", language: str = "de") -> OpportunityText:
    return OpportunityText(key, title, "", text, language, "land")


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Schwimmkurse für Mädchen", {"sport", "women", "course"}),
        ("Sanierung der Turnhalle", {"building", "sport"}),
        ("Beratung von Seniorinnen und Senioren im Stadtteil", {"advice", "older_people", "neighbourhood"}),
        ("Fortbildung von Lehrkräften gegen Rassismus", {"training", "professionals", "antidiscrimination"}),
        ("Dolmetscherdienste in Behörden", {"interpreting", "administration"}),
    ],
)
def test_a_title_names_its_subject_what_is_done_for_whom_and_where(title: str, named: set[str]) -> None:
    assert named <= read(title)


def test_english_calls_are_read_in_the_same_words() -> None:
    assert {"sport", "women"} <= read("Sports clubs for women and girls", language="en")


def test_a_word_of_a_compound_and_several_words_in_a_row_tell_too() -> None:
    assert "language" in read("Intensivsprachkurse")
    assert "public_space" in read("Bänke im öffentlichen Raum")
    assert "public_space" not in read("Der öffentliche Auftrag lässt Raum")


def test_a_late_word_says_less_than_a_title() -> None:
    reader = FacetReader()
    names = ["theater", *[f"wort{number}" for number in range(150)]]
    early = np.arange(len(names), dtype=np.int32)
    late = np.roll(early, -1)
    both = Words(names, [early, late], np.array([1, 1]), np.array([False, False]))
    chances = reader.read(both, measures=False).toarray()[:, shipped_terms().facets.index(FundedSubject.CULTURE)]
    assert chances[0] > chances[1] + 0.1


def test_a_text_without_words_names_nothing() -> None:
    assert read("", "") == set()
    assert read("Xyz qwert") == set()


def test_what_an_umbrella_names_is_told_for_a_few_only() -> None:
    every = facets_of(" ".join(shipped_terms().names[:400]))
    assert len([facet for facet in every if isinstance(facet, FundedSubject)]) == MOST


def test_every_word_has_terms_and_every_term_one_place() -> None:
    known = shipped_terms()
    assert set(known.facet_of.tolist()) == set(range(len(known.facets)))
    assert len(known.facets) == sum(len(vocabulary) for vocabulary in FACETS.values())
    for vocabulary in FACETS.values():
        assert all(word.german and word.english for word in vocabulary)


def test_the_same_facets_help_and_others_cost_against_saying_nothing() -> None:
    calls = [
        call("same", "Sprachkurse für Erwachsene"),
        call("silent", "Zuwendungen nach der Richtlinie"),
        call("other", "Schulsozialarbeit für Schülerinnen und Schüler"),
    ]
    measure = MeasureText("m", "Deutschkurse für erwachsene Zugewanderte", "", 2)
    scores = Matcher().fit(calls, [measure]).signal_scores([measure])
    for name in ("facet_subject", "facet_group"):
        same, silent, other = scores[name][0].tolist()
        assert same > silent > other, name
        assert silent == pytest.approx(NEUTRAL, abs=0.05)


def test_a_reason_says_what_both_name_and_what_clashes() -> None:
    calls = [call("same", "Beratung für ältere Menschen"), call("other", "Fahrten für Schülerinnen und Schüler")]
    measure = MeasureText("m", "Beratungsstelle für ältere Menschen", "", 5)
    found = Matcher().fit(calls, [measure]).rank([measure])["m"]
    said = {match.opportunity_id: [str(reason) for reason in match.reasons] for match in found}
    assert any(line.startswith("Gleiche Art der Arbeit: Beratung") for line in said["same"])
    assert any(line.startswith("Für dieselben Menschen: Ältere") for line in said["same"])
    assert any(line.startswith("Für andere Menschen: im Angebot Schulkinder") for line in said["other"])


def labelled(path: Path, records: list[dict[str, object]]) -> list[Path]:
    path.write_text("\n".join(map(json.dumps, records)) + "\n", encoding="utf-8")
    return [path]


def examples(**looked_at: list[str]) -> list[dict[str, object]]:
    said = [
        ("Chor und Orchester", ["culture"]),
        ("Bibliothek am Markt", ["library"]),
        ("Turnen im Verein", ["sport"]),
        ("Musik im Park", ["culture"]),
        ("Park und Garten", ["green_spaces"]),
        ("Fußball und Musik", ["sport", "culture"]),
    ]
    return [
        {
            "kind": "measure",
            "title": title,
            "text": "",
            "group": f"city {number}",
            "facets": {"subject": found, **looked_at},
        }
        for number, (title, found) in enumerate(said * 3)
    ]


def test_weights_are_learned_from_labelled_texts_checked_on_others_and_read_back(tmp_path: Path) -> None:
    texts = read_labelled(labelled(tmp_path / "texts.jsonl", examples()))
    assert any(line.startswith("measures subject") for line in check_facets(texts))
    weights = learn_facets(texts)
    write_facet_weights(tmp_path / "weights.yml", weights, shipped_terms(), "a test")
    again = read_facet_weights(tmp_path / "weights.yml", shipped_terms())
    assert np.allclose(again.kinds, weights.kinds, atol=0.001)
    assert np.allclose(again.terms, np.where(abs(weights.terms) < 0.05, 0, weights.terms), atol=0.006)
    culture, library = (shipped_terms().facets.index(word) for word in (FundedSubject.CULTURE, FundedSubject.LIBRARY))
    assert weights.telling()[library] > weights.telling()[culture], "what is rarer tells more"


def test_what_nobody_looked_at_is_not_taken_for_absent(tmp_path: Path) -> None:
    looked = learn_facets(read_labelled(labelled(tmp_path / "a.jsonl", examples(group=[]))))
    unknown = learn_facets(read_labelled(labelled(tmp_path / "b.jsonl", examples())))
    place = shipped_terms().facets.index(FundedGroup.WOMEN)
    assert looked.shares[place] < unknown.shares[place] == 0.5


@pytest.mark.parametrize(
    "record",
    [{"kind": "measure"}, {"kind": "call", "title": "a", "facets": []}, ["no object"]],
)
def test_a_broken_line_of_labelled_texts_is_named(tmp_path: Path, record: object) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError, match="Zeile 1"):
        read_labelled([path])


def test_a_word_that_is_none_is_named(tmp_path: Path) -> None:
    record: dict[str, object] = {"kind": "call", "title": "Kurse", "facets": {"activity": ["advice", "zaubern"]}}
    with pytest.raises(InputError, match="zaubern"):
        learn_facets(read_labelled(labelled(tmp_path / "texts.jsonl", [record])))


def test_files_that_are_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "weights.yml").write_text("kinds: {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="keine Gewichte"):
        read_facet_weights(tmp_path / "weights.yml", shipped_terms())
    (tmp_path / "facets.yml").write_text("subject: {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="andere Wörter"):
        read_terms(tmp_path / "facets.yml")


def test_the_shipped_weights_prefer_what_stands_first() -> None:
    kinds = shipped_facet_weights().kinds
    assert (kinds[:4, 1] > kinds[:4, 4]).all()
    assert FundedActivity.ADVICE in shipped_terms().facets
