"""Writes the digest of a night in the language of the office, as text and as HTML, and keeps it to be sent."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from sqlmodel import Session

from grants_db.applications.agenda import AgendaEntry
from grants_db.dashboard.worklist import worklist
from grants_db.models.notice import Digest
from grants_db.reports.digest import (
    NO_THRESHOLDS,
    DigestContent,
    DigestLine,
    WrittenDigest,
    compose,
    digest_of_day,
    keep_digest,
)
from grants_db.reports.night_news import OFFICE, FieldOfAction, NightNews
from grants_db.rules.thresholds import Thresholds
from tui.formatting import work_words as words
from tui.formatting.format import day, number
from tui.formatting.i18n import _, counted, language
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.formatting.row_markers import is_own

#: calls that a mail names; the first screen has more
MOST_NAMED = 5


def make_digest(
    session: Session,
    news: NightNews,
    unit: str,
    since: datetime,
    now: datetime,
    dates: Sequence[AgendaEntry],
    thresholds: Thresholds = NO_THRESHOLDS,
    *,
    complete: bool = True,
) -> Digest | None:
    """Compose, write and keep the digest of `unit` (empty: the funding office); None when there is nothing to say.

    A second call on the same day gives the digest that is already kept. Without `complete` the next one looks back past
    it: what this night could not match is told then.
    """
    kept = digest_of_day(session, unit, news.today)
    if kept is not None:
        return kept
    content = compose(news, unit, since, dates, thresholds)
    if not content.is_worth_sending:
        return None
    work = list(work_lines(session, unit, since, news.today, dates))
    written = WrittenDigest(subject(content), as_text(content, work), as_html(content, work))
    return keep_digest(session, content, written, now, complete)


def work_title(unit: str) -> str:
    """What stands over it: the name that the first screen has for it."""
    return _("Heute") if unit == OFFICE else _("Meine Arbeit")


def work_lines(
    session: Session, unit: str, since: datetime, today: date, dates: Sequence[AgendaEntry]
) -> Iterator[str]:
    """A line for each thing there is to do for `unit` (empty: the funding office), then the first calls to read."""
    own = [entry for entry in dates if unit == OFFICE or any(is_own(name, unit) for name in entry.units)]
    late, soon = words.late_and_soon([entry.due for entry in own if entry.due is not None], today)
    work = worklist(session, today, since, unit=unit)
    for count, said in (
        (late, words.overdue(late)),
        (soon, words.due_soon(soon)),
        (work.new, words.new_and_fitting(work.new)),
        (work.to_check, words.with_facts_to_check(work.to_check)),
        (work.to_read, words.to_read_first(work.to_read)),
    ):
        if count:
            yield f"{number(count)} {said}"
    for call in work.best[:MOST_NAMED]:
        yield f"- {words.call_to_read(call)} · {words.last_day(call)}"


def subject(content: DigestContent) -> str:
    """What a mail with the digest is about."""
    count = content.count
    news = counted("{n} Neuigkeit", "{n} Neuigkeiten", count) if count else _("nichts Neues")
    return _("Fördermittel {day}: {news}").format(day=day(content.day), news=news)


def as_text(content: DigestContent, work: Sequence[str] = ()) -> str:
    """The digest as plain text: what there is to do, then the news, a line a call."""
    lines = [_heading(content)]
    if work:
        lines += ["", work_title(content.unit), *(f"  {line}" for line in work)]
    for action_field, sections in content.news.items():
        lines += ["", _field_name(action_field)]
        for section, items in sections.items():
            lines.append(f"  {label(section)}")
            for item in items:
                parts = (f"{item.title} ({', '.join(item.measures)})", _said(item), item.url)
                lines.append("    - " + " · ".join(filter(None, parts)))
    for title, about_sources in (
        (_("Quellen mit Befund"), content.failed_sources),
        (_("Abdeckung der Woche"), content.coverage),
    ):
        if about_sources:
            lines += ["", title, *(f"  - {sentence(line)}" for line in about_sources)]
    return "\n".join(lines) + "\n"


def as_html(content: DigestContent, work: Sequence[str] = ()) -> str:
    """The digest as one HTML file; everything from outside is escaped, only http(s) addresses become links."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    environment.filters |= {"label": label, "field_name": _field_name, "said": _said, "sentence": sentence}
    return environment.get_template("digest.html.j2").render(
        content=content,
        work=work,
        work_title=work_title(content.unit),
        language=language(),
        heading=_heading(content),
        failed=_("Quellen mit Befund"),
        coverage=_("Abdeckung der Woche"),
    )


def _heading(content: DigestContent) -> str:
    return _("Fördermittel, {day}").format(day=day(content.day)) + (f", {content.unit}" if content.unit else "")


def _field_name(action_field: FieldOfAction) -> str:
    return f"{_('HF')} {action_field.number} {_(action_field.title)}"


def _said(item: DigestLine) -> str:
    return "; ".join(map(sentence, item.said))
