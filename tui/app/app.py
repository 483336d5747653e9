"""The terminal app: its screens, its keys, its looks. What a screen does is in `tui/screens`."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen

from tui.app.helping import HelpingApp
from tui.formatting import i18n
from tui.formatting.i18n import N_, _
from tui.processes.commands import LEAVE, WORKS, how_it_ended
from tui.screens.base.splash import StartScreen
from tui.state.context import AppContext, ReviewTarget
from tui.state.termination import TERMINATED, call_on_term
from tui.widgets.tabs import BY_CALL, SCREENS, TABS
from tui.widgets.theme import DARK, LIGHT

if TYPE_CHECKING:
    from grants_db.dashboard.find_things import Thing
    from grants_db.errors import AkquiseError
    from tui.processes.background import Work
    from tui.screens.base.form import Filled
    from tui.screens.base.palette import Command

MINUTE = 60.0
#: where the app remembers which of the two ways through the matches was taken last
WAY = "review.way"
_FUNCTION_KEYS = {f"f{number}": f"F{number}" for number in range(1, 13)}
#: how keys are labelled, by Textual's names
ON_KEYBOARDS = {
    "de": {"home": "Pos1", "end": "Ende", "pgup": "Bild auf", "pgdn": "Bild ab", "tab": "Tab", **_FUNCTION_KEYS},
    "en": {"home": "Home", "end": "End", "pgup": "PgUp", "pgdn": "PgDn", "tab": "Tab", **_FUNCTION_KEYS},
}


class AkquiseApp(HelpingApp):
    """The app; what it works with comes in through the constructor: ready, or to be prepared after the first paint."""

    TITLE = "akquise"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        StartScreen.MODE: StartScreen,
        **{tab.mode: tab.make for tab in SCREENS},
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(tab.key, f"app.go('{tab.mode}')", tab.name, tooltip=tab.tooltip, show=False) for tab in TABS),
        Binding(
            "ctrl+p",
            "palette",
            N_("Finden"),
            key_display="^p",
            tooltip=N_("Befehle und alles, was einen Namen hat, finden"),
        ),
        *(
            Binding(work.key, f"app.work('{name}')", work.name, tooltip=work.tooltip, show=False)
            for name, work in WORKS.items()
        ),
        Binding("f8", "cancel_work", N_("Abbrechen"), tooltip=N_("Die laufende Arbeit abbrechen; Fertiges bleibt")),
        Binding("question_mark", "keys", N_("Tasten"), key_display="?", tooltip=N_("Alle Tasten dieses Bildschirms")),
        Binding(
            "t", "theme", N_("Hell/Dunkel"), tooltip=N_("Zwischen heller und dunkler Darstellung wechseln"), show=False
        ),
        Binding("q", "quit", N_("Ende"), tooltip=N_("akquise beenden; alles Entschiedene ist gespeichert")),
    ]
    #: the screen that stands at the beginning
    FIRST = TABS[0].mode
    #: what runs in the background and its last line; empty while nothing does
    work_line: reactive[str] = reactive("")
    context: AppContext

    def __init__(self, context: "AppContext | Callable[[], AppContext]", *, practice: bool = False) -> None:
        """`practice` says beforehand what the context's settings will say, for the first picture."""
        ready = isinstance(context, AppContext) and context.engine is not None
        self.DEFAULT_MODE = self.FIRST if ready else StartScreen.MODE  # type: ignore[misc] # Textual asks the instance
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.error: AkquiseError | None = None  # why the context could not be prepared, or its database not opened
        self._prepare: Callable[[], AppContext] | None = None
        self._first = self.FIRST
        self._work: Work | None = None
        self._leaving: Screen[Any] | None = None  # asks whether to end the work with the app
        self._day: date | None = None  # on which the screens were made
        self.in_practice = practice  # everything is invented, and nothing may leave the practice
        if isinstance(context, AppContext):
            self.context = context
            self.in_practice = bool(context.settings.practice)
            self.theme = self._remembered_theme()
        if not ready:
            self._prepare = (lambda: context) if isinstance(context, AppContext) else context

    def on_mount(self) -> None:
        """Prepare the context and open the database once the first picture stands."""
        if self._prepare is not None:
            self.call_after_refresh(self.run_worker, self._open, thread=True, group="open")
        self.set_interval(MINUTE, self._turn_of_the_day)
        call_on_term(lambda: self.exit(return_code=TERMINATED))

    def on_unmount(self) -> None:
        """What is new next time is new since now."""
        if self.is_ready:
            self.context.close()

    def watch_app_focus(self, focus: bool) -> None:
        """The app comes to the front: a screen that came up behind other windows begins now where it would have begun.

        Its keys would go nowhere else.
        """
        screen = self.screen
        begins = self.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
        if focus and begins and screen.focused is None:
            screen.set_focus(next((widget for widget in screen.query(begins) if widget.focusable), None))

    @property
    def is_ready(self) -> bool:
        """Is there something to work with, be it a reason why the database can't be opened?"""
        return self._prepare is None

    def _turn_of_the_day(self) -> None:
        """An app left open over night: every screen is made anew for the new day, once no dialog is open."""
        if not self.is_ready or isinstance(self.screen, ModalScreen):
            return
        today = self.context.today
        if self._day not in (None, today):
            self.speak(i18n.language())
        self._day = today

    def place(self) -> str:
        """Whose city and which day."""
        from tui.formatting.format import day

        return f"{self.context.settings.city.name} · {day(self.context.today)}"

    def review(
        self, *, action_field: int | None = None, measure: str | None = None, opportunity: int | None = None
    ) -> None:
        """Go to the review queue: to a field's first waiting match, a measure, or one match."""
        self.context.review = ReviewTarget(action_field, measure, opportunity)
        self._review_in("matches")

    def review_calls(self, opportunity: int | None = None) -> None:
        """Go to the review by call: to this call, else to where it was left."""
        self.context.call = opportunity
        self._review_in(BY_CALL.mode)

    def show_application(self, number: int) -> None:
        """Go to this application; its Escape leads back to the screen one comes from."""
        self.context.application, self.context.came_from = number, self.current_mode
        self.switch_mode("applications")

    def show_in_list(self, mode: str, thing: "Thing") -> None:
        """Go to a thing in the list of its screen, which then shows what has its name; all of a unit's measures."""
        of_unit = thing.kind == "unit"
        self.context.asked[mode] = {"unit": thing.name} if of_unit else {"words": thing.words}
        if not of_unit:
            self.context.rows[mode] = str(thing.id)
        if self.current_mode == mode:
            self.refresh_page()
        else:
            self.switch_mode(mode)

    def _review_in(self, way: str) -> None:
        """Go to the review in this of its two ways; its digit leads there until the other one is taken."""
        self.context.memory.put(WAY, way)
        self.switch_mode(way)

    def action_go(self, mode: str) -> None:
        """Go to a screen; before the database is open, remember where to go then."""
        if self.is_ready:
            by_call = mode == "matches" and self.context.memory.get(WAY, mode) == BY_CALL.mode
            self.switch_mode(BY_CALL.mode if by_call else mode)
        else:
            self._first = mode

    def get_key_display(self, binding: Binding) -> str:
        """A key as it stands on the keyboards of the language in use, and in the handbook."""
        shown = super().get_key_display(binding)
        return ON_KEYBOARDS[i18n.language()].get(shown, shown)

    def action_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
        if self.is_ready:
            self.context.memory.put("theme", self.theme)

    def action_palette(self) -> None:
        """Find a command by its name."""
        from tui.screens.base.palette import PaletteScreen, commands_of

        if isinstance(self.screen, ModalScreen):
            return
        active = list(self.screen.active_bindings.values())
        keys = {one.binding.action: self.get_key_display(one.binding) for one in reversed(active)}
        engine, today = (self.context.engine, self.context.today) if self.is_ready else (None, None)
        self.push_screen(PaletteScreen(commands_of(active, keys), engine, today), self._do)

    async def _do(self, chosen: "Command | Thing | None") -> None:
        from tui.screens.base.palette import LEADS_TO, Command

        if isinstance(chosen, Command):
            await self.run_action(chosen.action, chosen.node)
        elif chosen is not None and chosen.kind == "application":
            self.show_application(chosen.id)
        elif chosen is not None:
            self.show_in_list(LEADS_TO[chosen.kind][0], chosen)

    def action_work(self, name: str) -> None:
        """Start a piece of long work in a process of its own; one at a time."""
        if self._work is not None:
            self.tell(_("Es läuft noch: {work}").format(work=self._work.title))
        elif self.is_ready and self.context.engine is not None:
            from tui.processes.background import Work, own_command

            title = _(WORKS[name].name)
            command = own_command(self.context, *WORKS[name].arguments)
            self._work = Work(title, command, lambda line: self._progress(title, line))
            self.run_worker(self._run(self._work, _(WORKS[name].result)), group="work")

    async def action_quit(self) -> None:
        """End the app; while work runs that would end with it, ask first."""
        if self._work is None:
            await super().action_quit()
        elif self._leaving not in self.screen_stack:
            from tui.screens.base.confirm_quit import leaving

            self._leaving = leaving(self._work.title)
            self.push_screen(self._leaving, self._leave)

    def _leave(self, filled: "Filled | None") -> None:
        if filled is not None and filled.choice == LEAVE:
            self.exit()

    def action_cancel_work(self) -> None:
        """Stop the work that runs."""
        if self._work is not None:
            self._work.cancel()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is only something to cancel while something runs."""
        if action == "cancel_work":
            return self._work is not None
        return super().check_action(action, parameters)

    async def _run(self, work: "Work", result: str) -> None:
        """Run it, show its lines, then let the screen read what is new."""
        self._progress(work.title, _("beginnt …"))
        try:
            ended = await work.run()
        except OSError as error:  # no process can be started
            self.tell(f"{work.title}: {error}", "error")
            return
        finally:
            self._work = None
            self.work_line = ""
            self.screen.refresh_bindings()
        said, severity = how_it_ended(work.title, ended, result)
        self.tell(said, severity, also=True)
        self.refresh_page()

    def refresh_page(self) -> None:
        """Let the page that is shown read anew, also one under a dialog."""
        from tui.screens.base.page import PageScreen

        for screen in self.screen_stack:
            if isinstance(screen, PageScreen):
                screen.action_reload()

    def _progress(self, title: str, line: str) -> None:
        self.work_line = f"{title}: {line}"
        self.screen.refresh_bindings()

    def speak(self, language: str, here: Callable[[], Screen[Any]] | None = None) -> None:
        """Speak another language at once: what a screen says is made with the screen, so all are made anew.

        `here` makes what takes the place of the screen that is shown; without it that one begins anew.
        """
        i18n.use(language)
        mode = self.current_mode
        self.switch_mode(StartScreen.MODE)  # the screen that is shown can't be taken away
        for tab in SCREENS:
            self.remove_mode(tab.mode)
            self.add_mode(tab.mode, here if here and tab.mode == mode else tab.make)
        self.switch_mode(mode)

    def _open(self) -> None:
        """In a worker: prepare the context, open the database, load the first screen; all of it is slow."""
        from grants_db.errors import AkquiseError
        from tui.formatting.messages import sentence

        prepare = self._prepare
        if prepare is None:
            return
        try:
            self.context = prepare()
        except AkquiseError as error:
            self.error = error
            self.call_from_thread(self.exit, None, error.exit_status)
            return
        self.context.open(lambda said: self.call_from_thread(self.notify, sentence(said), markup=False, timeout=20))
        self.error = self.context.error
        next(tab for tab in TABS if tab.mode == self._first).screen_class()
        self.call_from_thread(self._opened)

    def _opened(self) -> None:
        self._prepare = None
        self.in_practice = bool(self.context.settings.practice)
        self.theme = self._remembered_theme()
        self.switch_mode(self._first)
        if self.in_practice:
            from grants_db.practice_mark import PORTAL_CLOSED

            said = _("Übung: Alles ist erfunden. F9 bringt die nächste Nacht; von vorn beginnt „akquise demo --fresh“.")
            if self.context.settings.practice == PORTAL_CLOSED:
                said = _("Übung: Alles ist erfunden. Ihr Portal läuft nur mit „akquise demo“.")
            self.tell(said)
            self.greet(lasts=self.context.memory.lasts)
        if self.context.memory.damaged is not None:
            said = _("Gemerkte Filter und Ansichten sind nicht lesbar und beginnen neu; die Datei ist jetzt {path}.")
            self.tell(said.format(path=self.context.memory.damaged), "warning", also=True)

    def _remembered_theme(self) -> str:
        theme = self.context.memory.get("theme", DARK.name)
        return theme if theme in (DARK.name, LIGHT.name) else DARK.name
