"""What would be read in a text: a file or a line, as a page without categories, without a database."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from crawler.extract.applicants.route import lists_in, reasons
from crawler.extract.deadline.parse import read_deadline_text
from crawler.extract.deadline.roles import Judged
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.extract.roles.weights import Judgement
from crawler.platforms.plain_page import MOST_TAGS
from crawler.text.document_text import paragraphs
from crawler.text.page.reader import read_page
from crawler.text.pdf import pdf_text
from crawler.text.sentences import Prose
from grants_db.errors import InputError
from grants_db.html.text import can_be_parsed
from grants_db.models.opportunity_facts import FIELDS
from grants_db.rules.deadline import Deadline

#: what is asked of a text, in the order of the answer
ASKED = (
    *("max_amount", "min_amount", "max_rate", "own_share_min", "applicant_route", "early_start", "cumulation"),
    *("required_documents", "criteria", "contact", "payment", "regions"),
)
STDIN = "-"
#: a longer document is read as a guideline: only rules that are stated as such count
LONGEST_PAGE = 60_000
_MOST_BYTES = 25_000_000


@dataclass(frozen=True)
class ReadText:
    """What was read in a text.

    Attributes:
        id: the line's own, or the file's name.
        values: by the names of `grants_db.models.opportunity_facts.OpportunityFacts`, with `evidence`.
        check: names of the facts that are proposals.
        candidates: what might have been the deadline, with the reasons for and against.
        prose: what was read.
    """

    id: str
    values: dict[str, Any]
    check: tuple[str, ...]
    candidates: tuple[Judged, ...]
    prose: Prose

    def bodies(self) -> list[tuple[str, Judgement]]:
        """The bodies that are named, as they stand there, with the reasons why they may apply or not."""
        return [(one.bodies.words, reasons(one)) for one in lists_in(self.prose)]

    @property
    def deadline(self) -> Deadline:
        """The deadline as stated or proposed."""
        return Deadline.from_json(self.values["deadline"])

    def as_json(self) -> dict[str, Any]:
        """The promised form: sums and rates as decimal texts, lists empty where nothing is said, else unknown null."""
        deadline = {**self.deadline.as_json()}
        deadline.pop("check", None)
        return {
            "id": self.id,
            "deadline": deadline,
            **{name: _plain(self.values[name]) for name in ASKED},
            "check": list(self.check),
        }


def read_text(text: str, *, name: str = "", title: str = "", document: bool = False) -> ReadText:
    """What is read in a text; a long `document` is read as a guideline.

    Raises:
        ReaderFaultError: a text the readers can't cope with.
    """
    section = GUIDELINE if document and len(text) > LONGEST_PAGE else ""
    values, _ = read_facts(title=title, sections=[(section, text)])
    prose = Prose(text)
    check = ["deadline"] if Deadline.from_json(values["deadline"]).is_unsure else []
    for fact, proposed in values["proposed"].items():
        values[fact] = Decimal(proposed["value"]) if FIELDS[fact].is_number else proposed["value"]
        values["evidence"] = values["evidence"] | {fact: proposed["evidence"]}
        check.append(fact)
    return ReadText(name, values, tuple(check), read_deadline_text(prose).candidates, prose)


def read_file(file: str) -> ReadText:
    """What is read in a file: text, page (`.html`, `.htm`) or PDF; `-` is what comes in.

    Raises:
        InputError: missing, too large, no text.
    """
    if file == STDIN:
        return read_text(sys.stdin.read(), name=STDIN)
    path = Path(file)
    if path.suffix.lower() == ".pdf":
        return read_text(paragraphs(pdf_text(path)), name=path.name, document=True)
    written = _written(path)
    if path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        if not can_be_parsed(written, MOST_TAGS):
            raise InputError("{file} ist ungewöhnlich gebaut und wurde nicht gelesen.", file=path)
        page = read_page(written)
        return read_text(page.text, name=path.name, title=page.title)
    return read_text(written, name=path.name)


def read_lines(file: Path) -> Iterator[ReadText]:
    """What is read in each line `{"id", "text"}` of a file.

    Raises:
        InputError: missing, or a line that is none.
    """
    for number, line in enumerate(_written(file).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, text = str(row["id"]), row["text"]
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(
                "{file}, Zeile {number}: gebraucht wird ein JSON-Objekt mit „id“ und „text“.", file=file, number=number
            ) from error
        if not isinstance(text, str):
            raise InputError("{file}, Zeile {number}: „text“ ist kein Text.", file=file, number=number)
        yield read_text(text, name=name)


def _written(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("{file} ist größer als {most} MB.", file=path, most=_MOST_BYTES // 1_000_000)
        return path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError("{file} ist nicht lesbar: {why}.", file=path, why=error.strerror) from error


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return dict(value) or None
    return getattr(value, "value", value)
