"""Writes the digest of a night in the language of the office, as text and as HTML, and keeps it to be sent."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from sqlmodel import Session

from grants_db.applications.agenda import AgendaEntry
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
from grants_db.reports.night_news import FieldOfAction, NightNews
from grants_db.rules.thresholds import Thresholds
from tui.formatting.format import day
from tui.formatting.i18n import _, counted, language
from tui.formatting.labels import label
from tui.formatting.messages import sentence


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
    written = WrittenDigest(subject(content), as_text(content), as_html(content))
    return keep_digest(session, content, written, now, complete)


def subject(content: DigestContent) -> str:
    """What a mail with the digest is about."""
    count = content.count
    news = counted("{n} Neuigkeit", "{n} Neuigkeiten", count) if count else _("nichts Neues")
    return _("Fördermittel {day}: {news}").format(day=day(content.day), news=news)


def as_text(content: DigestContent) -> str:
    """The digest as plain text."""
    lines = [_heading(content)]
    for action_field, sections in content.news.items():
        lines += ["", _field_name(action_field)]
        for section, items in sections.items():
            lines.append(f"  {label(section)}")
            for item in items:
                lines.append(f"    - {item.title} ({', '.join(item.measures)})")
                lines += [f"      {part}" for part in (_said(item), item.url) if part]
    for title, about_sources in (
        (_("Quellen mit Befund"), content.failed_sources),
        (_("Abdeckung der Woche"), content.coverage),
    ):
        if about_sources:
            lines += ["", title, *(f"  - {sentence(line)}" for line in about_sources)]
    return "\n".join(lines) + "\n"


def as_html(content: DigestContent) -> str:
    """The digest as one HTML file; everything from outside is escaped, only http(s) addresses become links."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    environment.filters |= {"label": label, "field_name": _field_name, "said": _said, "sentence": sentence}
    return environment.get_template("digest.html.j2").render(
        content=content,
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
