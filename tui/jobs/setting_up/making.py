"""Makes what the answers say: database, measures, folders, and the settings file last; each whole or not at all."""

import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from grants_db.errors import AkquiseError, UsageError
from grants_db.import_export.measure_list.list_numbers import Answers
from grants_db.import_export.measures import ImportReport, OpenedMeasures, open_measures
from grants_db.measures.store import seed_action_fields
from grants_db.messages import Message
from grants_db.settings import Settings, file_values, store_settings
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.schema import Migrate
from tui.jobs.setting_up.answers import MEASURES, SetupAnswers, WrongAnswer
from tui.jobs.setting_up.doubts import FOLDERS, completed, wrong_answers

OWNERS_ALONE = stat.S_IRUSR | stat.S_IWUSR


@dataclass(frozen=True)
class SetUp:
    """What was made: the settings as they hold now, and how the table of measures came in; None: none was named."""

    settings: Settings
    measures: ImportReport | None


@dataclass(frozen=True)
class CheckedAnswers:
    """Answers that can be so: the settings they make, and the table as it was read."""

    values: Mapping[str, Any]
    settings: Settings
    measures: OpenedMeasures | None


def check_answers(answers: SetupAnswers, file: Path, today: date) -> CheckedAnswers | list[WrongAnswer]:
    """Whether everything can be so, with all that can't; nothing is written.

    Args:
        answers: what was answered.
        file: the settings file, which may be there already.
        today: for days in the table.

    Raises:
        UsageError: the settings file that is there can't be read, or there is none and none can be written.
    """
    _assert_writable(file)
    values = completed(file_values(file), answers.settings)
    wrong = wrong_answers(values)
    if wrong:
        return [*wrong, *wrong_table(answers.measures)]
    settings = Settings.model_validate(values)
    if answers.measures is None:
        return CheckedAnswers(values, settings, None)
    try:
        opened = open_measures(answers.measures, answers=Answers(answers.measures_list))
        _try(opened, settings, today)
    except AkquiseError as error:
        return [WrongAnswer(MEASURES, error.sentence)]
    return CheckedAnswers(values, settings, opened)


def make(checked: CheckedAnswers, answers: SetupAnswers, file: Path, today: date, now: datetime) -> SetUp:
    """Make it. What is there already stays; a step that fails leaves the ones before it whole, and can be run again."""
    settings = checked.settings
    engine = open_database(settings.database_url, create=True, migrate=Migrate.ALWAYS)
    report = None
    try:
        with writing(engine) as session:
            seed_action_fields(session)
            if checked.measures is not None:
                report = checked.measures.store(
                    session, city=settings.city.name, today=today, now=now, by=settings.unit
                )
    finally:
        engine.dispose()
    for name in FOLDERS:
        folder: Path | None = getattr(settings, name)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    changed = dict(answers.settings)
    if "city" in changed:
        changed["city"] = checked.values["city"]
    stored = store_settings(changed, file)
    _keep_secrets(stored, file)
    return SetUp(stored, report)


def _try(opened: OpenedMeasures, settings: Settings, today: date) -> None:
    """Read the table against what is stored, or against nothing where nothing is yet."""
    with tempfile.TemporaryDirectory(prefix="akquise-") as folder:
        try:
            engine = open_database(settings.database_url, create=False, migrate=Migrate.NEVER)
        except AkquiseError:
            engine = open_database(f"sqlite:///{folder}/none.db")
        try:
            with reading(engine) as session:
                opened.preview(session, city=settings.city.name, today=today)
        finally:
            engine.dispose()


def wrong_table(file: Path | None) -> list[WrongAnswer]:
    """A table of measures that is not there."""
    if file is None or file.is_file():
        return []
    return [WrongAnswer(MEASURES, Message.of("Die Datei {path} gibt es nicht.", path=file))]


def _assert_writable(file: Path) -> None:
    nearest = next(above for above in (file, *file.absolute().parents) if above.exists())
    if not os.access(nearest, os.W_OK):
        raise UsageError(
            "Die Einstellungsdatei {path} lässt sich nicht schreiben. Es wurde nichts geändert; bitte Rechte prüfen.",
            path=file,
        )


def _keep_secrets(settings: Settings, file: Path) -> None:
    """A file with a password in it is its owner's alone, however it was before."""
    if settings.mail.password or settings.mailbox.password or "@" in settings.proxy:
        file.chmod(OWNERS_ALONE)
