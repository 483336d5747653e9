"""What sentences and form entries say about the last day for applying. All texts are invented."""

import pytest

from crawler.extract.deadline.parse import parse_deadline
from crawler.text.sentences import Prose
from grants_db.vocabulary import DeadlineKind, DeadlineStage

APPLICATION, SKETCH = DeadlineStage.APPLICATION, DeadlineStage.SKETCH


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Einsendeschluss: 26.6.2027, 12.00 Uhr", "12:00"),
        ("Die Antragsfrist endet am 26.6.2027 um 9 Uhr.", "09:00"),
        ("Anträge sind bis zum 26.6.2027, 23:59 Uhr, einzureichen.", "23:59"),
        ("Anträge sind bis zum 26.6.2027, 24 Uhr, einzureichen.", "23:59"),
        ("Deadline: 26 June 2027, 17:00 Brussels time", "17:00"),
        ("Applications must be submitted by 26 June 2027 at noon.", "12:00"),
        ("Deadline: June 26, 2027, 5 pm", "17:00"),
        ("bis 12 Uhr am 26.6.2027", "12:00"),
    ],
)
def test_a_time_of_day_belongs_to_its_day(text: str, time: str) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.dates, deadline.times) == (("2027-06-26",), (time,))


def test_days_without_a_time_have_an_empty_one_beside_days_with_one() -> None:
    deadline = parse_deadline(Prose("Skizzen: 1.3.2027, 12 Uhr | Anträge: 1.9.2027"))
    assert (deadline.dates, deadline.times) == (("2027-03-01", "2027-09-01"), ("12:00", ""))


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Projektskizzen sind bis zum 1.3.2027 einzureichen.", [SKETCH]),
        ("Interessenbekundung bis 1.3.2027 | Antrag bis 1.9.2027", [SKETCH, APPLICATION]),
        ("Die Frist zur Einreichung von Ideenskizzen ist der 1.3.2027.", [SKETCH]),
        ("Expressions of interest must be submitted by 1 March 2027.", [SKETCH]),
        ("Anträge sind bis zum 1.3.2027 zu stellen.", [APPLICATION]),
    ],
)
def test_the_noun_tells_the_stage(text: str, stages: list[DeadlineStage]) -> None:
    assert list(parse_deadline(Prose(text)).stages) == stages


@pytest.mark.parametrize(
    ("text", "two_stage"),
    [
        ("Das Antragsverfahren ist zweistufig.", True),
        ("In der ersten Stufe reichen Sie eine Skizze ein.", True),
        ("If your letter is of interest, you will be asked to send us a full application.", True),
        ("Reichen Sie eine Projektskizze ein. Danach werden Sie zur Antragstellung aufgefordert.", True),
        ("Nach Prüfung der Skizze werden Sie aufgefordert, einen Antrag zu stellen.", True),
        ("Je nach Thema ist das Verfahren ein- oder zweistufig.", False),
        ("Das zweistufige Gebäude wird saniert.", False),
    ],
)
def test_two_stages_are_known_where_the_text_says_so(text: str, two_stage: bool) -> None:
    assert parse_deadline(Prose(text)).two_stage is two_stage


def test_days_of_a_list_are_led_in_by_the_line_above_it() -> None:
    text = "Bitte beachten Sie die folgenden jährlichen Antragsfristen:\n- 31.3. für Vereine\n- 30.9. für Kommunen\n"
    assert parse_deadline(Prose(text)).dates == ("03-31", "09-30")


def test_a_day_under_a_heading_is_what_the_heading_says() -> None:
    assert parse_deadline(Prose("Bewerbungsfrist\n31. Oktober 2027\nFörderzeitraum\n1.1.2028 - 31.12.2028")).dates == (
        "2027-10-31",
    )


def test_markup_is_read_as_text() -> None:
    text = "<ul><li>Skizzen bis zum&nbsp;1.3.2027,</li><li>Antr\u00e4ge bis zum 1.9.2027</li></ul>"
    assert parse_deadline(Prose(text)).dates == ("2027-03-01", "2027-09-01")


