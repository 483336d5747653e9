"""The first reason is what a call pays for, in its own sentence, beside the sentence of the measure it answers."""

import pytest

from matching.matcher import Matcher
from matching.passages import PROCEDURE as APPLYING
from matching.passages import PURPOSE, QUOTED, PassageFinder, quoted, sentences
from matching.text.documents import MeasureText, OpportunityText

PROCEDURE = (
    "Der Antrag ist vor Beginn bei der Bewilligungsbehörde einzureichen. Auf die Förderung besteht kein Anspruch. " * 8
)
GUIDELINE = OpportunityText(
    "guideline",
    "Richtlinie Ankommen",
    "",
    f"{PROCEDURE}Gefördert werden Sprachcafés und Deutschkurse für Frauen, auch mit Kinderbetreuung. {PROCEDURE}"
    "Nicht gefördert werden Deutschkurse mit Kinderbetreuung an Hochschulen.",
    "de",
    "land",
)
OTHERS = [
    OpportunityText("bikes", "Radwege", "", "Bau von Radwegen und Brücken.", "de", "federal"),
    OpportunityText("bare", "Sprachkurse für Frauen", "", "", "de", "land"),
    OpportunityText("en", "Interpreting", "", "Grants for community interpreters in public offices.", "en", "eu"),
]
MEASURE = MeasureText(
    "m", "Deutsch im Stadtteil", "Ein Raum wird gemietet. Deutschkurse für Frauen mit Kinderbetreuung.", 2
)
MATCHER = Matcher().fit([GUIDELINE, *OTHERS], [MEASURE])


def first_reason(measure: MeasureText, call: str) -> str:
    return str(MATCHER.explain(measure, call).reasons[0])


def test_the_sentence_that_pays_is_found_among_pages_of_procedure() -> None:
    assert first_reason(MEASURE, "guideline") == (
        "Gefördert wird laut Angebot: „Gefördert werden Sprachcafés und Deutschkurse für Frauen, auch mit "
        "Kinderbetreuung.“ – die Maßnahme: „Deutschkurse für Frauen mit Kinderbetreuung.“"
    )


def test_what_two_texts_do_not_share_is_no_answer() -> None:
    assert "Radwegen" not in first_reason(MEASURE, "bikes")


def test_what_is_paid_for_is_said_alone_where_nothing_answers_it() -> None:
    bikes = MeasureText("b", "Radweg am Fluss", "", 0)
    assert first_reason(bikes, "guideline").startswith("Gefördert wird laut Angebot: „Gefördert werden Sprachcafés")
    assert "die Maßnahme" not in first_reason(bikes, "guideline")


def test_a_call_of_a_title_only_is_quoted_by_it() -> None:
    assert "„Sprachkurse für Frauen“" in first_reason(MEASURE, "bare")


def test_an_english_sentence_answers_a_german_one() -> None:
    measure = MeasureText("n", "Pool", "Dolmetscher für die Ämter der Stadt.", 6)
    assert "community interpreters" in first_reason(measure, "en")
    assert "Dolmetscher für die Ämter" in first_reason(measure, "en")


def test_short_forms_and_list_marks_end_no_sentence() -> None:
    text = "Gefördert werden u. a. Räume bis ca. 20 qm:\n* Miete\n- Möbel, z. B. Tische. Frist: 31. März 2027."
    assert list(sentences(text)) == [
        "Gefördert werden u. a. Räume bis ca. 20 qm:",
        "Miete",
        "Möbel, z. B. Tische.",
        "Frist: 31. März 2027.",
    ]


def test_a_long_sentence_is_cut_between_words() -> None:
    cut = quoted("Begegnung " * 80)
    assert len(cut) <= QUOTED + 2
    assert cut.endswith("Begegnung …")


def test_a_long_sentence_is_quoted_where_it_answers() -> None:
    long = f"Gefördert werden {'Wege, Brücken, Plätze, Bänke, ' * 12}Dolmetscher in Ämtern und Schulen sowie"
    calls = [OpportunityText("long", "Richtlinie", "", long, "de", "land"), *OTHERS]
    measure = MeasureText("n", "Pool", "Dolmetscher für die Ämter der Stadt.", 6)
    reason = str(Matcher().fit(calls, [measure]).explain(measure, "long").reasons[0])
    assert reason.startswith("Gefördert wird laut Angebot: „… ")
    assert "Dolmetscher in Ämtern und Schulen“ – die Maßnahme" in reason


