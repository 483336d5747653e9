"""Records of the EU's search (SEDIA): every value a list of texts, some of them JSON once more.

Pure: a record in, values by the names of `OpportunityFacts` out.
"""

import html
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawler.platforms.sedia_updates import extension
from grants_db.html.text import html_text
from grants_db.rules.deadline import Deadline
from grants_db.rules.evidence import of_field
from grants_db.vocabulary import DeadlineKind, DeadlineStage, StatusNote

GRANT, EXTERNAL_ACTION, CASCADE = "1", "2", "8"
STATUS_NOTES = {
    "31094501": StatusNote.FORTHCOMING,
    "31094502": StatusNote.OPEN,
    "31094503": StatusNote.CLOSED,
}
TWO_STAGE = "31094505"  # submission procedure
_BRUSSELS = ZoneInfo("Europe/Brussels")


class SediaRecord:
    """One result of the search."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        metadata = raw.get("metadata")
        self._metadata: Mapping[str, Any] = metadata if isinstance(metadata, dict) else {}

    @property
    def reference(self) -> str:
        """The stable key: number, kind and language."""
        return str(self._raw.get("reference") or "")

    @property
    def language(self) -> str:
        """Its language, empty where it doesn't say."""
        return str(self._raw.get("language") or self.first("language"))

    @property
    def address(self) -> str:
        """The address the record itself gives."""
        return str(self._raw.get("url") or "")

    @property
    def summary(self) -> str:
        """The short line of the result, unescaped."""
        return html.unescape(str(self._raw.get("summary") or ""))

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        values = self._metadata.get(name)
        return [str(value) for value in values if value is not None] if isinstance(values, list) else []

    def first(self, name: str) -> str:
        """The first value of a field, or an empty text."""
        return next(iter(self.all(name)), "").strip()

    def embedded(self, name: str) -> Any:
        """The value of a field that is JSON inside a text; None where it can't be read."""
        try:
            return json.loads(self.first(name))
        except (ValueError, RecursionError):
            return None


def brussels_day(instant: str) -> date | None:
    """The day in Brussels: a call that ends at midnight there carries the evening before in UTC.

    >>> brussels_day("2023-04-12T22:00:00.000+0000")
    datetime.date(2023, 4, 13)
    """
    moment = _moment(instant)
    if moment is None:
        return None
    return moment.date() if moment.tzinfo is None else moment.astimezone(_BRUSSELS).date()


def readable(instant: str) -> str:
    """An instant of the source for people, and which day it is in Brussels where that is another one.

    >>> readable("2027-02-11T00:00:00.000+0000"), readable("2023-04-12T22:00:00.000+0000")
    ('2027-02-11 00:00 UTC', '2023-04-12 22:00 UTC = 2023-04-13 Brussels')
    """
    moment = _moment(instant)
    if moment is None or moment.tzinfo is None:
        return instant.strip()
    there, stated = brussels_day(instant), moment.astimezone(UTC)
    return f"{stated:%Y-%m-%d %H:%M} UTC" + (f" = {there} Brussels" if there != stated.date() else "")


def deadline(record: SediaRecord, identifier: str) -> Deadline:
    """The deadlines of a call: of its own fields, else of its own line in the call's overview."""
    own = own_actions(record, identifier)
    stated = record.all("deadlineDate") or [text for action in own for text in _texts(action.get("deadlineDates"))]
    days = list(dict.fromkeys(day for text in stated if (day := brussels_day(text)) is not None))
    if not days:
        return Deadline()
    said = list(dict.fromkeys(map(readable, stated)))
    if (moved := extension(_updates(record), identifier or record.first("identifier"), days)) is not None:
        days = [moved.new if day == moved.old else day for day in days]
        said.append(f"latestInfos: {moved.quote}")
    models = [record.first("deadlineModel"), *(str(action.get("deadlineModel") or "") for action in own)]
    two_stage = "two-stage" in models or _two_stage_procedure(record)
    stages = [DeadlineStage.APPLICATION] * len(days)
    if two_stage:
        # the proposal's outline is due first; every later date is the full proposal's
        stages = [DeadlineStage.SKETCH, *[DeadlineStage.APPLICATION] * (len(days) - 1)]
    return Deadline(
        kind=DeadlineKind.FIXED,
        dates=tuple(day.isoformat() for day in days),
        stages=tuple(stages),
        two_stage=two_stage,
        evidence=of_field("deadlineDate", said),
    )


def own_actions(record: SediaRecord, identifier: str) -> list[dict[str, Any]]:
    """The lines of the budget overview that are about this topic: the overview lists all topics of a call."""
    overview = record.embedded("budgetOverview")
    by_topic = overview.get("budgetTopicActionMap") if isinstance(overview, dict) else None
    lines = [line for listed in by_topic.values() for line in _dicts(listed)] if isinstance(by_topic, dict) else []
    return [line for line in lines if str(line.get("action") or "").partition(" ")[0] == identifier]


def _two_stage_procedure(record: SediaRecord) -> bool:
    for action in _dicts(record.embedded("actions")):
        procedure = action.get("submissionProcedure")
        if isinstance(procedure, dict) and str(procedure.get("id")) == TWO_STAGE:
            return True
    return False


def _updates(record: SediaRecord) -> list[str]:
    """What was said about the call after it was published, as plain texts."""
    return [html_text(str(update.get("content") or "")) for update in _dicts(record.embedded("latestInfos"))]


def _moment(instant: str) -> datetime | None:
    try:
        return datetime.fromisoformat(instant.strip())
    except ValueError:
        return None


def _dicts(value: Any) -> Iterable[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
