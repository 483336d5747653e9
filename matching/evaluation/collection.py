"""Reads a judged collection in the BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from grants_db.errors import InputError
from matching.text.documents import MeasureText, OpportunityText

#: the judged set that the program ships
JUDGED_SET = Path(__file__).parent / "judged_set"
#: measure id → opportunity id → grade
Judgements = dict[str, dict[str, int]]


@dataclass(frozen=True)
class JudgedCollection:
    """Opportunities, measures and the judges' grades (0 no, 1 same field, 2 worth reading, 3 squarely funds it).

    `cities` holds the city of a measure by its id where the collection names one: what is learned is checked on others.
    """

    opportunities: tuple[OpportunityText, ...]
    measures: tuple[MeasureText, ...]
    judgements: Judgements
    cities: Mapping[str, str] = field(default_factory=dict)


def read_collection(directory: Path) -> JudgedCollection:
    """Read a folder; the judgements are empty where qrels/test.tsv is missing."""
    qrels = directory / "qrels" / "test.tsv"
    opportunities = tuple(map(_opportunity, _records(directory / "corpus.jsonl")))
    records = list(_records(directory / "queries.jsonl"))
    return JudgedCollection(
        opportunities=opportunities,
        measures=tuple(map(_measure, records)),
        judgements=read_judgements(qrels) if qrels.is_file() else {},
        cities={str(record["_id"]): str(record["city"]) for record in records if record.get("city")},
    )


@lru_cache(maxsize=1)
def judged_set() -> JudgedCollection:
    """The judged set that the program ships."""
    return read_collection(JUDGED_SET)


def read_judgements(path: Path) -> Judgements:
    """Read a file of grades: a heading, then measure, opportunity and grade by tab."""
    judgements: Judgements = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            raise InputError(
                "{path}, Zeile {number}: erwartet werden Maßnahme, Förderangebot und Note.", path=path, number=number
            )
        judgements.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    return judgements


def _opportunity(record: dict[str, object]) -> OpportunityText:
    return OpportunityText(
        id=str(record["_id"]),
        title=str(record.get("title") or ""),
        short_description="",
        description=str(record.get("text") or ""),
        language=str(record.get("language") or ""),
        level=str(record.get("level") or ""),
        funder=str(record.get("funder") or ""),
    )


def _measure(record: dict[str, object]) -> MeasureText:
    number = record.get("action_field")
    return MeasureText(
        id=str(record["_id"]),
        title=str(record.get("title") or ""),
        text=str(record.get("text") or ""),
        action_field=int(number) if isinstance(number, int | str) and str(number).isdigit() else 0,
    )


def _records(path: Path) -> Iterator[dict[str, object]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("{path} fehlt oder ist nicht lesbar. Erwartet wird das BEIR-Format.", path=path) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError("{path}, Zeile {number} ist kein JSON.", path=path, number=number) from error
        if not isinstance(record, dict) or "_id" not in record:
            raise InputError("{path}, Zeile {number}: das Feld _id fehlt.", path=path, number=number)
        yield record
