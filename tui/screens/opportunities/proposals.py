"""What newsletters propose: a list over the screen; one is entered by a form that the letter fills in, or discarded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from grants_db.vocabulary import DeadlineKind, Level, ProposalState
from tui.formatting.form_values import or_nothing, read_address
from tui.formatting.format import day, harmless, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.formatting.messages import evidence
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, filled_in
from tui.screens.base.page import PageScreen
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Engine

    from grants_db.models.letter import CallProposal


@dataclass(frozen=True)
class WaitingProposal:
    """A proposal, and the opportunity that has its address already."""

    proposal: "CallProposal"
    known: int | None

    def line(self) -> str:
        """When it ends and what it is."""
        one = self.proposal
        ends = day(one.deadline) if one.deadline else label(DeadlineKind.ROLLING) if one.rolling else "–"
        return f"{ends:<11} {one_line(one.title)}"


@dataclass(frozen=True)
class ProposalChoice:
    """What to do with which proposal."""

    what: str
    one: WaitingProposal


class ProposalsScreen(ModalScreen[ProposalChoice | None]):
    """Enter fills the form in, `d` discards, `o` opens the funder's page, Escape leaves all as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", N_("Eintragen"), key_display="⏎", tooltip=N_("Das Formular öffnen, ausgefüllt")),
        Binding("d,delete", "discard", N_("Verwerfen"), tooltip=N_("Den Vorschlag nicht mehr zeigen")),
        Binding("o", "open_link", N_("Seite öffnen"), tooltip=N_("Die Seite des Fördergebers im Browser öffnen")),
        Binding("escape", "dismiss", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
    ]

    def __init__(self, waiting: Sequence[WaitingProposal], page: PageScreen[Any]) -> None:
        super().__init__()
        self._waiting, self._page = waiting, page

    def compose(self) -> ComposeResult:
        """The proposals, and what the letter says of the one under the cursor."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Vorschläge aus Rundbriefen"))
            yield Choices(*(Option(Content(one.line())) for one in self._waiting), id="choices", compact=True)
            with VerticalScroll(id="fields", can_focus=False):
                yield Static("", markup=False, id="letter")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the one that ends next."""
        self.query_one(OptionList).highlighted = 0
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the letter says."""
        one = self._waiting[event.option_index]
        came = one.proposal
        letter = _("Aus: {subject}, {sender}").format(subject=came.letter_subject, sender=came.letter_sender)
        known = _("Steht schon als Förderangebot {number} hier.").format(number=one.known) if one.known else ""
        parts = (came.funder, known, came.text, came.link, letter)
        self.query_one("#letter", Static).update(harmless("\n\n".join(part for part in parts if part)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click in the list."""
        self.dismiss(ProposalChoice("take", self._waiting[event.option_index]))

    def action_take(self) -> None:
        """Enter where the list doesn't have it."""
        self.dismiss(ProposalChoice("take", self._here()))

    def action_discard(self) -> None:
        """Nobody needs it."""
        self.dismiss(ProposalChoice("discard", self._here()))

    def action_open_link(self) -> None:
        """Look at the funder's page."""
        if link := self._here().proposal.link:
            self._page.open_address(link)

    def _here(self) -> WaitingProposal:
        return self._waiting[self.query_one(OptionList).highlighted or 0]


def ask_for_proposals(page: PageScreen[Any]) -> None:
    """Read what waits, show it over the page, and do with one what is chosen."""
    today = page.context.today
    page.read_to_open(lambda engine: read_proposals(engine, today), partial(show_proposals, page))


def show_proposals(page: PageScreen[Any], found: object) -> None:
    """Show what waits, then do with one what was chosen."""
    waiting = cast("Sequence[WaitingProposal]", found)
    if waiting:
        page.app.push_screen(ProposalsScreen(waiting, page), partial(_do, page))
    else:
        page.say(_("Kein Rundbrief schlägt etwas vor, das noch offen ist."))


def read_proposals(engine: "Engine", today: "date") -> Sequence[WaitingProposal]:
    """What waits for a person, the next deadline first."""
    from grants_db.opportunities.proposals import known_by_link, open_proposals
    from grants_db.storage.database import reading

    with reading(engine) as session:
        waiting = open_proposals(session, today)
        known = known_by_link(session, waiting)
        return [WaitingProposal(one, known.get(one.id or 0)) for one in waiting]


def _do(page: PageScreen[Any], chosen: ProposalChoice | None) -> None:
    engine, now, by = page.context.engine, page.context.now(), page.context.settings.unit
    if chosen is None or engine is None:
        return
    if chosen.what == "take":
        form = call_form(chosen.one, engine, now, page.context.today, by)
        page.app.push_screen(form, partial(_entered, page))
        return
    number = chosen.one.proposal.id or 0

    def discard(engine: "Engine") -> None:
        from grants_db.opportunities.proposals import decide_proposal
        from grants_db.storage.database import writing

        with writing(engine) as session:
            decide_proposal(session, number, ProposalState.DISCARDED, now, by=by)

    said = _("Verworfen: {title}; „akquise letters discard {number} --undo“ holt es zurück.")
    title = one_line(chosen.one.proposal.title)

    def done(_nothing: object) -> None:
        page.action_reload()
        page.say(said.format(title=title, number=number))

    page.write(discard, done)


def _entered(page: PageScreen[Any], filled: Filled | None) -> None:
    if filled is not None:
        page.say(_("Eingetragen: {title}. Die Nacht (F9) ordnet es zu.").format(title=one_line(filled.lines[0])))
        page.action_reload()


def call_form(one: WaitingProposal, engine: "Engine", now: "datetime", today: "date", by: str) -> FormScreen:
    """The form of a call, filled in by the letter, with the letter's sentence for its deadline."""
    proposal, levels = one.proposal, list(Level)

    def read_deadline(text: str) -> object:
        from grants_db.opportunities.correction_values import read_value

        return read_value("deadline", text, today)

    def store(filled: Filled) -> "Callable[[Engine], object]":
        def write(engine: "Engine") -> None:
            from grants_db.opportunities.proposals import enter_proposal
            from grants_db.storage.database import writing

            title, funder, deadline, url = filled.lines
            typed: dict[str, object] = {"title": title, "funder": funder, "url": url, "level": levels[filled.choice]}
            if deadline:
                typed["deadline"] = read_deadline(deadline)
            with writing(engine) as session:
                enter_proposal(session, proposal.id or 0, typed, now, by=by)

        return write

    ends = f"{proposal.deadline:%d.%m.%Y}" if proposal.deadline else "rolling" if proposal.rolling else ""
    fields: list[Field] = [
        Line(_("Titel"), filled_in, proposal.title),
        Line(_("Fördergeber"), str, proposal.funder),
        Line(_("Frist"), or_nothing(read_deadline), ends, hint=_("z. B. 31.03.2027 oder rolling")),
        Line(_("Adresse"), or_nothing(read_address), proposal.link),
        Choice([label(level) for level in levels], _("Ebene"), levels.index(proposal.level) if proposal.level else 0),
    ]
    said = str(proposal.facts.get("deadline", {}).get("evidence", ""))
    return FormScreen(_("Förderangebot eintragen"), evidence(said) if said else "", fields, store=store, engine=engine)
