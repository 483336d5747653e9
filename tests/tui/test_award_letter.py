"""What an award letter proposes: what is sure is taken, what isn't is asked for, a change leaves the rest as it was."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.letters.files.document import LetterDocument
from crawler.letters.letter import Letter, read_letter
from grants_db.errors import UsageError
from grants_db.models.application import Award
from grants_db.vocabulary import FinancingType
from tests.crawler.letters.paper import a_pdf, down
from tui.jobs.award_letter import (
    award_letter,
    chosen_without_asking,
    conditions_of,
    line_of,
    proposals_of,
    stated_interim_reports,
)

LETTER = """
Bezirksamt Auental
Aktenzeichen: B 4.2-118/26
Auental, 20.11.2026
Zuwendungsbescheid
Sehr geehrte Damen und Herren,
für die Zeit vom 01.12.2026 bis 31.12.2028 (Bewilligungszeitraum) bewillige ich Ihnen eine Zuwendung in
Höhe von 12.000,00 EUR als Anteilfinanzierung. Der Zwischennachweis ist bis zum 31.03.2028 vorzulegen.
Der Verwendungsnachweis ist bis zum 30.06.2029 vorzulegen.
"""
CHANGE = """
Bezirksamt Auental
Auental, 23.11.2027
Änderungsbescheid
Sehr geehrte Damen und Herren,
der Bescheid vom 20.11.2026 wird wie folgt geändert: Die Zuwendung wird von 12.000,00 EUR auf 15.000,00 EUR
erhöht.
"""
EARLIER = Award(
    application_id=1,
    notified_on=date(2026, 11, 20),
    amount=Decimal("12000.00"),
    financing_type=FinancingType.SHARE,
    period_start=date(2026, 12, 1),
    period_end=date(2028, 12, 31),
)


def read(text: str) -> Letter:
    return read_letter(LetterDocument.of_text(text.strip()))


def test_what_a_letter_says_for_sure_is_an_award() -> None:
    letter = read(LETTER)
    proposals = proposals_of(letter, None)

    assert chosen_without_asking(proposals, {}) == {
        "amount": "12000.00",
        "notified": "2026-11-20",
        "start": "2026-12-01",
        "end": "2028-12-31",
        "financing": "share",
        "final_report": "2029-06-30",
    }
    assert [stated.due for stated in stated_interim_reports(letter)] == [date(2028, 3, 31)]
    assert "in Höhe von 12.000,00 EUR als Anteilfinanzierung" in line_of("amount", proposals["amount"])


def test_what_is_typed_goes_before_the_letter() -> None:
    assert chosen_without_asking(proposals_of(read(LETTER), None), {"amount": "11000"})["amount"] == "11000"


def test_what_a_letter_does_not_say_is_asked_for() -> None:
    letter = read(LETTER.replace("für die Zeit vom 01.12.2026 bis 31.12.2028 (Bewilligungszeitraum) ", ""))

    with pytest.raises(UsageError, match="--start, --end"):
        chosen_without_asking(proposals_of(letter, None), {})


def test_what_a_change_does_not_mention_stays() -> None:
    chosen = chosen_without_asking(proposals_of(read(CHANGE), EARLIER), {})

    assert (chosen["amount"], chosen["start"], chosen["end"]) == ("15000.00", "2026-12-01", "2028-12-31")


def test_conditions_are_quoted_and_what_is_a_value_or_a_right_is_none() -> None:
    letter = read(
        LETTER + "Die Gegenstände, deren Wert 800 € übersteigt, sind zu inventarisieren. Ich freue mich, Sie zu "
        "unterstützen. Die Mittel dürfen nur für fällige Zahlungen angefordert werden. Belege haben Sie fünf Jahre "
        "aufzubewahren. Ihr Antrag ist bei mir eingegangen. Gegen diesen Bescheid kann innerhalb eines Monats "
        "Widerspruch eingelegt werden; er ist bei mir einzulegen."
    )
    change = read(CHANGE + "Die Stelle ist bis zum 01.10.2028 zu besetzen.")
    earlier = EARLIER.model_copy(update={"note": "Belege sind aufzubewahren."})

    assert letter.conditions == (
        "Die Gegenstände, deren Wert 800 € übersteigt, sind zu inventarisieren.",
        "Belege haben Sie fünf Jahre aufzubewahren.",
    )
    assert conditions_of(change, earlier) == (
        "Belege sind aufzubewahren.",
        "Die Stelle ist bis zum 01.10.2028 zu besetzen.",
    )
    assert read(LETTER).conditions == ()


def test_a_letter_that_awards_nothing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ablehnung.pdf"
    file.write_bytes(
        a_pdf(down("Amt\nAblehnungsbescheid\nSehr geehrte Damen und Herren,\nIhren Antrag lehne ich hiermit ab."))
    )

    with pytest.raises(UsageError, match="kein Bescheid und keine Zusage"):
        award_letter(file)
