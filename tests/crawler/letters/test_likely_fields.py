"""What a letter says in words of its own is not lost: it is named as likely, and a person is to check it."""

from crawler.letters.files.document import LetterDocument
from crawler.letters.letter import Letter, read_letter

FRIENDLY = """
Bürgerstiftung Seeufer
Seeufer, den 2. Juli 2027

Liebes Team,

unser Kuratorium möchte Ihre Erzählnachmittage gern möglich machen: 3.600 Euro haben wir dafür zurückgelegt. Die
fehlenden 400 Euro finden sich sicher in Ihrem Etat. Das Projekt geht im September 2027 los und endet im August 2028.

Wie es war, berichten Sie uns danach auf zwei Seiten. Das sollte bis zum 15. Oktober 2028 bei uns sein. Unter der
Nummer BSS-2027-19 finden wir Ihre Unterlagen am schnellsten.
"""
ENGLISH = """
European Integration Executive Agency
Brussels, 3 March 2027
Ref. EIEA.B2/AB/2027/0991

Dear coordinator,

The Agency has decided to fund your project. The maximum grant amount is EUR 486,200.00, corresponding to a funding rate
of 85% of the eligible costs of EUR 572,000.00. The remaining EUR 85,800.00 has to be covered from your own resources.
The action starts on 1 May 2027 and ends on 30 April 2029.

A periodic report is due by 30 June 2028; the final report must be submitted no later than 29 June 2029.
"""


def letter_of(text: str) -> Letter:
    return read_letter(LetterDocument.of_text(text.strip()))


def test_friendly_prose_without_one_usual_word_gives_values_to_check() -> None:
    letter = letter_of(FRIENDLY)

    assert (
        letter.fields.items()
        >= {
            "sum": "3600.00",
            "own_contribution": "400.00",
            "period_start": "2027-09-01",
            "period_end": "2028-08-31",
            "final_report": "2028-10-15",
            "file_number": "BSS-2027-19",
        }.items()
    )
    assert {"sum", "own_contribution", "period_start", "period_end", "file_number"} <= set(letter.check)


def test_an_english_letter_is_read_by_what_fits_together() -> None:
    letter = letter_of(ENGLISH)

    assert (
        letter.fields.items()
        >= {
            "sum": "486200.00",
            "rate_percent": "85",
            "own_contribution": "85800.00",
            "period_end": "2029-04-30",
            "interim_reports": ["2028-06-30"],
            "final_report": "2029-06-29",
        }.items()
    )


def test_what_does_not_fit_together_is_to_be_checked() -> None:
    letter = letter_of(
        "Amt Auental\nZuwendungsbescheid\n\nSehr geehrte Damen und Herren,\n\n"
        "hiermit bewillige ich Ihnen eine Zuwendung von 50.000,00 EUR, das sind 80 % der zuwendungsfähigen Ausgaben "
        "von 100.000,00 EUR. Der Verwendungsnachweis ist bis zum 31.03.2026 vorzulegen. "
        "Der Bewilligungszeitraum läuft vom 01.01.2027 bis 31.12.2027."
    )

    assert {"sum", "rate_percent", "final_report"} <= set(letter.check)


def test_what_the_city_gives_itself_is_not_surely_the_award() -> None:
    letter = letter_of(
        "Kulturstiftung Hohe Au\n\nSehr geehrte Frau Leiterin,\n\nIhre Idee liegt uns am Herzen. Deshalb beteiligt "
        "sich die Stiftung mit 11.500 Euro an den Kosten.\nSie selbst haben 3.500 Euro zugesagt."
    )

    assert "sum" in letter.check
