"""All facts of a call together: what leads, what is quoted, and how well it holds on labelled programmes."""

import json
import re
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.evaluation.facts import Score, as_table, evaluate_programmes
from crawler.extract.facts import GUIDELINE, Facts, extract_facts
from crawler.text.sentences import Prose, plain
from grants_db.rules.deadline import Deadline
from grants_db.rules.regions import region_ok
from grants_db.vocabulary import ApplicantRoute, ApplicantType, Cumulation, DeadlineKind, EarlyStart, Instrument

SHARED = Path(__file__).parents[2].parent / "shared"
EXPORT = SHARED / "portal/sites-facts/www.foerderdatenbank.de/FDB/WS/export"
LABELLED = SHARED / "gold/programmes.jsonl"
needs_shared = pytest.mark.skipif(not LABELLED.exists(), reason=f"the labelled programmes are not at {LABELLED}")

SUMMARY = """Das Land Sachsen-Anhalt unterstützt Sie bei Sprachpatenschaften.
Sie erhalten die Förderung als Zuschuss.
Die Höhe des Zuschusses beträgt bis zu 80 Prozent der zuwendungsfähigen Ausgaben, maximal 20.000 EUR je Projekt.
Die Bagatellgrenze liegt bei EUR 1.000.
Stellen Sie Ihren Antrag vor Beginn des Vorhabens."""
CONDITIONS = """Antragsberechtigt sind Gemeinden und Vereine.
Sie müssen einen Eigenanteil von mindestens 10 Prozent erbringen.
Sie dürfen keine anderweitige Förderung für das Projekt erhalten."""
CODES = {"applicant": ["kommune", "verband_vereinigung"], "region": ["de_st"], "instrument": ["zuschuss"]}


def test_a_whole_programme_is_read() -> None:
    facts = extract_facts(
        short_text=Prose(""),
        sections=[("Volltext", Prose(SUMMARY)), ("Voraussetzungen", Prose(CONDITIONS))],
        codes=CODES,
    )
    assert facts.regions == ("DE-ST",)
    assert facts.applicant_types == (ApplicantType.MUNICIPALITY, ApplicantType.ASSOCIATION)
    assert facts.applicant_route is ApplicantRoute.DIRECT
    assert facts.instruments == (Instrument.GRANT,)
    assert (facts.min_amount, facts.max_amount) == (Decimal(1000), Decimal(20000))
    assert (facts.max_rate, facts.municipal_rate, facts.own_share_min) == (Decimal(80), Decimal(80), Decimal(10))
    assert facts.early_start is EarlyStart.FORBIDDEN
    assert facts.cumulation is Cumulation.PROHIBITED
    assert facts.unknown_labels == ()


def test_every_fact_from_prose_is_quoted() -> None:
    facts = extract_facts(sections=[("Volltext", Prose(SUMMARY)), ("Voraussetzungen", Prose(CONDITIONS))], codes=CODES)
    whole = " ".join(plain(f"{SUMMARY} {CONDITIONS}").split())
    assert set(facts.evidence) >= {"max_amount", "min_amount", "max_rate", "own_share_min", "early_start", "cumulation"}
    assert all(" ".join(words.split()) in whole for words in facts.evidence.values())


def test_nothing_is_made_of_nothing() -> None:
    assert extract_facts() == Facts()


def test_codes_lead_over_prose() -> None:
    facts = extract_facts(
        sections=[("Volltext", Prose(SUMMARY))], codes={"region": ["bayern"], "instrument": ["darlehen"]}
    )
    assert facts.regions == ("DE-BY",)
    assert facts.instruments == (Instrument.LOAN,)


def test_prose_fills_in_where_there_are_no_codes() -> None:
    facts = extract_facts(sections=[("Volltext", Prose(SUMMARY))])
    assert facts.regions == ("DE-ST",)
    assert facts.instruments == (Instrument.GRANT,)


def test_what_the_words_leave_open_is_a_proposal_with_its_sentence() -> None:
    words = "Projekte sind ab 500 Euro förderfähig."
    facts = extract_facts(short_text=Prose(words))
    assert facts.min_amount is None
    assert facts.proposed == {"min_amount": {"value": "500.00", "evidence": words}}
    assert extract_facts(short_text=Prose(words), codes=CODES).proposed == {}


def test_the_summary_leads_over_the_guideline() -> None:
    guideline = "Die Zuwendung beträgt höchstens 99.000 Euro. Die Kumulierung mit anderen Mitteln ist ausgeschlossen."
    facts = extract_facts(sections=[("Volltext", Prose(SUMMARY)), (GUIDELINE, Prose(guideline))])
    assert facts.max_amount == Decimal(20000)
    assert facts.cumulation is Cumulation.PROHIBITED
    assert facts.evidence["cumulation"] in guideline


def test_a_town_that_is_left_out_is_not_covered() -> None:
    text = "Fördergebiet ist das ganze Land mit Ausnahme der Stadt Magdeburg."
    facts = extract_facts(sections=[("Volltext", Prose(text))], codes={"region": ["de_st"]})
    assert facts.regions == ("DE-ST ohne Magdeburg",)


def test_a_label_nobody_knows_is_reported() -> None:
    facts = extract_facts(codes={"region": ["mond"], "applicant": ["kommune"]})
    assert facts.unknown_labels == (("region", "mond"),)


