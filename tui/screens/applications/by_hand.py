"""The form of an application that is entered by hand: the matcher knows nothing of it, and it has a past."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from grants_db.rules.typed_periods import read_period
from grants_db.typed_days import read_day
from grants_db.vocabulary import ApplicationStage, FinancingType, Level
from tui.formatting.form_values import or_nothing, read_sum
from tui.formatting.i18n import _
from tui.formatting.labels import label, regime_name
from tui.jobs.known_regimes import known_regimes
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, Tick

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.settings import Settings

#: the lines of the form, in their order, by the names of the list's columns
LINES = (
    *("measures", "programme", "funder", "file_number", "applied_on", "requested"),
    *("awarded", "notified_on", "period", "final_report"),
)
#: what the file's own sum holds of an award, as the list says it
IN_FILE = ("", "nein", "ja")


def application_by_hand(engine: "Engine", today: date, now: datetime, by: str, settings: "Settings") -> FormScreen:
    """An application with its call, its stage and its award."""
    own = settings.rules_file
    regimes = known_regimes(settings)
    stages, levels, kinds = list(ApplicationStage), list(Level), list(FinancingType)

    def store(filled: Filled) -> "Callable[[Engine], object]":
        stage, level, kind, in_file = filled.choices
        said = dict(zip(LINES, filled.lines, strict=True)) | {
            "state": stages[stage].value,
            "level": levels[level - 1].value if level else "",
            "financing": kinds[kind].value,
            "in_file": IN_FILE[in_file],
            "regimes": "; ".join(regimes[number] for number in filled.ticked),
        }

        def write(engine: "Engine") -> None:
            from grants_db.import_export.application_list.by_hand import enter_application
            from grants_db.storage.database import writing

            with writing(engine) as session:
                place, insist = settings.city.state, filled.insists
                enter_application(session, said, now=now, place=place, by=by, own_rules=own, insist=insist)

        return write

    def day_line(name: str, hint: str) -> Line:
        return Line(name, or_nothing(lambda text: read_day(text, today)), hint=hint)

    fields: list[Field] = [
        Line(_("Maßnahmen"), hint=_("Nummern, mehrere mit Semikolon")),
        Line(_("Förderprogramm"), hint=_("Name, oder Nummer eines Förderangebots")),
        Line(_("Fördergeber"), check=str, hint=_("wer fördert; kann bei einer Nummer leer bleiben")),
        Line(_("Aktenzeichen"), check=str, hint=_("daran wird der Antrag wiedererkannt; kann leer bleiben")),
        day_line(_("Antrag gestellt am"), _("z. B. 1.12.2026; kann leer bleiben")),
        Line(_("Beantragte Summe"), or_nothing(read_sum), hint=_("in Euro; kann leer bleiben")),
        Line(_("Bewilligte Summe"), or_nothing(read_sum), hint=_("nur mit Bescheid")),
        day_line(_("Bescheid bekannt gegeben am"), _("nur mit Bescheid; bei einer Absage ihr Tag")),
        Line(_("Bewilligungszeitraum"), or_nothing(lambda text: read_period(text, today)), hint=_("von – bis")),
        day_line(_("Verwendungsnachweis bis"), _("wenn der Bescheid einen Tag nennt")),
        Tick([regime_name(name) for name in regimes], _("Nebenbestimmungen")),
        Choice([label(one) for one in stages], _("Stand"), chosen=stages.index(ApplicationStage.SUBMITTED)),
        Choice([_("sagt der Fördergeber"), *(label(one) for one in levels)], _("Ebene")),
        Choice([label(one) for one in kinds], _("Finanzierungsart")),
        Choice(
            [_("weiß ich nicht"), _("nein"), _("ja")], _("Ist die bewilligte Summe im Gesicherten schon enthalten?")
        ),
    ]
    return FormScreen(_("Antrag von Hand eintragen"), "", fields, store=store, engine=engine)
