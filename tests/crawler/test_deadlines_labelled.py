"""Deadlines against labelled texts: the real ones where they are at hand, our practice portal's always."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from crawler.demo_portal.content import load
from crawler.evaluation.deadlines import evaluate_deadlines, score
from crawler.evaluation.passages import INVENTED, read_passages
from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.opportunity import read_deadline
from crawler.platforms.xml_export import Export
from crawler.runs.read_text import read_text
from crawler.text.sentences import Prose
from grants_db.messages import Message

SHARED = Path(__file__).parents[2].parent / "shared"
GOLD = SHARED / "gold" / "deadlines.jsonl"
KINDS = SHARED / "gold2" / "kinds.jsonl"
PROGRAMMES = SHARED / "gold" / "programmes.jsonl"
EXPORT = SHARED / "portal" / "sites-facts" / "www.foerderdatenbank.de" / "FDB" / "WS" / "export"

# what the practice portal calls by what a reader wants to know, and the parser by what the text says
_OVER = {"fixed": {"fixed", "closed"}}


@pytest.mark.skipif(not GOLD.exists(), reason="the labelled texts lie beside the checkout (../shared/gold) only")
def test_labelled_texts_are_read_as_their_labellers_read_them() -> None:
    result = evaluate_deadlines(GOLD)
    assert result.kind_accuracy >= Fraction(98, 100), [(miss.id, miss.read.kind) for miss in result.misses]
    assert result.stated_precision >= Fraction(98, 100), [(miss.id, miss.read.dates) for miss in result.misses]
    assert result.recall >= Fraction(97, 100), [(miss.id, miss.read.dates) for miss in result.misses]


def test_invented_passages_are_read_as_meant_or_are_to_be_checked() -> None:
    passages = {passage.text: passage for passage in read_passages(INVENTED)}
    wrong = {
        text: (read.kind, read.dates)
        for text, passage in passages.items()
        if not (read := parse_deadline(text)).is_unsure
        and (read.kind, set(read.dates)) != (passage.kind, set(passage.dates))
    }
    checked = [text for text in passages if parse_deadline(text).check]
    assert len(passages) > 300
    assert len(wrong) <= 0.03 * len(passages), wrong
    assert len(checked) <= 0.25 * len(passages), checked


@pytest.mark.parametrize("programme", [p for p in load().programmes if p.deadline], ids=lambda p: p.key)
def test_deadlines_of_practice_programmes_are_of_the_kind_their_author_meant(programme: object) -> None:
    kind, text = getattr(programme, "kind", ""), getattr(programme, "deadline", "")
    assert parse_deadline(Prose(text)).kind in _OVER.get(kind, {kind})


@pytest.mark.parametrize("entry", load().foundation_programmes, ids=lambda p: p.key)
def test_entries_of_practice_foundations_are_of_the_kind_their_author_meant(entry: object) -> None:
    written = getattr(entry, "deadline", "")
    for text in [written] if isinstance(written, str) else written:
        assert parse_deadline(Prose(text)).kind == getattr(entry, "kind", "")


def test_the_score_counts_wrong_and_missing_dates_apart() -> None:
    text = "Anträge sind bis zum 31.10. eines Jahres zu stellen."
    row = {"id": "a", "text": text, "kind": "annual", "dates": ["10-31", "12-31"], "stages": ["application"] * 2}
    result = score([row])
    assert (result.dates_right, result.dates_wrong, result.dates_missing) == (1, 0, 1)
    assert result.kind_accuracy == 1
    assert [miss.id for miss in result.misses] == ["a"]


def test_an_empty_set_of_labels_has_nothing_wrong() -> None:
    result = score([])
    assert result.precision == result.recall == Fraction(1)
    assert dict(result.rows())["texts"] == "0"


@pytest.mark.skipif(not PROGRAMMES.exists(), reason="the labelled programmes lie beside the checkout (../shared) only")
def test_whole_programmes_are_of_the_kind_their_labeller_read() -> None:
    labelled = [json.loads(line) for line in PROGRAMMES.read_text(encoding="utf-8").splitlines()]
    kinds = {row["url"].partition("/FDB/")[2]: row["deadline"]["kind"] for row in labelled}
    right = 0
    for _, document in Export(EXPORT.read_bytes()).offers():
        if isinstance(document, Message):
            continue
        kind = kinds.get(f"{document.path.partition('/FDB/')[2]}.html")
        texts = [("Fristen", document.text("procInfluence")), ("Volltext", document.text("summary"))]
        texts += [(name, document.text(name)) for name in ("procMethod", "regulatoryFWork", "competenceDescr")]
        summary, prose = Prose(document.text("teaserText")), [(name, Prose(text)) for name, text in texts]
        right += read_deadline(summary, prose, ["Fristen"]).kind == kind
    assert right >= 0.94 * len(kinds)


@pytest.mark.skipif(not KINDS.exists(), reason="the list of misread inputs lies beside the checkout (../shared) only")
def test_what_was_misread_once_is_read_right_or_is_to_be_checked() -> None:
    rows = [json.loads(line) for line in KINDS.read_text(encoding="utf-8").splitlines() if line.strip()]
    wrong = []
    for row in rows:
        read = read_text(row["text"]).as_json()
        found = read[row["field"]]
        if row["field"] == "deadline":
            full = [day for day in found["dates"] if not day.startswith("--")]
            found, right = [found["kind"], full], row["right"]
        else:
            right = row["right"] if isinstance(row["right"], str | None) else str(row["right"])
        if found != right and row["field"] not in read["check"]:
            wrong.append((row["text"], found))
    assert len(rows) == 25
    assert wrong == []
