"""What all forms of an application share: how a line is checked, and what is written when one is filled in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from grants_db.rules.typed_periods import TypedPeriod, read_period
from grants_db.typed_days import read_day
from tui.formatting.form_values import or_nothing, read_sum
from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.jobs.known_regimes import known_regimes
from tui.screens.base.form import Field, Filled, FormScreen, Line, Tick

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.dashboard.application import ApplicationFile
    from grants_db.models.application import Application
    from grants_db.settings import Settings

Change = Callable[["Session", "Application", Filled], object]


@dataclass
class FormsOfApplication:
    """Forms of one application, which write into its database.

    What others did to it after it was looked at is told before anything is written, once: then it has been seen.
    """

    one: "ApplicationFile"
    engine: "Engine"
    today: date
    now: datetime
    by: str  # whose word is recorded
    settings: "Settings"
    then: str = ""  # what is entered after this

    def __post_init__(self) -> None:
        """What stands in the history now has been seen."""
        from grants_db.applications.history import last_line

        self._seen = last_line(self.one.history)

    @property
    def home(self) -> str:
        """The city's Land."""
        return self.settings.city.state

    @property
    def regimes(self) -> list[str]:
        """The general conditions an award can name."""
        return known_regimes(self.settings)

    def read_day(self, text: str) -> date:
        """A day as it was typed; UsageError with what is wrong with it."""
        return read_day(text, self.today)

    def read_period(self, text: str) -> TypedPeriod:
        """A period as it was typed; UsageError with what is wrong with it."""
        return read_period(text, self.today)

    def writer(
        self, change: "Callable[[Session, Application], object]", *, beside: bool = False
    ) -> "Callable[[Engine], object]":
        """What writes a change of the application; `beside`: whatever others did to it, this stands beside it."""
        number = self.one.application.id or 0

        def write(engine: "Engine") -> None:
            from grants_db.applications.concurrent_edits import hold
            from grants_db.applications.history import history, last_line
            from grants_db.applications.store import get_application
            from grants_db.storage.database import writing

            with writing(engine) as session:
                application = get_application(session, number)
                if not beside:
                    seen, self._seen = self._seen, last_line(history(session, application))
                    hold(session, application, seen)
                change(session, application)

        return write

    def day_line(self, name: str, value: date | None = None) -> Line:
        """A line for a day."""
        return Line(name, self.read_day, value=f"{value:%d.%m.%Y}" if value else "", hint=_("TT.MM.JJJJ"))

    def notice_line(self, value: date | None = None) -> Line:
        """A line for the day of the notice, which may be presumed."""
        day = self.day_line(_("Bekanntgabe am"), value)
        return replace(day, check=or_nothing(self.read_day), hint=_("TT.MM.JJJJ, oder unten der Posttag"))

    def posting_line(self, value: date | None = None) -> Line:
        """A line for the day on which an award was posted."""
        day = self.day_line(_("Zur Post gegeben am"), value)
        return replace(day, check=or_nothing(self.read_day), hint=_("bekannt ist er am vierten Tag danach"))

    def period_line(self, name: str, value: str = "") -> Line:
        """A line for a period."""
        return Line(name, self.read_period, value=value, hint=_("z. B. 01.03.-31.12.2027, oder 2027"))

    def sum_line(self, name: str, value: str = "") -> Line:
        """A line for a sum."""
        return Line(name, read_sum, value=value, hint="12.500,00")

    def form(
        self,
        title: str,
        fields: Sequence[Field],
        change: Change,
        answer_only: Callable[[Filled], bool] = lambda _filled: False,
        *,
        beside: bool = False,
    ) -> FormScreen:
        """A form that makes this change; `beside`: whatever others did to the application, this stands beside it."""

        def store(filled: Filled) -> "Callable[[Engine], object] | None":
            if answer_only(filled):
                return None
            return self.writer(lambda session, application: change(session, application, filled), beside=beside)

        return FormScreen(title, self.what, fields, store=store, engine=self.engine)

    @property
    def what(self) -> str:
        """The application's number and the call's title, and what comes after this form."""
        about = f"{self.one.application.id} {one_line(self.one.opportunity.title)}"
        return f"{about} · {_('danach:')} {self.then}" if self.then else about


def conditions_field(conditions: Sequence[str]) -> list[Tick]:
    """The award's conditions in its own words, each to be kept or not; none where there are none."""
    options = [one_line(condition) for condition in conditions]
    return [Tick(options, _("Auflagen (Leertaste kreuzt an)"), range(len(options)))] if options else []
