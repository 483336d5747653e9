"""What a letter is: decisions are told from letters that only speak of one, and from those about something else."""

import re
from pathlib import Path

import pytest

from crawler.letters.files.document import LetterDocument
from crawler.letters.letter import read_letter

LETTERS = [
    (
        "unknown",
        """
Amt Auental
Az.: 4-11/27
Sehr geehrte Damen und Herren,
Ihr Antrag vom 03.02.2027 auf Gewährung einer Zuwendung ist am 05.02.2027 bei uns eingegangen. Die
Bearbeitung wird einige Wochen dauern.
""",
    ),
    (
        "unknown",
        """
Amt Auental
Sehr geehrte Damen und Herren,
leider sind Ihre Antragsunterlagen nicht vollständig. Bitte reichen Sie bis zum 31.03.2027 den Kosten-
und Finanzierungsplan nach. Erst danach kann über die Zuwendung entschieden werden.
""",
    ),
    (
        "unknown",
        """
Amt Auental
Erinnerung an den Verwendungsnachweis
Sehr geehrte Damen und Herren,
mit Zuwendungsbescheid vom 01.03.2026 wurde Ihnen eine Zuwendung in Höhe von 20.000,00 EUR gewährt. Der
Verwendungsnachweis war bis zum 30.06.2027 vorzulegen und liegt bisher nicht vor. Bitte reichen Sie ihn
bis zum 31.08.2027 nach.
""",
    ),
    (
        "unknown",
        """
Amt Auental
Anhörung vor Erlass eines Rückforderungsbescheides
Sehr geehrte Damen und Herren,
es ist beabsichtigt, von der Ihnen bewilligten Zuwendung einen Betrag von 3.000,00 EUR zurückzufordern.
Sie können sich bis zum 01.09.2027 äußern.
""",
    ),
    (
        "change",
        """
Stiftung Auental
Verlängerung Ihres Projekts
Liebe Frau Meier,
gern stimmen wir der kostenneutralen Verlängerung der Projektlaufzeit bis zum 31.12.2028 zu. Alle anderen
Vereinbarungen bleiben bestehen.
""",
    ),
    (
        "change",
        """
Landesamt
Aktenzeichen: 9-1/28
Nordstadt, 01.02.2028
Sehr geehrte Damen und Herren,
mit Bezug auf Ihren Antrag vom 10.01.2028 ändere ich meinen Bescheid vom 02.03.2027: Der
Bewilligungszeitraum endet nunmehr am 30.06.2029.
""",
    ),
    (
        "consent",
        """
Landesamt
Sehr geehrte Damen und Herren,
Sie können mit der Maßnahme ab dem 01.04.2028 auf eigenes Risiko vorzeitig beginnen. Ein Anspruch auf
Förderung entsteht dadurch nicht.
""",
    ),
    (
        "award",
        """
Stiftung
Zuwendungsbestätigung
Sehr geehrte Damen und Herren,
wir haben entschieden, Ihre Idee mit 4.000 Euro zu unterstützen.
""",
    ),
    (
        "award",
        """
Land Nord
Bewilligung einer Zuwendung
Sehr geehrte Damen und Herren,
hiermit wird der Stadt Grünau eine Zuwendung von 12.000,00 EUR bewilligt. Leider konnte Ihrem Antrag
nicht in voller Höhe entsprochen werden.
""",
    ),
    (
        "rejection",
        """
Fonds Soziales
Sehr geehrte Damen und Herren,
Ihr Antrag hat die Jury in der Endauswahl nicht überzeugt. Eine Förderung können wir Ihnen deshalb nicht
anbieten.
""",
    ),
    (
        "call",
        """
Land Nord
Förderaufruf Integration 2029
Gefördert werden Projekte der Kommunen. Anträge sind bis zum 31.03.2029 einzureichen. Antragsberechtigt
sind Kommunen.
""",
    ),
]


@pytest.mark.parametrize(("kind", "text"), LETTERS)
def test_a_letter_is_what_it_decides(kind: str, text: str) -> None:
    assert read_letter(LetterDocument.of_text(text.strip())).kind.value == kind


OTHERS = re.findall(
    r"^## (\w+)\n(.+?)(?=\n## |\Z)", (Path(__file__).parent / "data" / "kinds.txt").read_text("utf-8"), re.S | re.M
)


def test_a_decision_is_told_in_any_words() -> None:
    read = [(read_letter(LetterDocument.of_text(text)).kind.value, text) for _, text in OTHERS]

    assert read == OTHERS
