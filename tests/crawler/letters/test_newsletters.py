"""Newsletters and mails as different senders write them: every call in them, and nothing else for one."""

from pathlib import Path

import pytest

from crawler.letters.files.document import LetterDocument
from crawler.letters.files.mail_lines import plain_address, read_mail
from crawler.letters.letter import read_letter

DATA = Path(__file__).parent / "data"
RIGHT: dict[str, tuple[str, list[tuple[str, str | None, str | None, str]]]] = {
    "netzwerk": (
        "newsletter",
        [
            (
                *("Kleinprojektefonds Nachbarschaft", "Bürgerstiftung Ostheim", "2028-03-31"),
                "https://buergerstiftung-ostheim.example/fonds",
            ),
            (
                *("Demokratie-Werkstätten: neuer Aufruf", "Bundesamt für Teilhabe", "2028-04-15"),
                "https://teilhabe-amt.example/werkstaetten",
            ),
        ],
    ),
    "foerderbrief": (
        "newsletter",
        [
            (
                *("Sprache verbindet 2028/29", "Ministerium für Gemeinwesen und Vielfalt", "2028-04-30"),
                "https://mgv.example/sprache",
            ),
            ("Jugendfonds", "Deutsche Jugendmarke", None, "https://jugendmarke.example/fonds"),
        ],
    ),
    "foerdernews": (
        "newsletter",
        [
            (
                *("AMIF: Zweiter Aufruf des Jahres", "Bundesamt für Teilhabe und Begegnung", "2028-07-31"),
                "https://teilhabe-amt.example/amif-2",
            ),
            ('Preis "Gute Nachbarn"', "Sparkasse Ostheim", "2028-06-30", "https://sparkasse-ostheim.example/preis"),
        ],
    ),
    "stiftung-ein-aufruf": (
        "call",
        [
            (
                *('Unser neues Programm "Plätze für alle" ist gestartet', "Stiftung Lebendige Quartiere"),
                *("2028-06-16", "https://quartiere-stiftung.example/plaetze"),
            )
        ],
    ),
    "foerdertipps": (
        "newsletter",
        [
            ("Stiftung Lebensraum: Grüne Höfe 2030", None, "2030-02-28", "https://lebensraum.example/hoefe"),
            (
                *("Bundesprogramm Gemeinsam stark", "Bundesamt für Zusammenhalt", "2030-02-20"),
                "https://gemeinsam-stark.example",
            ),
            ("Jugend-Kultur-Fonds", None, None, "https://jkf.example"),
        ],
    ),
    "mit-inhalt": (
        "newsletter",
        [
            (
                *("Neue Richtlinie Sprachmittlung", "Ministerium für Soziales", "2030-03-31"),
                "https://ms.example/sprachmittlung",
            ),
            (
                *("Preis für gute Nachbarschaft", "Wohnungswirtschaft Nordland", "2030-01-15"),
                "https://wohnen.example/preis",
            ),
        ],
    ),
    "foerderkompass": (
        "newsletter",
        [
            ("CERV: Städtepartnerschaften", "Kommission", "2030-03-19", "https://eu.example/cerv"),
            ("Lesestart-Stiftung: Bücherkoffer", None, None, "https://st.example/lesen"),
        ],
    ),
    "karten": (
        "newsletter",
        [
            ("Zusammen lesen", None, "2030-02-28", "https://lesefonds.example/zusammen"),
            ("Mut-Preis 2030", "Landesregierung", "2030-03-15", "https://mut.example/preis"),
            ("Brückenbauer", "Bund", None, "https://bruecken.example"),
        ],
    ),
    "steckbriefe": (
        "newsletter",
        [
            ("Deutscher Engagementpreis der Regionen", None, "2030-01-31", "https://der.example"),
            ("Förderfonds Demokratie vor Ort (Stiftung Mitte)", None, "2030-02-15", "https://fd.example"),
        ],
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_every_call_and_nothing_else_is_one(name: str) -> None:
    kind, calls = RIGHT[name]

    letter = read_letter(read_mail((DATA / f"{name}.eml").read_bytes(), lambda _: []))

    assert letter.kind.value == kind
    assert [(call["title"], call["funder"], call["deadline"], call["link"]) for call in letter.calls] == calls


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen eine Projektleitung (m/w/d)\nTeilzeit, TVöD. Bewerbungen bis 30.06.2028. Gefördert vom Land.",
        "Webinar Förderanträge schreiben\nAnmeldung bis 30.06.2028, die Teilnahme ist kostenlos.",
        "Umfrage zur Förderung\nNehmen Sie bis 30.06.2028 teil; unter allen Antworten verlosen wir fünf Bücher.",
        "Fonds Vielfalt\nDer Fonds ist ausgeschöpft. Anträge können seit dem 01.05.2028 nicht mehr gestellt werden.",
        "Förderfonds Nord\nAnträge konnten bis zum 15. April 2028 gestellt werden.",
    ],
)
def test_what_one_cannot_apply_for_is_no_call(text: str) -> None:
    head = "Newsletter Mai 2028\n\n"
    tail = "\n\nAbmelden: https://brief.example/ab"
    document = LetterDocument.of_text(
        f"{head}{text}{tail}", subject="Newsletter Mai 2028", date="Tue, 02 May 2028 08:00:00 +0200", list_id="brief"
    )

    assert read_letter(document).calls == ()


@pytest.mark.parametrize(
    ("counting", "plain"),
    [
        ("https://amt.example/aufruf?utm_source=nl&id=7", "https://amt.example/aufruf?id=7"),
        ("https://klick.example/c?u=https://amt.example/a", "https://amt.example/a"),
        (
            "https://klick.example/c?id=1&target=https%3A%2F%2Famt.example%2Fa%3Futm_medium%3Dmail",
            "https://amt.example/a",
        ),
    ],
)
def test_a_link_is_the_page_and_not_the_counting_address(counting: str, plain: str) -> None:
    assert plain_address(counting) == plain
