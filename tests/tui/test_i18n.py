"""Two languages: every text has its English, and stored sentences are translated when they are shown."""

import ast
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from docs.tools import catalogue
from grants_db.messages import Aside, DayOfYear, Duration, FactName, FactValue, Message, Quote, Value
from grants_db.vocabulary import ApplicationStage
from tui.formatting import i18n
from tui.formatting.format import day, days_left, money, rate
from tui.formatting.i18n import _
from tui.formatting.messages import sentence


def test_every_text_for_people_has_its_english() -> None:
    assert len(catalogue.texts_in_code()) > 1000
    missing = catalogue.untranslated()
    assert not missing, "python -m docs.tools.catalogue adds them to tui/locale/en.po:\n" + "\n".join(missing)


def test_what_a_command_says_can_be_translated() -> None:
    assert [f"{file}:{line} {text}" for file, line, text in said_in_german_only()] == []


def said_in_german_only() -> Iterator[tuple[str, int, str]]:
    """Words that `say` and `note` are given as they stand, past the catalogue."""
    for file in sorted((catalogue.ROOT / "tui").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("say", "note"):
                where = file.relative_to(catalogue.ROOT).as_posix()
                yield from ((where, call.lineno, text) for given in call.args for text in words_in(given))


def words_in(given: ast.expr) -> Iterator[str]:
    """The written words of an argument: of texts, of texts with values in them, and of both put together."""
    match given:
        case ast.Constant(value=str(text)) if re.search(r"[^\W\d_]{2}", text):
            yield text
        case ast.JoinedStr(values=parts):
            yield from (word for part in parts if isinstance(part, ast.Constant) for word in words_in(part))
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            yield from (*words_in(left), *words_in(right))


def test_a_translation_names_the_same_places_as_its_german() -> None:
    assert catalogue.misplaced() == []


@pytest.mark.slow
def test_no_translation_outlives_its_text() -> None:
    assert catalogue.unused() == [], "python -m docs.tools.catalogue takes them out of tui/locale/en.po"


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    """A catalogue of its own, and its compiled form."""
    shutil.copy(i18n.LOCALE / "en.po", tmp_path)
    i18n.compile_catalogues(tmp_path)
    return tmp_path


def test_a_compiled_catalogue_is_read_instead_of_its_source(locale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(i18n, "compiled")
    assert i18n.read(locale / "en.po").gettext("Übersicht") == "Overview"


def test_a_catalogue_that_has_changed_is_never_shown_as_it_was(locale: Path) -> None:
    po = locale / "en.po"
    po.write_text(po.read_text(encoding="utf-8").replace('"Overview"', '"Survey"'), encoding="utf-8")
    assert i18n.read(po).gettext("Übersicht") == "Survey"


def test_a_catalogue_that_was_never_compiled_is_read(locale: Path) -> None:
    (locale / "en.mo").unlink()
    assert i18n.read(locale / "en.po").ngettext("noch {n} Tag", "noch {n} Tage", 2) == "{n} days left"


def test_german_needs_no_catalogue() -> None:
    assert _("Übersicht") == "Übersicht"


def test_english_is_read_from_the_catalogue() -> None:
    i18n.use("en")
    assert _("Übersicht") == "Overview"
    assert days_left(1) == "tomorrow"
    assert days_left(12) == "12 days left"


def test_a_stored_sentence_is_translated_when_it_is_shown() -> None:
    stored = Message.of("Das Fördergebiet passt: {where}.", where="Sachsen-Anhalt").as_json()
    i18n.use("en")
    assert sentence(Message.from_json(stored)) == "The funding area fits: Sachsen-Anhalt."


def test_the_values_of_a_stored_sentence_are_written_in_the_language_of_its_reader() -> None:
    said = Message.of(
        "Gemeinsame Begriffe: {words} ({day})", words=(Quote("Lotsen"), Quote("Ehrenamt")), day=date(2026, 12, 31)
    )
    stored = Message.from_json(json.loads(json.dumps(said.as_json())))
    assert stored == said
    i18n.use("en")
    assert sentence(stored).endswith("“Lotsen”, “Ehrenamt” (31 Dec 2026)")
    i18n.use("de")
    assert sentence(stored) == "Gemeinsame Begriffe: „Lotsen“, „Ehrenamt“ (31.12.2026)"


EVERY_KIND = (
    *("Text", 7, date(2026, 12, 31), Decimal("12500.5"), ApplicationStage.REVIEW, FactName("max_amount")),
    *(FactValue("deadline", {"kind": "fixed", "dates": ["2027-03-31", "2027-09-30"]}), Quote("so"), Aside(None)),
    *(DayOfYear(3, 15), Duration("P8W")),
    *(Aside(Quote("so")), Aside(Message.of("Von Hand eingetragen")), Message.of("Eingegangen"), ("a", Quote("b"))),
)


@pytest.mark.parametrize("value", EVERY_KIND, ids=str)
def test_a_value_keeps_its_type_when_it_is_stored(value: Value) -> None:
    said = Message.of("{it}", it=value)
    assert Message.from_json(json.loads(json.dumps(said.as_json()))) == said


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "de",
            [
                "12.500,50",
                "Prüfung",
                "Höchstbetrag",
                "31.03.2027, 30.09.2027",
                " („so“)",
                "Eingegangen",
                "a, „b“",
                "15.03.",
                "8 Wochen",
            ],
        ),
        (
            "en",
            [
                "12,500.50",
                "Review",
                "Largest amount",
                "31 Mar 2027, 30 Sept 2027",
                " (“so”)",
                "Received",
                "a, “b”",
                "15 Mar",
                "8 weeks",
            ],
        ),
    ],
)
def test_every_kind_of_value_is_written_in_both_languages(language: str, expected: list[str]) -> None:
    i18n.use(language)
    written = [sentence(Message.of("{it}", it=value)) for value in EVERY_KIND]
    i18n.use("de")
    assert [text for text in expected if text not in written] == []


def test_words_that_were_stored_before_values_had_types_are_known() -> None:
    old: dict[str, object] = {"template": "Stand: {before} → {to}", "values": {"before": "idea", "to": "review"}}
    assert sentence(Message.from_json(old)) == "Stand: Idee → Prüfung"


@pytest.mark.parametrize("template", ["{nobody} knows", "a stray {", "{0}"])
def test_a_sentence_that_cannot_be_filled_in_is_shown_as_it_stands(template: str) -> None:
    assert sentence(Message(template, {})) == template


def test_values_are_data_even_with_braces_in_them() -> None:
    assert sentence(Message.of("Gemeinsame Begriffe: {words}", words="{x}")) == "Gemeinsame Begriffe: {x}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", ("24.11.2026", "1.234,56 €", "12,5 %")), ("en", ("24 Nov 2026", "€1,234.56", "12.5 %"))],
)
def test_days_sums_and_shares_are_written_as_the_language_does(language: str, expected: tuple[str, str, str]) -> None:
    i18n.use(language)
    assert (day(date(2026, 11, 24)), money(Decimal("1234.56")), rate(Decimal("12.50"))) == expected


def test_an_unknown_language_is_german() -> None:
    i18n.use("tlh")
    assert i18n.language() == "de"