def test_a_remark_in_brackets_does_not_move_the_day() -> None:
    assert parse_deadline(Prose("15.04. - 15.06.2027 (Preisverleihung Juni 2028)")).dates == ("2027-06-15",)


def test_the_main_case_of_two_rules_keeps_both_in_text_order() -> None:
    text = "Richten Sie Ihren Antrag 3 Monate vor Beginn, in der Regel bis zum 30. September des Vorjahres, ans Amt."
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, deadline.dates) == (DeadlineKind.ANNUAL, ("P3M", "09-30"))


def test_a_single_year_beside_the_yearly_rule_leaves_the_rule_the_main_case() -> None:
    text = "Anträge sind bis zum 31.3. eines Jahres zu stellen. Die Antragsfrist endet abweichend davon am 30.9.2027."
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, deadline.dates) == (DeadlineKind.ANNUAL, ("03-31",))


def test_the_first_round_does_not_count_beside_the_yearly_ones() -> None:
    text = "Anträge sind jeweils zum 15. September eines Jahres, erstmalig zum 15. September 2027, einzureichen."
    assert parse_deadline(Prose(text)).dates == ("09-15",)


def test_the_same_day_is_listed_once() -> None:
    assert parse_deadline(Prose("Nord: bis 1.3.2027 | Süd: bis 1.3.2027")).dates == ("2027-03-01",)


def test_the_evidence_is_the_sentence_and_not_the_text_around_it() -> None:
    text = "Wir fördern Begegnung. Anträge sind bis zum 31.10. eines Jahres zu stellen. Wir freuen uns."
    assert parse_deadline(Prose(text)).evidence == "Anträge sind bis zum 31.10. eines Jahres zu stellen."


def test_a_deadline_comes_back_from_plain_data_unchanged() -> None:
    deadline = parse_deadline(Prose("Skizzen: 1.3.2027, 12 Uhr | Anträge: 1.9.2027"))
    assert type(deadline).from_json(deadline.as_json()) == deadline


@pytest.mark.parametrize(
    ("text", "kind", "dates"),
    [
        (
            (
                "Date | Details\n1 June 2027 | Grant round opens\n14 August 2027 | Applications close at 8.00 am\n"
                "26 September 2027 | Grants Committee meets"
            ),
            "fixed",
            ("2027-08-14",),
        ),
        ("Seit dem 1.10.2026 und bis zum 31.3.2027 können Förderanträge gestellt werden.", "fixed", ("2027-03-31",)),
        ("Über die Anträge entscheidet der Beirat am 3. Mai 2027.", "none", ()),
        (
            "Applications must be received by 30 November 2027 and the decision is made in January.",
            "fixed",
            ("2027-11-30",),
        ),
        ("Der Einsendeschluss für die aktuelle Runde ist der 31. Janiar 2027.", "fixed", ("2027-01-31",)),
        ("Deadline: 25-Jun-27", "fixed", ("2027-06-25",)),
        (
            "Anträge können Sie bis zum 23. Februar 2027 für Linie 1 sowie bis zum 23. März für Linie 2 übermitteln.",
            "fixed",
            ("2027-02-23", "2027-03-23"),
        ),
        ("The deadline was 20 December 2026. New deadline: 10 January 2027.", "fixed", ("2027-01-10",)),
        ("Deadlines for applications\n1 March 2027\n15 August 2027", "fixed", ("2027-03-01", "2027-08-15")),
        ("All applications for small grants will have a decision within six weeks.", "none", ()),
        ("Wann Anträge für 2027 möglich sind, wird auf der Internetseite veröffentlicht.", "announced", ()),
    ],
)
def test_a_day_is_told_by_what_its_clause_does(text: str, kind: str, dates: tuple[str, ...]) -> None:
    found = parse_deadline(text)
    assert (found.kind, found.dates) == (kind, dates)


def test_a_round_that_is_over_does_not_close_the_next_one() -> None:
    text = "The first round has now closed.\nRound 2: applications must be submitted by 6 September 2027."
    assert parse_deadline(text).kind is not DeadlineKind.CLOSED
