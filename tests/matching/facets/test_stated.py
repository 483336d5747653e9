"""What a person states of a text's facets leads over what was read, for its kind and for every match."""

from dataclasses import replace

import numpy as np

from grants_db.vocabulary_facets import FundedGroup, FundedSubject, facet_code
from matching.facets.terms import shipped_terms
from matching.index.known_measures import sign_of
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText

CALLS = [
    OpportunityText("plain", "Sprachkurse für Frauen", "", "Deutsch lernen", "de", "land"),
    OpportunityText("other", "Sprachkurse für Frauen und Kinder", "", "Deutsch lernen im Alltag", "de", "land"),
]
MEASURE = MeasureText("m", "Schwimmkurse für Kinder", "", 2)


def chances(matcher: Matcher, row: int) -> dict[str, float]:
    found = matcher.index_.vectors_.facets[[row]].toarray()[0]
    return {facet_code(facet): float(chance) for facet, chance in zip(shipped_terms().facets, found, strict=True)}


def test_a_stated_kind_is_what_was_stated_and_the_others_are_as_they_were_read() -> None:
    stated = replace(CALLS[0], facets=(("subject", ("sport",)),))
    read, led = chances(Matcher().fit(CALLS), 0), chances(Matcher().fit([stated, CALLS[1]]), 0)
    assert read["subject:language"] > 0.4
    assert (led["subject:language"], led["subject:sport"]) == (0.0, 1.0)
    assert {key: led[key] for key in led if not key.startswith("subject")} == {
        key: read[key] for key in read if not key.startswith("subject")
    }


def test_it_counts_for_every_measure_and_stands_in_the_reasons() -> None:
    stated = [replace(CALLS[0], facets=(("subject", ("sport",)), ("group", ("children",)))), CALLS[1]]
    measures = [MEASURE, replace(MEASURE, id="n", title="Fußball für Kinder")]
    before = Matcher().fit(CALLS, measures).signal_scores(measures)["facet_subject"]
    after = Matcher().fit(stated, measures).signal_scores(measures)["facet_subject"]
    assert (after[:, 0] > before[:, 0] + 0.2).all()
    assert np.allclose(after[:, 1], before[:, 1])
    ranked = Matcher().fit(stated, measures).rank([MEASURE])["m"]
    found = next(match for match in ranked if match.opportunity_id == "plain")
    assert {FundedSubject.SPORT, FundedGroup.CHILDREN} <= set(found.offered)
    assert any(str(reason).startswith("Gleiches Thema: Sport") for reason in found.reasons)


def test_what_a_measure_is_stated_to_want_is_another_sign_of_it() -> None:
    stated = replace(MEASURE, facets=(("subject", ("language",)),))
    assert sign_of(stated) != sign_of(MEASURE)
    scores = Matcher().fit(CALLS, [stated]).signal_scores([stated])["facet_subject"]
    assert scores[0, 0] > Matcher().fit(CALLS, [MEASURE]).signal_scores([MEASURE])["facet_subject"][0, 0]


def test_a_word_that_is_unknown_counts_for_nothing() -> None:
    stated = replace(CALLS[0], facets=(("subject", ("moon",)),))
    led = chances(Matcher().fit([stated]), 0)
    assert not any(chance for code, chance in led.items() if code.startswith("subject"))
