"""Early start, cumulation and kind of money, as the sentences state them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.conditions.instruments import instruments
from crawler.extract.conditions.reading import cumulation, early_start, early_start_from_prose
from crawler.text.sentences import Prose, plain
from grants_db.vocabulary import Cumulation, EarlyStart, Instrument

WORDS = [
    "vor Beginn",
    "der Maßnahme",
    "Antrag",
    "nicht",
    "begonnen",
    "erst nach",
    "Bewilligung",
    "Kombination",
    "mit",
    "anderen",
    "Förderprogrammen",
    "keine",
    "möglich",
    "bis zu",
    "Zuschuss",
    "\n- ",
    ".",
    ",",
    "vorzeitiger",
]
PIECES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    "text",
    [
        "Stellen Sie Ihren Antrag bitte vor Beginn des Vorhabens.",
        "Der Antrag ist mindestens 8 Wochen vor dem geplanten Projektbeginn einzureichen.",
        "Reichen Sie den Antrag vor Abschluss des Kaufvertrags ein.",
        "Sie dürfen mit dem Vorhaben noch nicht begonnen haben.",
        "Mit der Maßnahme darf erst nach Zugang des Bescheids begonnen werden.",
        "Vor der Bewilligung darf nicht mit dem Projekt begonnen werden.",
        "Projekte, die Sie bereits begonnen haben, werden nicht gefördert.",
        "Von der Förderung ausgeschlossen sind Maßnahmen, die\n- bereits begonnen wurden,\n- zu teuer sind.",
        "Ein vorzeitiger Maßnahmebeginn ist nicht zulässig.",
        "Eine rückwirkende Förderung ist ausgeschlossen.",
        "Applications must be submitted before the start of the project.",
        "Sie dürfen noch nicht begonnen haben, ein vorzeitiger Beginn ist auf Antrag möglich.",
    ],
)
def test_an_early_start_is_forbidden(text: str) -> None:
    assert early_start(Prose(text)).value is EarlyStart.FORBIDDEN


@pytest.mark.parametrize(
    "text",
    [
        "Ein vorzeitiger Maßnahmenbeginn ist auf Antrag möglich.",
        "Der vorzeitige Vorhabenbeginn gilt mit der Einreichung als genehmigt.",
        "Das Projekt darf bereits begonnen haben.",
        "Kosten zählen, wenn der Kauf beim Eingang des Antrags nicht länger als 3 Monate zurückliegt.",
        "Vorzeitiger Maßnahmebeginn: Ja",
    ],
)
def test_an_early_start_is_allowed(text: str) -> None:
    assert early_start(Prose(text)).value is EarlyStart.ALLOWED


@pytest.mark.parametrize(
    "text",
    [
        "Stellen Sie den Antrag vor Beginn des nächsten Bewilligungszeitraums.",
        "Der Antrag ist zu Beginn eines Haushaltsjahres zu stellen.",
        "Sechs Jahre vor Beginn der Veranstaltung soll ein Wettbewerb stattfinden.",
        "Zu Beginn des Kurses nehmen 10 Personen teil.",
        "Die Laufzeit beginnt frühestens am 1.12.2026.",
        "Dem Antrag sind Kennzahlen vor Beginn und nach Abschluss des Vorhabens beizufügen.",
        "",
    ],
)
def test_nothing_is_said_about_an_early_start(text: str) -> None:
    assert early_start(Prose(text)).value is EarlyStart.UNSTATED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sie können den Zuschuss mit anderen öffentlichen Fördermitteln kombinieren.", "allowed"),
        ("Eine Kumulierung mit anderen Programmen ist zulässig.", "allowed"),
        ("Eine kommunale Kofinanzierung muss gegeben sein.", "allowed"),
        ("Eine Kombination mit anderen Förderungen ist nicht möglich.", "prohibited"),
        ("Sie dürfen keine anderweitige Förderung für das Projekt erhalten.", "prohibited"),
        ("Ihr Vorhaben darf nicht schon durch andere öffentliche Mittel gefördert werden.", "prohibited"),
        ("Nicht gefördert wird, was\n- mit anderen öffentlichen Zuschüssen finanziert wird (Verbot),", "prohibited"),
        ("Eine Kombination mit anderen Förderungen ist bis zu einer Obergrenze von 90 Prozent möglich.", "limited"),
        ("Sie dürfen keine andere Förderung des Landes in Anspruch nehmen.", "limited"),
        ("Maßnahmen, die bereits im Rahmen anderer Bundesprogramme gefördert werden, sind ausgeschlossen.", "limited"),
        ("Die Förderung ist nachrangig gegenüber anderen Programmen.", "limited"),
        ("Gefördert wird die Kofinanzierung von EU-Projekten.", "unstated"),
        ("Die Inhalte verschiedener Module können mit anderen Themen kombiniert werden.", "unstated"),
        ("3.2 Kumulierung", "unstated"),
        ("Gefördert werden auch andere Projekte.", "unstated"),
    ],
)  # fmt: skip
def test_cumulation(text: str, value: str) -> None:
    assert cumulation(Prose(text)).value == Cumulation(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The grant may not be combined with any other public funding.", "prohibited"),
        ("Our grants can be combined with other funding.", "allowed"),
        ("Weitere Geldgeber sind willkommen.", "allowed"),
        ("Die Summe aller öffentlichen Mittel darf 90 Prozent der Kosten nicht übersteigen.", "limited"),
        ("The programme is co-financed by the European Union.", "unstated"),
        ("Der Eigenanteil darf auch durch Mittel Dritter gedeckt werden.", "allowed"),
        ("Die Nutzung weiterer Zuschüsse, etwa vom Kreis, ist zulässig.", "allowed"),
        ("Match funding may include grants from other funders.", "allowed"),
        ("The rest of the funding will have to come from other sources.", "allowed"),
        (
            "Eine Förderung entfällt, soweit für denselben Zweck Mittel des Landes in Anspruch genommen werden.",
            "limited",
        ),
        ("Die gleichzeitige Inanspruchnahme von Bundesmitteln ist ausgeschlossen.", "limited"),
        ("The trust does not award more than one grant to the same charity within a year.", "unstated"),
        ("Andere Förderprogramme finden Sie im Förderportal.", "unstated"),
        ("Gelder des Bundes dürfen für dasselbe Projekt nicht verwendet werden.", "limited"),
        ("Die fehlenden 20 Prozent können aus anderen Fördertöpfen kommen.", "allowed"),
    ],
)
def test_cumulation_in_other_words(text: str, value: str) -> None:
    assert cumulation(Prose(text)).value == Cumulation(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Do not start your project before you have received the grant letter.", "forbidden"),
        ("We do not fund retrospectively.", "forbidden"),
        ("You may start at your own risk once the application has been submitted.", "allowed"),
        ("Darf ich schon beginnen?\nNein, erst nach der Bewilligung.", "forbidden"),
        ("Nicht gefördert werden\n- laufende Projekte", "forbidden"),
        ("The programme started in 2026.", "unstated"),
        ("Zuwendungsfähig sind nur Ausgaben, die nach der Bewilligung entstehen.", "forbidden"),
        ("The grant may only cover costs incurred after the grant agreement has been signed.", "forbidden"),
        ("The project must not have started when you apply.", "forbidden"),
        ("Wir fördern keine Vorhaben, die bereits laufen.", "forbidden"),
        ("Vorhaben dürfen nicht vor dem Beschluss des Vorstands beginnen.", "forbidden"),
        ("Vor der Zusage darf nichts bestellt oder gekauft werden.", "forbidden"),
        ("Ein früherer Start kann beantragt werden.", "allowed"),
        ("Projekte können ab Januar starten.", "unstated"),
        ("Die Durchführung vor der Bewilligung erfolgt auf eigenes Risiko des Trägers.", "allowed"),
    ],
)
def test_an_early_start_in_other_words(text: str, value: str) -> None:
    assert early_start(Prose(text)).value == EarlyStart(value)


def test_a_rule_for_and_a_rule_against_are_a_limit() -> None:
    allowed = "Eine Kombination mit anderen Krediten und Förderprogrammen ist möglich."
    text = f"{allowed} Die Kumulierung mit anderen Zuschüssen ist ausgeschlossen."
    assert cumulation(Prose(text)).value is Cumulation.LIMITED


def test_a_rule_and_elsewhere_an_exception_are_a_proposal() -> None:
    text = "Laufende Projekte werden nicht gefördert. Ein vorzeitiger Maßnahmebeginn ist auf Antrag möglich."
    reading = early_start_from_prose(Prose(text))
    assert (reading.value, reading.check) == (EarlyStart.FORBIDDEN, True)


def test_the_sentence_is_quoted() -> None:
    assert (
        early_start(Prose("Guten Tag. Sie dürfen noch nicht begonnen haben.")).quote
        == "Sie dürfen noch nicht begonnen haben."
    )


def test_categories_lead_over_what_the_text_names() -> None:
    text = "Sie erhalten die Förderung als Zuschuss."
    assert instruments(Prose(text), [Instrument.LOAN]).value == (Instrument.LOAN,)
    assert instruments(Prose(text)).value == (Instrument.GRANT,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sie bekommen ein zinsgünstiges Darlehen.", Instrument.LOAN),
        ("Der Preis ist mit einem Preisgeld von 500 Euro verbunden.", Instrument.PRIZE),
        ("Das Land übernimmt eine Bürgschaft.", Instrument.GUARANTEE),
        ("Wir stellen Beteiligungskapital bereit.", Instrument.EQUITY),
    ],
)
def test_the_kind_of_money_is_read_from_prose(text: str, kind: Instrument) -> None:
    assert kind in instruments(Prose(text)).value


@given(PIECES)
def test_conditions_never_fail_and_quote_the_text(text: str) -> None:
    whole = " ".join(plain(text).split())
    for quoted in (early_start(Prose(text)).quote, cumulation(Prose(text)).quote, instruments(Prose(text)).quote):
        assert " ".join(quoted.split()) in whole
