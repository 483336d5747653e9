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
            (
                *("Stiftung Lebensraum: Grüne Höfe 2030", "Stiftung Lebensraum", "2030-02-28"),
                "https://lebensraum.example/hoefe",
            ),
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
            ("Lesestart-Stiftung: Bücherkoffer", "Lesestart-Stiftung", None, "https://st.example/lesen"),
        ],
    ),
    "karten": (
        "newsletter",
        [
            ("Zusammen lesen", "Lesefonds Nord", "2030-02-28", "https://lesefonds.example/zusammen"),
            ("Mut-Preis 2030", "Landesregierung", "2030-03-15", "https://mut.example/preis"),
            ("Brückenbauer", "Bund", None, "https://bruecken.example"),
        ],
    ),
    "steckbriefe": (
        "newsletter",
        [
            ("Deutscher Engagementpreis der Regionen", None, "2030-01-31", "https://der.example"),
            (
                *("Förderfonds Demokratie vor Ort (Stiftung Mitte)", "Stiftung Mitte", "2030-02-15"),
                "https://fd.example",
            ),
        ],
    ),
    "kalender-tabelle": (
        "newsletter",
        [
            ("Fonds Nachbarschaft", "Stiftung Hafenlicht", "2031-05-31", "https://hafenlicht.example/fonds"),
            ("Räume für Jugend", "Ministerium für Jugend Westmark", "2031-06-15", "https://mj.example/raeume"),
            ("Mikromittel Sprache", "Sparkasse Seegau", None, "https://spk-seegau.example/mikro"),
        ],
    ),
    "kalender-daten-vorn": (
        "newsletter",
        [
            ("Ideenfonds Quartier", "Bürgerstiftung Seehafen", "2031-05-30", "https://bs-seehafen.example/ideen"),
            (
                *("Förderaufruf „Stadt im Gespräch“", "Bundesamt für Demokratie", "2031-06-12"),
                "https://bfd.example/gespraech",
            ),
            ("Sprachpatenfonds", "Lions-Hilfswerk Seegau", None, "https://lions-seegau.example/paten"),
        ],
    ),
    "funding-digest": (
        "newsletter",
        [
            (
                *("Call for proposals: Inclusive Schools", "European Agency for Urban Inclusion", "2031-06-30"),
                "https://eaui.example/schools",
            ),
            ("Small Grants for Neighbours", "Harbour Light Foundation", None, "https://hlf.example/small"),
        ],
    ),
    "ticker-punkte": (
        "newsletter",
        [
            (
                *("Topf Zusammenspiel der Stiftung Uferklang", "Stiftung Uferklang", "2031-06-15"),
                "https://uferklang.example/topf",
            ),
            ("Hilfen für Hoffeste des Landkreises Seegau", "Landkreis Seegau", None, "https://seegau.example/hof"),
            (
                *("Aufruf „Arbeit für alle“ der Förderbank Westmark", "Förderbank Westmark", "2031-07-31"),
                "https://fbw.example/arbeit",
            ),
        ],
    ),
    "kalender-nach-monaten": (
        "newsletter",
        [
            ("Nachbarschaftspreis", "Sparkasse Seegau", "2031-06-15", "https://spk.example/preis"),
            ("Lernorte-Programm", "Kultusministerium Westmark", "2031-06-30", "https://km.example/lernorte"),
            ("Fonds Begegnung", "Stiftung Nordlicht", "2031-07-31", "https://nordlicht.example/fonds"),
            ("Kleine Hilfen", "Lions-Club Seegau", None, "https://lions.example/hilfen"),
        ],
    ),
    "liste-je-zeile": (
        "newsletter",
        [
            ("Vielfalt stärken", "Bundesamt für Teilhabe", "2031-06-20", "https://bft.example/vielfalt"),
            ("Leseinseln", "Stiftung Buchmut", None, "https://buchmut.example/inseln"),
        ],
    ),
    "interessenbekundung-land": (
        "call",
        [
            (
                *("Bitte um Interessenbekundungen: Lotsen für Neuzugewanderte", "Ministerium für Integration Westmark"),
                *("2031-06-27", "https://mi.example/lotsen"),
            )
        ],
    ),
    "interessenbekundung": (
        "call",
        [
            (
                *("Einladung zur Interessenbekundung: Modellkommunen Ankommen", "Landesagentur für Teilhabe Westmark"),
                *("2031-06-13", "https://ltw.example/modellkommunen"),
            )
        ],
    ),
    "weitergeleitet": (
        "call",
        [
            (
                *('Call for proposals "Cities of Welcome" published', "European Agency for Urban Inclusion (EAUI)"),
                *("2031-09-18", "https://eaui.example/calls/2031-02"),
            )
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


CARDS = (
    (
        "Soziale Orte",
        "Die Stiftung Uferland gibt 12.000 Euro.",
        "Bewerbung bis 20. November 2026",
        "orte",
    ),
    ("Praxistag Beratung", "Austausch für Beratungsstellen.", "Anmeldung bis 30. Oktober 2026", "tag"),
    (
        "Ankommen",
        "Das Sozialministerium gibt 80 Prozent.",
        "Antrag bis 31. Januar 2027",
        "ankommen",
    ),
    ("Assistenz gesucht", "Teilzeit, ab Dezember.", "Bewerbung bis 18. Oktober 2026", "stelle"),
)


def _badges_above() -> str:
    return "".join(
        f"<table><tr><td>{day}</td></tr><tr><td><h2>{title}</h2></td></tr><tr><td>{text}</td></tr>"
        f"<tr><td><a href='https://ufer.example/{link}'>Mehr</a></td></tr></table>"
        for title, text, day, link in CARDS
    )


def _side_by_side() -> str:
    rows = ""
    for pair in (CARDS[:2], CARDS[2:]):
        for cell in ("<b>{0}</b>", "{1}", "{2}", "<a href='https://ufer.example/{3}'>Mehr</a>"):
            rows += "<tr>" + "".join(f"<td>{cell.format(*card)}</td>" for card in pair) + "</tr>"
    return f"<table>{rows}</table>"


@pytest.mark.parametrize("page", [_badges_above(), _side_by_side()], ids=["day above the heading", "side by side"])
def test_cards_are_items_each_with_its_own_day_and_button(page: str) -> None:
    mail = (
        "From: netz@netz.example\nSubject: Newsletter Oktober\nDate: Tue, 06 Oct 2026 09:12:00 +0200\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"<html><body>{page}<p>Newsletter abbestellen</p></body></html>"
    )

    letter = read_letter(read_mail(mail.encode(), lambda _: []))

    assert [(call["title"], call["funder"], call["deadline"], call["link"]) for call in letter.calls] == [
        ("Soziale Orte", "Stiftung Uferland", "2026-11-20", "https://ufer.example/orte"),
        ("Ankommen", "Sozialministerium", "2027-01-31", "https://ufer.example/ankommen"),
    ]
