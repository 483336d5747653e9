"""What is granted, asked or answered about an early start and other money."""

import pytest

from crawler.extract.conditions.reading import cumulation, cumulation_from_prose, early_start
from crawler.text.sentences import Prose
from grants_db.vocabulary import Cumulation, EarlyStart


@pytest.mark.parametrize(
    "text",
    [
        "Ausgaben ab Eingang des Antrags zählen, auch wenn noch nicht entschieden ist.",
        "Sie dürfen starten, selbst wenn der Bescheid noch nicht da ist.",
        "Even if no decision has been made, work may begin at your own risk.",
    ],
)
def test_what_is_granted_denies_nothing(text: str) -> None:
    assert early_start(Prose(text)).value is EarlyStart.ALLOWED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Können wir das Geld mit anderen Mitteln verbinden?\nJa, auch mit Zuschüssen des Kreises.", "allowed"),
        ("Dürfen wir den Zuschuss mit anderen Mitteln verbinden?\nNein, leider nicht.", "prohibited"),
        ("Mittel der Kommune schaden nicht, bitte geben Sie sie an.", "allowed"),
        ("You may combine our grant with other grants, except those of the county.", "limited"),
        ("Geld des Landes darf zusätzlich genutzt werden, weitere Bundesmittel nicht.", "limited"),
        ("Der Fonds wird zu je einem Drittel von Bund, Land und Stadt getragen.", "unstated"),
    ],
)
def test_other_money_in_answers_and_exceptions(text: str, value: str) -> None:
    assert cumulation(Prose(text)).value == Cumulation(value)


def test_public_money_barred_and_private_money_let_in_is_to_be_checked() -> None:
    text = (
        "Projekte, die andere öffentliche Zuschüsse erhalten, werden nicht gefördert, auch nicht bei privaten Spenden."
    )
    reading = cumulation_from_prose(Prose(text))
    assert (reading.value, reading.check) == (Cumulation.PROHIBITED, True)
