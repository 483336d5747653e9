"""The applications in plain text: stage, money, dates, obligations, tasks, documents and history of each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grants_db.messages import Message
from tui.formatting.format import day, instant, money
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.plain.base import Asked, Json, Part, Some, how_many, named, raw, statement
from tui.plain.deadlines import date_line
from tui.text.application import certainty_of, file_as_json, plan

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationFile
    from grants_db.dashboard.application_heads import FoundApplication

FILTERS = frozenset({"words", "unit", "field"})


def read(asked: Asked) -> "Some[ApplicationFile]":
    """The applications that fit, in the order they were made."""
    from tui.jobs.agenda_inputs import read_applications

    def fits(head: "FoundApplication") -> bool:
        texts = [text for number, title, _field in head.measures for text in (number, title)]
        return (
            asked.is_unit(head.unit)
            and any(field is not None and asked.is_field(field) for *_words, field in head.measures)
            and asked.has_words(head.title, *texts)
        )

    return Some(*read_applications(asked.engine, asked.settings, asked.today, fits, asked.limit))


def outline(found: "Some[ApplicationFile]", asked: Asked) -> Iterator[Part]:
    """A heading for each application, a line for each thing that belongs to it."""
    yield Part(counted("{n} Antrag", "{n} Anträge", found.total), [line] if (line := how_many(found)) else [])
    for file in found.items:
        title = file.opportunity.title
        yield Part(
            _("Antrag {number}: {title}").format(number=file.application.id, title=title), list(_lines(file, asked))
        )


def data(found: "Some[ApplicationFile]", _asked: Asked) -> Json:
    """The same for a script."""
    return {
        "total": found.total,
        "applications": [
            {
                "application": file.application.id,
                "opportunity": file.opportunity.id,
                "title": file.opportunity.title,
                "url": file.opportunity.url,
                "measures": [measure.number for measure in file.measures],
                "stage": raw(file.application.stage),
                "funder_status": raw(file.application.funder_status),
                "role": file.application.role,
                "requested": raw(file.application.requested),
                "created_at": raw(file.application.created_at),
                **file_as_json(file),
            }
            for file in found.items
        ],
    }


def _lines(file: "ApplicationFile", asked: Asked) -> Iterator[str]:
    application, award = file.application, file.award
    yield statement(
        named(_("Unser Stand"), label(application.stage)),
        named(_("Stand beim Zuwendungsgeber"), label(application.funder_status)),
        named(_("zuständig"), file.unit),
        named(_("Rolle"), application.role),
    )
    for measure in file.measures:
        yield _("Maßnahme {number}: {title}").format(number=measure.number, title=measure.title)
    yield statement(
        _("beantragt {sum}").format(sum=money(application.requested)) if application.requested is not None else "",
        _("bewilligt {sum}").format(sum=money(award.amount)) if award else "",
        _("fehlt noch {sum}").format(sum=money(file.money.missing)) if file.money.missing is not None else "",
    ) or _("Summe noch nicht genannt")
    if file.warning:
        yield named(_("Achtung"), sentence(file.warning))
    yield from (named(_("Termin"), date_line(entry, asked)) for entry in plan(file))
    yield from _obligation_lines(file)
    for task in file.tasks:
        done = _("erledigt am {day}").format(day=day(task.done_on)) if task.done_on else _("offen")
        unit = file.units.get(task.unit_id, "")
        what = f"{day(task.due)}, {task.title}"
        yield statement(named(_("Aufgabe {number}").format(number=task.id), what), done, named(_("zuständig"), unit))
    yield from (named(_("Dokument"), f"{document.title}, {document.link}") for document in file.documents)
    for entry in file.history:
        what = sentence(Message.from_json(entry.sentence)).replace(" → ", _(", jetzt "))
        yield statement(named(_("Verlauf"), f"{instant(entry.at)}, {what}"), named(_("eingetragen von"), entry.by))


def _obligation_lines(file: "ApplicationFile") -> Iterator[str]:
    for item in file.obligations:
        done = (item.kind, item.occurrence) in file.done
        yield statement(
            named(_("Pflicht"), f"{day(item.due)}, {label(item.kind)}"),
            item.occurrence,
            _("erledigt") if done else label(certainty_of(item)),
            "" if item.leads else _("nachrangig"),
            named(_("nach"), item.provision),
            sentence(item.formula),
            _("eigene Regel") if item.own else "",
            _("bestätigt") if item.confirmed else _("prüfen"),
        )