def test_a_region_nobody_knows_is_kept_as_written_and_covers_nothing_for_certain() -> None:
    facts = extract_facts(codes={"region": ["bayern", "Landkreis Harz"]})
    assert facts.regions == ("DE-BY", "Landkreis Harz")
    assert region_ok(facts.regions) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read(summary: str, guideline: str) -> None:
    facts = extract_facts(title=summary, short_text=Prose(summary), sections=[(GUIDELINE, Prose(guideline))])
    whole = " ".join(plain(f"{summary}\n{guideline}").split())
    assert all(" ".join(words.split()) in whole for words in facts.evidence.values())


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "9",
        "EUR 1 ",
        "10 Prozent der ",
        "<a ",
        "Antragsberechtigt sind ",
        "\n- a",
        "vor Beginn Antrag ",
        "keine andere Förderung ",
        ". A",
    ],
)
def test_a_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begin = time.process_time()
    extract_facts(sections=[("Volltext", Prose(text))])
    assert time.process_time() - begin < 5  # takes a tenth of a second; quadratic takes minutes


@needs_shared
def test_the_labelled_programmes_are_read_as_well_as_promised() -> None:
    facts = _facts_of(EXPORT)
    scores = {score.name: score for score in evaluate_programmes(facts, LABELLED)}
    floors = {
        "region_ok": (0.98, 0.98),
        "applicant_route": (0.95, 0.95),
        "sums": (0.96, 0.95),
        "early_start": (0.92, 0.92),
        "cumulation": (0.9, 0.85),
    }
    for name, (precision, recall) in floors.items():
        assert scores[name].right > 10
        assert scores[name].precision >= precision, as_table([scores[name]])
        assert scores[name].recall >= recall, as_table([scores[name]])


def test_a_score_counts_right_wrong_and_missing(tmp_path: Path) -> None:
    row = {
        "url": "u",
        "region_ok": True,
        "applicant_route": "direct",
        "instrument": ["grant"],
        "early_start": "unstated",
    }
    row |= {"cumulation": "limited", "max_amount_eur": 5, "min_amount_eur": None, "max_rate_pct": 80}
    row |= {"own_share_min_pct": None, "municipal_rate_pct": None}
    (tmp_path / "labels.jsonl").write_text(json.dumps(row), encoding="utf-8")
    read = Facts(regions=("DE",), max_amount=Decimal(6), early_start=EarlyStart.ALLOWED)
    scores = {score.name: score for score in evaluate_programmes({"u": read}, tmp_path / "labels.jsonl")}
    assert (scores["region_ok"].right, scores["max_amount"].wrong, scores["max_amount"].missing) == (1, 1, 1)
    assert (scores["early_start"].wrong, scores["cumulation"].missing, scores["sums"].missing) == (1, 1, 2)
    assert "max_amount: read 6, labelled 5" in as_table(scores.values())


def test_the_kind_of_deadline_is_scored_where_deadlines_are_given(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "url": "u",
        "region_ok": None,
        "applicant_route": "none",
        "instrument": [],
        "early_start": "unstated",
    }
    row |= {"cumulation": "unstated", "max_amount_eur": None, "min_amount_eur": None, "max_rate_pct": None}
    row |= {"own_share_min_pct": None, "municipal_rate_pct": None, "deadline": {"kind": "rolling"}}
    (tmp_path / "labels.jsonl").write_text(json.dumps(row), encoding="utf-8")
    deadlines = {"u": Deadline(DeadlineKind.ROLLING, evidence="laufend")}
    scores = {score.name: score for score in evaluate_programmes({"u": Facts()}, tmp_path / "labels.jsonl", deadlines)}
    assert (scores["deadline"].right, scores["deadline"].wrong) == (1, 0)


def test_a_score_of_nothing_is_perfect() -> None:
    assert (Score("x").precision, Score("x").recall) == (1.0, 1.0)


def _facts_of(export: Path) -> dict[str, Facts]:
    """The facts of an export's programmes by their address."""
    facts: dict[str, Facts] = {}
    kinds = {"Foerderberechtigte": "applicant", "Foerdergebiet": "region", "Foerderart": "instrument"}
    link = "{http://www.w3.org/1999/xlink}href"
    with zipfile.ZipFile(export) as archive:
        for name in archive.namelist():
            document = etree.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", archive.read(name)))
            if document.get("type") != "gsb:ServiceOffer":
                continue
            texts = {str(p.get("name")): _rich_text("".join(p.itertext())) for p in document.iter("property")}
            codes: dict[str, list[str]] = {}
            for group in document.iter("classifiedLinkList"):
                classifier = group.find("classifierLinks/link")
                kind = kinds.get(classifier.get(link, "").rsplit("/", 1)[-1]) if classifier is not None else None
                if kind:
                    codes[kind] = [code.get(link, "").rsplit("/", 1)[-1] for code in group.findall("links/link")]
            path = str(document.get("path")).removeprefix("/BMWI")
            facts[f"https://www.foerderdatenbank.de{path}/{document.get('name')}.html"] = extract_facts(
                title=texts.get("gsb:title", ""),
                short_text=Prose(texts.get("gsb:teaserText", "")),
                sections=[
                    (key, Prose(texts.get(f"gsb:{key}", "")))
                    for key in ("summary", "regulatoryFWork", "procMethod", "procInfluence")
                ],
                codes=codes,
            )
    return facts


def _rich_text(content: str) -> str:
    return plain(re.sub(r"^\s*<!\[CDATA\[|\]\]>\s*$", "", content))
