"""Takes an import back, whatever it listed."""

from datetime import datetime

from sqlmodel import Session

from grants_db.import_export.import_log.case_changes import take_applications_back, take_donations_back, take_plans_back
from grants_db.import_export.import_log.measure_changes import take_measures_back
from grants_db.import_export.import_log.taken_back import TakenBack
from grants_db.vocabulary import ImportKind


def take_import_back(session: Session, kind: ImportKind, number: int, now: datetime) -> TakenBack:
    """Take an import back, as far as nobody has changed since what it brought.

    Raises:
        InputError: no import of this kind has this number.
    """
    match kind:
        case ImportKind.MEASURES:
            return take_measures_back(session, number, now)
        case ImportKind.APPLICATIONS:
            return take_applications_back(session, number, now)
        case ImportKind.DONATIONS:
            return take_donations_back(session, number, now)
        case ImportKind.PLANS:
            return take_plans_back(session, number, now)
