"""What sentences and form entries say about the last day for applying. All texts are invented."""

import pytest

from crawler.extract.deadline.parse import parse_deadline
from crawler.text.sentences import Prose
from grants_db.vocabulary import DeadlineKind, DeadlineStage

APPLICATION, SKETCH = DeadlineStage.APPLICATION, DeadlineStage.SKETCH


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("30.6.2027", ["2027-06-30"]),
        ("bis 30.06.2027", ["2027-06-30"]),
        ("Bewerbungsschluss: Freitag, 12. März 2027", ["2027-03-12"]),
        ("01.02. - 15.04.2027", ["2027-04-15"]),
        ("Runde A: 1.2.2027 / Runde B: 1.9.2027", ["2027-02-01", "2027-09-01"]),
        ("Der Antrag ist bis zum 30. September 2027 bei der Stiftung einzureichen.", ["2027-09-30"]),
        ("Anträge können vom 1. März 2027 bis zum 15. Mai 2027 gestellt werden.", ["2027-05-15"]),
        ("Bewerbungen sind zwischen dem 1. und dem 30. April 2027 möglich, einzureichen online.", ["2027-04-30"]),
        ("Die Antragsfrist endet am 4. Juli 2027.", ["2027-07-04"]),
        ("Reichen Sie Ihre Bewerbung zum 15. und 30. Juni 2027 ein.", ["2027-06-15", "2027-06-30"]),
        ("Im Jahr 2027 können Anträge bis zum 30. April eingereicht werden.", ["2027-04-30"]),
        ("Applications must be submitted by 15 March 2027.", ["2027-03-15"]),
        ("The deadline for submission is May 3, 2027.", ["2027-05-03"]),
        ("Proposals must be received no later than 30th of June 2027.", ["2027-06-30"]),
        ("Deadline: 2027-06-30", ["2027-06-30"]),
        ("Antragszeitraum: 1.3.2027 bis 31.5.2027", ["2027-05-31"]),
        ("Beginn der Antragsphase: 1.2.2027, Ende der Antragsphase: 15.4.2027", ["2027-04-15"]),
        ("Stichtage 2027: 15. Januar, 15. April", ["2027-01-15", "2027-04-15"]),
        ("Die Antragsfrist wurde bis zum 30. April 2027 verlängert.", ["2027-04-30"]),
        ("Anträge sind jeweils, im Jahr 2027 bis zum 19. Mai, zu stellen.", ["2027-05-19"]),
        ("The call opens on 1 March 2027 and closes on 15 May 2027.", ["2027-05-15"]),
        ("Es gibt zwei Stichtage, den 3. Mai 2027 und den 4. Oktober 2027.", ["2027-05-03", "2027-10-04"]),
    ],
)
def test_days_with_a_year_are_fixed(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.FIXED, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("jährlich bis 31.3.", ["03-31"]),
        ("31. Januar (jährlich)", ["01-31"]),
        ("1.2. - 31.3. (jedes Jahr)", ["03-31"]),
        ("Stellen Sie Ihren Antrag bis zum 28.2. eines Jahres.", ["02-28"]),
        ("Der Antrag ist bis zum 15.11. des Vorjahres vorzulegen.", ["11-15"]),
        ("Anträge sind bis 1. Oktober des dem Projektbeginn vorausgehenden Jahres zu stellen.", ["10-01"]),
        ("Bitte reichen Sie den Antrag zum 30.9 des Vorjahres ein.", ["09-30"]),
        ("Anträge können jährlich zum 1. Mai und zum 1. November gestellt werden.", ["05-01", "11-01"]),
        ("Der Antrag ist zwischen dem 1. September und 31 . Oktober des Vorjahres einzureichen.", ["10-31"]),
        ("Es werden nur Anträge berücksichtigt, die bis zum 31. März eines Jahres eingegangen sind.", ["03-31"]),
        ("Die Ausschreibung erfolgt jährlich. Bewerbungsschluss ist der 31. Oktober.", ["10-31"]),
        ("Zweimal im Jahr kann man sich bewerben, bis 1. März und bis 1. September.", ["03-01", "09-01"]),
        ("Antragsfristen (jährlich):\n- 31.3. für Vereine\n- 30.9. für Kommunen\n", ["03-31", "09-30"]),
        ("Anträge müssen bis zum 31. August vor dem jeweiligen Förderjahr vorliegen.", ["08-31"]),
        ("Anträge nimmt das Amt immer bis zum 15. Mai entgegen.", ["05-15"]),
        ("Applications for the following year must be received by 30 September.", ["09-30"]),
        ("The closing date is 1 March every year.", ["03-01"]),
    ],
)
def test_a_day_returns_each_year_where_the_text_says_so(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.ANNUAL, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Eine zweite Runde läuft. Bis 15. November können Anträge gestellt werden.", ["--11-15"]),
        ("Bewerbungsschluss ist der 15. März.", ["--03-15"]),
        ("15.3.", ["--03-15"]),
        ("The deadline for applications is 3 May, 17:00.", ["--05-03"]),
        ("Proposals must be received by June 20 at noon.", ["--06-20"]),
        ("Stichtage sind der 31. März, der 30. Juni und der 15. Dezember.", ["--03-31", "--06-30", "--12-15"]),
        (
            "Anträge für das erste Halbjahr sind bis zum 15.1., für das zweite bis zum 15.7. zu stellen.",
            ["--01-15", "--07-15"],
        ),
        ("Frühjahr: 15. März, Herbst: 15. September", ["--03-15", "--09-15"]),
        (
            "Der Vorstand entscheidet im Mai (Einreichung bis 15.2.) und im Herbst (Einreichung bis 15.8.).",
            ["--02-15", "--08-15"],
        ),
        ("Bewerbungen für das kommende Jahr sind bis zum 30. September möglich.", ["--09-30"]),
        ("Anträge sind bis zum 31. März dieses Jahres zu stellen.", ["--03-31"]),
        # what returns is the money, the report, or not every year
        ("Für Anträge bis zum 15. April stehen jährlich bis zu 20.000 Euro bereit.", ["--04-15"]),
        ("Der Nachweis ist jährlich zu führen. Anträge sind bis zum 15. April zu stellen.", ["--04-15"]),
        ("Der Preis wird alle zwei Jahre vergeben, Bewerbungen sind bis zum 1. Juni möglich.", ["--06-01"]),
        ("Anträge können laufend bis zum 30. September gestellt werden.", ["--09-30"]),
        # of several days each is stated as it is written, and once
        (
            "Die Fristen enden am 1.3.2027 für Vereine; für Kommunen läuft die Frist bis 15.5.",
            ["2027-03-01", "--05-15"],
        ),
        (
            "Bewerbungsschluss ist der 15. März 2027. Reichen Sie Ihre Bewerbung bis zum 15. März online ein.",
            ["2027-03-15"],
        ),
    ],
)
def test_a_day_without_a_year_that_need_not_return_is_stated_as_it_is(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.FIXED, dates)
    assert len(deadline.stages) == len(dates)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Diese Richtlinie tritt am 1. Januar 2026 in Kraft und mit Ablauf des 31. Dezember 2029 außer Kraft.",
        "Die Richtlinie ist befristet bis zum 31.12.2029.",
        "Gem. RdErl. des Ministeriums vom 21.9.2024 sind Anträge schriftlich zu stellen.",
        "Der Verwendungsnachweis ist bis zum 31. März des Folgejahres einzureichen.",
        "Verwendungsnachweise für bewilligte Anträge sind bis zum 30.6.2027 vorzulegen.",
        "Auszahlungsanträge sind bis zum 15. Dezember eines Jahres zu stellen.",
        "Mittelabrufe sind zum 1. März und 1. September möglich.",
        "Anträge auf Auszahlung sind bis zum 30.11.2027 einzureichen.",
        "Gefördert werden Vorhaben, die bis zum 31.12.2027 abgeschlossen werden.",
        "Anträge für Vorhaben, die bis zum 31.12.2027 beendet sind, werden bevorzugt.",
        "Für Anträge, die bis zum 30.6.2025 gestellt wurden, gilt die bisherige Fassung.",
        "Maßgeblich ist die Zahl der Einwohner zum Stichtag 30. Juni des Vorjahres.",
        "Über die Anträge wird bis zum 30. April entschieden.",
        "Antragsberechtigt sind Vereine nach Nummer 3.1. und 6.9. der Richtlinie.",
        "Haushaltsjahr (01.01. - 31.12.)",
        "Förderzeitraum: 01.01. - 31.12.2027",
        "ab Januar 2027",
        "Preisverleihung: 12.05.2027",
        "laufende Kosten sind nicht förderfähig",
        "Die Unterlagen sind jederzeit zur Prüfung bereitzuhalten.",
        "Anträge können jederzeit zurückgezogen werden.",
        "Antragsfrist: 31.11.2027",
        "Antragsfrist: 00.05.2027",
        "Mit dem Vorhaben darf nicht vor der Bewilligung begonnen werden.",
        "Der Bericht ist vorzulegen. Er ist bis zum 31. März einzureichen.",
        "Anträge für den Zeitraum vom 1.1. bis 31.12.2027 sind auf dem Vordruck zu stellen.",
        "Der Bewilligungszeitraum richtet sich nach dem Antrag, längstens bis zum 31. Dezember 2028.",
        "Der neue Antragszeitraum beginnt am 1. Oktober 2027.",
        "Vierter Förderaufruf zum Programm vom: 24.03.2025",
        "Aus der Bewilligung kann nicht auf eine künftige Förderung geschlossen werden.",
        "Wird die Zustimmung nicht erteilt, wird die Förderung beendet.",
        "Mittel, die bis zum 31. Juli nicht beantragt wurden, werden neu verteilt.",
        "Der unterschriebene Antrag ist innerhalb von zwei Wochen nach der Antragstellung einzureichen.",
        "Das Programm läuft bis 31.12.2027.",
        "7.4 Die Bewilligungsbehörden melden dem Ministerium bis zum 30. Mai die geprüften Anträge.",
        "Er endet vier Wochen nach dem Ende der beantragten Laufzeit, spätestens am 31.12. des Jahres.",
        "In einer Übergangsfrist bis zum 31. Dezember 2027 können Anträge nach altem Muster angewandt werden.",
        "Gezählt werden die geförderten Stellen zum Stichtag 31. Dezember vor der Antragstellung.",
        "Stand: 01.03.2027",
        "Der Widerspruch ist innerhalb eines Monats nach Bekanntgabe einzulegen.",
    ],
)
def test_other_days_and_words_are_no_deadline(text: str) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, deadline.dates) == (DeadlineKind.NONE, ())


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Der Antrag ist mindestens 6 Monate vor Projektbeginn zu stellen.", ["P6M"]),
        ("Reichen Sie den Antrag spätestens acht (8) Wochen vor Beginn ein.", ["P8W"]),
        ("Anträge müssen vier bis sechs Wochen vor der Veranstaltung vorliegen.", ["P6W"]),
        ("Der Antrag ist ein halbes Jahr vor Beginn zu stellen.", ["P6M"]),
        ("Die Leistung ist innerhalb von 3 Monaten nach Beginn der Beschäftigung zu beantragen.", ["P3M"]),
        ("spätestens 14 Tage vor Beginn", ["P14D"]),
        ("Applications must be submitted at least 10 weeks before the event.", ["P10W"]),
    ],
)
def test_lead_times_are_durations_in_the_unit_as_written(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.RELATIVE, dates)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("laufend", DeadlineKind.ROLLING),
        ("Fortlaufende Förderung", DeadlineKind.ROLLING),
        ("durchgehend möglich, es gibt keinen Bewerbungsschluss", DeadlineKind.ROLLING),
        ("Anträge können jederzeit gestellt werden.", DeadlineKind.ROLLING),
        ("Es sind keine Antragsfristen zu beachten.", DeadlineKind.ROLLING),
        ("Applications are accepted on a rolling basis.", DeadlineKind.ROLLING),
        ("Stellen Sie Ihren Antrag vor Beginn Ihrer Maßnahme.", DeadlineKind.BEFORE_START),
        ("vor Maßnahmenbeginn", DeadlineKind.BEFORE_START),
        ("Stellen Sie den Antrag, bevor Sie den Vertrag unterschreiben.", DeadlineKind.BEFORE_START),
        ("Eine Antragstellung ist nicht mehr möglich.", DeadlineKind.CLOSED),
        ("Die Ausschreibung ruht zurzeit.", DeadlineKind.CLOSED),
        ("Budget ausgeschöpft", DeadlineKind.CLOSED),
        ("Derzeit können keine Anträge gestellt werden.", DeadlineKind.CLOSED),
        ("The call is closed.", DeadlineKind.CLOSED),
        ("Die Antragsfristen werden auf der Internetseite bekannt gegeben.", DeadlineKind.ANNOUNCED),
        ("Anträge sind im Rahmen eines Förderaufrufs einzureichen.", DeadlineKind.ANNOUNCED),
        ("Reichen Sie Ihren Antrag zu festgelegten Terminen ein.", DeadlineKind.ANNOUNCED),
        ("Anträge sind bis Ende März 2027 zu stellen.", DeadlineKind.FIXED),
        ("Die nächste Ausschreibung ist für den Herbst geplant.", DeadlineKind.ANNOUNCED),
        ("jährlich", DeadlineKind.ANNUAL),
        ("Ihren Antrag richten Sie bis Ende Oktober eines Jahres an das Amt.", DeadlineKind.ANNUAL),
        ("Ihren Antrag richten Sie bis Ende Oktober an das Amt.", DeadlineKind.FIXED),
        ("Ende März 2027", DeadlineKind.FIXED),
    ],
)
def test_states_without_a_day_are_known(text: str, kind: DeadlineKind) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, deadline.dates) == (kind, ())


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Die Frist endete am 15.08.2025.", ["2025-08-15"]),
        ("Skizzen konnten bis zum 31. Mai 2025 eingereicht werden.", ["2025-05-31"]),
        ("RUNDE ABGELAUFEN: 16.01.2026 | Nächste Runde: Herbst 2027", ["2026-01-16"]),
    ],
)
def test_what_is_over_is_closed_and_keeps_its_day(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.CLOSED, dates)


def test_an_open_round_outranks_a_closed_one() -> None:
    deadline = parse_deadline(
        Prose("Die erste Antragsrunde endete am 1.3.2026. Die Antragsfrist der zweiten endet am 1.9.2026.")
    )
    assert (deadline.kind, deadline.dates) == (DeadlineKind.FIXED, ("2026-09-01",))


def test_running_until_a_day_is_rolling_with_that_day() -> None:
    deadline = parse_deadline(Prose("laufend bis 30.06.2029"))
    assert (deadline.kind, deadline.dates) == (DeadlineKind.ROLLING, ("2029-06-30",))


def test_a_late_application_that_is_not_accepted_closes_no_call() -> None:
    text = (
        "Anträge sind jährlich bis 31.10. zu stellen. Nach Ablauf der Frist ist eine Antragstellung nicht mehr möglich."
    )
    assert parse_deadline(Prose(text)).kind is DeadlineKind.ANNUAL


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
