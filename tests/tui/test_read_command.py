"""`akquise crawl read` for people: every fact in words, of a text, a page and a PDF, with and without its reasons."""

import sys
from pathlib import Path

import pytest

from tests.crawler.letters.paper import a_pdf, down
from tui.cli import main

LINES = (
    "Antragsberechtigt sind Vereine und Kommunen.",
    "Anträge sind bis zum 31. März 2027 einzureichen.",
    "Ein Eigenanteil ist nicht erforderlich.",
    "Die Auszahlung erfolgt nach dem Erstattungsprinzip.",
)
ITEMS = {
    "Dem Antrag sind beizufügen:": ("Finanzierungsplan", "Satzung"),
    "Auswahlkriterien:": ("Beitrag zur Teilhabe", "Wirkung im Stadtteil"),
}
OFFICE = ("Stiftung Nachbarschaft", "Telefon: 0391 5550-12", "foerderung@nachbarschaft.example")


def a_text(file: Path) -> None:
    lists = "\n\n".join("\n".join((lead, *(f"- {item}" for item in items))) for lead, items in ITEMS.items())
    file.write_text("\n\n".join((*LINES, lists, "Kontakt\n\n" + "\n".join(OFFICE))), encoding="utf-8")


def a_page(file: Path) -> None:
    lists = "".join(
        f"<p>{lead}</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>" for lead, items in ITEMS.items()
    )
    words = "".join(f"<p>{line}</p>" for line in LINES)
    office = f"<h2>Kontakt</h2><p>{'<br>'.join(OFFICE)}</p>"
    file.write_text(f"<html><body><main><h1>Fonds</h1>{words}{lists}{office}</main></body></html>", encoding="utf-8")


def a_document(file: Path) -> None:
    lists = "\n".join("\n".join((lead, *(f"- {item}" for item in items))) for lead, items in ITEMS.items())
    file.write_bytes(a_pdf(down("\n".join((*LINES, lists, "Kontakt", *OFFICE)))))


FORMS = {"ruf.txt": a_text, "ruf.html": a_page, "ruf.pdf": a_document}


@pytest.mark.parametrize("why", [(), ("--why",)])
@pytest.mark.parametrize("name", FORMS)
def test_every_fact_is_said_in_words(
    name: str, why: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    FORMS[name](file)
    monkeypatch.setattr(sys, "argv", ["akquise", "crawl", "read", str(file), *why])

    with pytest.raises(SystemExit) as ended:
        main()

    out = capsys.readouterr().out
    assert not ended.value.code
    assert "31.03.2027" in out
    assert "Finanzierungsplan; Satzung" in out
    assert "Beitrag zur Teilhabe; Wirkung im Stadtteil" in out
    assert "; ".join((OFFICE[0], "0391 5550-12", OFFICE[2])) in out
    assert "0 %" in out
    assert "Erstattung" in out
    assert not [sign for sign in ("[", "{", "None") if sign in out]
    assert ("Vereine und Kommunen: applies" in out) is bool(why)
