"""A date is ticked off where it stands, on every screen that shows one: done or put off, with a remark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType

from grants_db.errors import UsageError
from grants_db.typed_days import read_day, read_day_ahead
from grants_db.vocabulary import AgendaKind
from tui.formatting.format import day, one_line, shortened
from tui.formatting.i18n import N_, _
from tui.screens.base.page import PageScreen, Refused
from tui.screens.base.when import When, WhenOption, WhenScreen
from tui.text.application import entry_day, entry_name

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.applications.agenda import AgendaEntry
    from grants_db.applications.dates.tick_off import TickedOff

#: dates that are marked: nothing else is entered of them
MARKED = (AgendaKind.INTERNAL, AgendaKind.FUNDS)
#: answers of each kind, where several dates are offered at once: as many as there are digits
MOST_DONE, MOST_PUT_OFF = 6, 3


@dataclass(frozen=True)
class TickAnswer:
    """What can be answered about a date."""

    option: WhenOption
    entry: "AgendaEntry"
    is_done: bool


@dataclass(frozen=True)
class Ticked:
    """What was entered, to be taken back, and how it is called."""

    how: "TickedOff"
    said: str


class TicksDates(PageScreen[Any]):
    """Keys on the date at hand; the screen says which that is, and where the cursor goes once it is gone."""

    TICKS: ClassVar[list[BindingType]] = [
        Binding("e", "tick", N_("Erledigt"), tooltip=N_("Den Termin abhaken oder verschieben, mit Anmerkung")),
        Binding("v", "to_application", N_("Antrag"), tooltip=N_("Zum Antrag dieses Termins; Esc führt zurück")),
        Binding("u", "untick", N_("Rückgängig"), tooltip=N_("Das zuletzt Abgehakte oder Verschobene zurücknehmen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._ticked: list[Ticked] = []

    def date_at_hand(self) -> "AgendaEntry | None":
        """The date under the cursor."""
        raise NotImplementedError

    def action_tick(self) -> None:
        """Ask what is with the date at hand."""
        if (entry := self.date_at_hand()) is not None:
            ask_about_dates(self, [entry], self._remember)

    def _remember(self, ticked: Ticked) -> None:
        self._ticked.append(ticked)
        self.refresh_bindings()

    def action_untick(self) -> None:
        """Take back what was entered last."""
        if self._ticked:
            take_back(self, self._ticked.pop())

    def action_to_application(self) -> None:
        """Go to the application of the date."""
        entry = self.date_at_hand()
        if entry is not None and entry.application_id is not None:
            self.akquise.show_application(entry.application_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to tick off at a date, and something to take back once something was ticked off."""
        if self.has_class("-ready"):
            if action == "tick":
                return True if self.date_at_hand() is not None else None
            if action == "to_application":
                entry = self.date_at_hand()
                return True if entry is not None and entry.application_id is not None else None
            if action == "untick":
                return True if self._ticked else None
        return super().check_action(action, parameters)


def ask_about_dates(
    page: PageScreen[Any], entries: "Sequence[AgendaEntry]", remember: Callable[[Ticked], object]
) -> None:
    """Ask over the page what is with these dates, store the answer, and read the page anew."""
    answers = tick_answers(entries, page.context.today)
    if not answers:
        page.say(_("Hier steht kein Termin an."))
        return

    def ask(given: When | None = None) -> None:
        page.app.push_screen(WhenScreen(title, what, [one.option for one in answers], given=given), answered)

    def answered(when: When | None) -> None:
        if when is not None:  # what could not be stored is asked again as it was given
            _store(page, answers[when.choice], when, remember, lambda _error: ask(when))

    what = ""
    if len(entries) == 1:
        [entry] = entries
        what = f"{entry_day(entry)}  {entry_name(entry)}: {entry.measure.number} {one_line(entry.opportunity.title)}"
    title = _("Was ist mit diesem Termin?") if what else _("Was ist erledigt?")
    ask()


def tick_answers(entries: "Sequence[AgendaEntry]", today: date) -> list[TickAnswer]:
    """For one date: that it is done, or another day; for several: which is done, then which moves."""
    several = len(entries) > 1
    ordered = sorted(entries, key=lambda one: one.what is AgendaKind.CALL_DEADLINE)  # stays in the order of days
    done = [TickAnswer(_done(one, today, several=several), one, is_done=True) for one in ordered[:MOST_DONE]]
    movable = [one for one in ordered if one.what in MARKED or one.application_id is not None]
    moved = [TickAnswer(_put_off(one, today, several=several), one, is_done=False) for one in movable[:MOST_PUT_OFF]]
    return [*done, *moved]


def _done(entry: "AgendaEntry", today: date, *, several: bool) -> WhenOption:
    name = _("Erledigt")
    if entry.what is AgendaKind.CALL_DEADLINE:
        made = entry.application_id is not None
        name = _("Eingereicht") if made else _("Eingereicht; der Antrag wird dafür angelegt")
    return WhenOption(f"{name}: {_named(entry)}" if several else name, today, partial(_day_that_was, today=today))


def _put_off(entry: "AgendaEntry", today: date, *, several: bool) -> WhenOption:
    movable = entry.what is AgendaKind.TASK or entry.what in MARKED
    name = _("Verschieben") if movable else _("Wiedervorlage als Aufgabe")
    shown = f"{name}: {_named(entry)}" if several else _("{what} auf einen anderen Tag").format(what=name)
    return WhenOption(shown, None, partial(read_day_ahead, today=today), needs_day=True)


def _named(entry: "AgendaEntry") -> str:
    return f"{entry_day(entry)} {entry_name(entry)}"


def _day_that_was(text: str, today: date) -> date:
    """A day on which something happened; UsageError for one to come."""
    if (found := read_day(text, today)) > today:
        raise UsageError("Der {day} liegt in der Zukunft; eingetragen wird, was geschehen ist.", day=found)
    return found


def _store(
    page: PageScreen[Any], answer: TickAnswer, when: When, remember: Callable[[Ticked], object], refused: Refused
) -> None:
    entry, now, by, on = answer.entry, page.context.now(), page.context.decided_by, when.day or page.context.today

    def write(engine: "Engine") -> "TickedOff":
        from grants_db.applications.dates.tick_off import put_off, tick_off
        from grants_db.storage.database import writing

        enter = tick_off if answer.is_done else put_off
        with writing(engine) as session:
            return enter(session, entry, on, now=now, note=when.note, by=by)

    def stored(how: object) -> None:
        name = shortened(entry_name(entry), 40)
        said = _("Erledigt: {what}. u nimmt es zurück.") if answer.is_done else _("{what}: {day}. u nimmt es zurück.")
        page.say(said.format(what=name, day=day(on)))
        remember(Ticked(cast("TickedOff", how), name))
        page.action_reload()

    page.write(write, stored, refused)


def take_back(page: PageScreen[Any], ticked: Ticked) -> None:
    """Take back what was entered, and read the page anew."""
    now, by = page.context.now(), page.context.decided_by

    def write(engine: "Engine") -> None:
        from grants_db.applications.dates.tick_off import take_back_tick
        from grants_db.storage.database import writing

        with writing(engine) as session:
            take_back_tick(session, ticked.how, now=now, by=by)

    def done(_nothing: object) -> None:
        page.say(_("Zurückgenommen: {title}").format(title=ticked.said))
        page.action_reload()

    page.write(write, done)