def test_a_list_of_who_may_apply_answers_no_measure() -> None:
    text = "Verbände, Vereine, Migrantenorganisationen. Gefördert werden Treffen von Migrantinnen und Migranten."
    calls = [OpportunityText("call", "Richtlinie", "", text, "de", "land"), *OTHERS]
    measure = MeasureText("n", "Migrantenorganisationen stärken", "", 5)
    reason = str(Matcher().fit(calls, [measure]).explain(measure, "call").reasons[0])
    assert "Treffen von Migrantinnen" in reason


def test_the_title_answers_where_no_sentence_does() -> None:
    calls = [OpportunityText("t", "Interpreters for refugees", "", "See the call document.", "en", "eu"), *OTHERS]
    measure = MeasureText("n", "Pool", "Dolmetscher begleiten Flüchtlinge.", 6)
    reason = str(Matcher().fit(calls, [measure]).explain(measure, "t").reasons[0])
    assert reason.startswith("Im Angebot steht: „Interpreters for refugees“")
    alone = MeasureText("a", "Pool", "Dolmetscher für die Ämter.", 6)
    assert "Im Angebot steht" not in str(Matcher().fit(calls, [alone]).explain(alone, "t").reasons[0])


def test_whom_a_call_means_besides_is_said() -> None:
    text = "Gefördert werden Familien. Betreuung von Menschen mit Behinderungen, Hilfen für Menschen mit Behinderung."
    calls = [OpportunityText("call", "Familien mit Behinderung", "", text, "de", "land"), *OTHERS]
    measure = MeasureText("n", "Familienzentrum", "Treffpunkt für Eltern und Familien mit Elternkursen.", 4)
    reasons = [str(each) for each in Matcher().fit(calls, [measure]).explain(measure, "call").reasons]
    assert "Für dieselben Menschen: Eltern und Familien; im Angebot aber: Menschen mit Behinderung" in reasons


def test_a_measure_of_another_subject_is_not_warned_of_calls_like_itself() -> None:
    bikes = MATCHER.explain(MeasureText("b", "Radweg am Fluss", "", 0), "bikes")
    assert not any("anderes Gebiet" in str(reason) for reason in bikes.reasons)
    assert any("anderes Gebiet" in str(reason) for reason in MATCHER.explain(MEASURE, "bikes").reasons)


SAYINGS = {
    PURPOSE: "Gefördert werden Feste|Wir fördern Feste|Förderfähig sind Feste|Die Förderung von Festen|"
    "Bezuschusst wird ein Fest|Zuschüsse für Feste|Unterstützt wird ein Fest|Wir unterstützen Feste|"
    "Unterstützung für Feste|Gegenstand der Hilfe sind Feste|Zuwendungsfähig ist ein Fest|Zweck ist ein Fest|"
    "Das Ziel ist ein Fest|Ziele sind Feste|Finanziert wird ein Fest|Wir finanzieren Feste|Projekte für Feste|"
    "Förderschwerpunkt Feste|Funding for feasts|It supports feasts|Grants for feasts|It aims to feast|"
    "Its objectives are feasts|Activities like feasts|Eligible costs of feasts",
    APPLYING: "Der Antrag auf ein Fest|Antragsformular und Fest|Es gilt eine Frist|Es ist einzureichen|"
    "Es wird eingereicht|Der Verwendungsnachweis kommt|Die Bewilligungsbehörde feiert|Ein Rechtsanspruch besteht|"
    "Kein Anspruch besteht|Nach Ermessen geht es|Das Merkblatt sagt es|Ein Formular gibt es|"
    "Nach Maßgabe der Haushaltsmittel|Im Portal der Stadt|Per E-Mail geht es|Unter Telefon dort|"
    "Applicants must feast|The deadline passed|Proposals must feast|A submission by mail",
    0.0: "Nicht gefördert wird das|Nicht zuwendungsfähig ist das|Ausgeschlossen ist das|Ausgenommen ist das|"
    "Keine Förderung gibt es|Keine Zuwendung gibt es|It is not eligible|It is excluded here",
}


@pytest.mark.parametrize("counts", SAYINGS)
def test_each_way_to_say_what_is_paid_for_or_how_one_applies_counts_as_it_should(counts: float) -> None:
    said = SAYINGS[counts].split("|")
    calls = [OpportunityText(str(place), "Feste", "", f"{text}.", "de", "land") for place, text in enumerate(said)]
    passages = PassageFinder(Matcher().fit(calls, [MEASURE]).index_)
    for place, text in enumerate(said):
        one, *_title = passages.of_opportunity(place)
        assert one.counts == (counts or 1.0), text
        assert (one.text == f"{text}.") == (counts > 0), text  # what is not paid for is never quoted
