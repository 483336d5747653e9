"""One way in for lists of measures, applications, donations and plans: looked at, taken over, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from grants_db.import_export.application_list.applications import ApplicationsReport, Outcome, open_applications
from grants_db.import_export.application_list.columns import LIST as APPLICATIONS
from grants_db.import_export.donation_list.columns import LIST as DONATIONS
from grants_db.import_export.donation_list.donations import DonationOutcome, DonationsReport, open_donations
from grants_db.import_export.layout.heading_mapping import NOT_READ
from grants_db.import_export.layout.table_found import TableFound
from grants_db.import_export.measure_list.list_numbers import Answers
from grants_db.import_export.measure_list.measure_columns import HEADINGS, OF_LISTS
from grants_db.import_export.measures import open_measures
from grants_db.import_export.plan_list.columns import LIST as PLANS
from grants_db.import_export.plan_list.plans import PlansReport, open_plans
from grants_db.messages import Message
from grants_db.vocabulary import ImportKind

COMPUTED = {"gap", "sample", *OF_LISTS}  # ours alone: nobody's column means them


@dataclass(frozen=True)
class ImportSetting:
    """Where and when something is taken over, and by whom."""

    city: str
    place: str
    today: date
    now: datetime
    by: str = ""
    own_rules: Path | None = None  # the city's own file of rules of awards


@dataclass(frozen=True)
class ListFile:
    """A file, what it lists, and what somebody said of it."""

    kind: ImportKind
    path: Path
    mapping: tuple[str, ...] = ()  # "heading=field"
    list_name: str = ""
    insist: bool = False  # take over what is merely doubtful, too


@dataclass(frozen=True)
class Looked:
    """What a file says, and what taking it over would do, or did."""

    tables: list[TableFound]
    lines: list[Message] = field(default_factory=list)
    findings: list[Message] = field(default_factory=list)
    list_name: str = ""
    number: int | None = None  # of the import, once it is one that changed something
    doubtful: int = 0  # so many things are refused unless somebody insists


def fields_of(kind: ImportKind) -> dict[str, str]:
    """What a column may be read as, by its German name; not to be read is one of them."""
    if kind is ImportKind.MEASURES:
        return {name: heading for name, heading in HEADINGS.items() if name not in COMPUTED} | {NOT_READ: ""}
    columns = {ImportKind.APPLICATIONS: APPLICATIONS, ImportKind.DONATIONS: DONATIONS, ImportKind.PLANS: PLANS}
    return columns[kind].german | {NOT_READ: ""}


def look_at(session: Session, file: ListFile, setting: ImportSetting) -> Looked:
    """What a file says and would change; what the session holds is rolled back.

    Raises:
        InputError: not a readable table, or none of this kind.
    """
    if file.kind is ImportKind.MEASURES:
        opened = open_measures(file.path, file.mapping, Answers(file.list_name))
        reading, plan = opened.preview(session, city=setting.city, today=setting.today)
        lines = [*reading.concept(), *plan.lines()]
        return Looked(reading.tables, lines, reading.findings(), reading.list_name)
    looked = _take_cases(session, file, setting)
    session.rollback()
    return looked


def take_over(session: Session, file: ListFile, setting: ImportSetting) -> Looked:
    """Take a file over.

    Raises:
        InputError: not a readable table, or none of this kind.
    """
    if file.kind is not ImportKind.MEASURES:
        return _take_cases(session, file, setting)
    opened = open_measures(file.path, file.mapping, Answers(file.list_name))
    report = opened.store(session, city=setting.city, today=setting.today, now=setting.now, by=setting.by)
    return Looked(report.file.tables, [report.summary()], report.findings(), report.file.list_name, report.number)


def _take_cases(session: Session, file: ListFile, setting: ImportSetting) -> Looked:
    report: ApplicationsReport | DonationsReport | PlansReport
    if file.kind is ImportKind.APPLICATIONS:
        report = open_applications(file.path, file.mapping).store(
            session, now=setting.now, place=setting.place, by=setting.by, own_rules=setting.own_rules
        )
        new = [
            f"{', '.join(row.record.measures)} {row.record.programme}"
            for row in report.taken
            if row.outcome is not Outcome.UNCHANGED
        ]
    elif file.kind is ImportKind.PLANS:
        report = open_plans(file.path, file.mapping).store(session, now=setting.now, by=setting.by, insist=file.insist)
        new = [f"Antrag {plan.application}" for plan in report.taken if plan.changed]
    else:
        report = open_donations(file.path, file.mapping).store(session, now=setting.now, by=setting.by)
        new = [
            f"{row.record.measure} {row.record.donor}"
            for row in report.taken
            if row.outcome is not DonationOutcome.UNCHANGED
        ]
    return Looked(
        report.tables,
        [report.summary(), *_named(new)],
        [*report.refused, *report.unknown, *report.notes],
        "",
        report.number,
        report.doubtful if isinstance(report, PlansReport) else 0,
    )


def _named(names: Sequence[str]) -> list[Message]:
    return [Message.of("neu oder geändert: {name}", name=name) for name in names]
