"""A board: lanes side by side, each with cards; keys go from card to card and from lane to lane, a click chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.formatting.i18n import N_


@dataclass(frozen=True)
class Card:
    """A card: its key and its text."""

    key: str
    text: Content


class Lane(OptionList):
    """The cards of one lane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", N_("Ansehen"), key_display="⏎", tooltip=N_("Die gewählte Karte öffnen")),
        Binding("right", "lane(1)", N_("Nächste Spalte"), key_display="→", tooltip=N_("Zur nächsten Spalte")),
        Binding("left", "lane(-1)", N_("Vorige Spalte"), key_display="←", tooltip=N_("Zur vorigen Spalte"), show=False),
    ]

    def action_lane(self, step: int) -> None:
        """Go to the next lane that has cards."""
        self.post_message(self.Left(self, step))

    class Left(Message):
        """The cursor leaves a lane to the one beside it."""

        def __init__(self, lane: "Lane", step: int) -> None:
            super().__init__()
            self.lane, self.step = lane, step


class Board(Horizontal):
    """Lanes of cards, one card chosen."""

    class Chosen(Message):
        """The cursor is on a card; `opened`: it was chosen by Enter or a click."""

        def __init__(self, key: str, *, opened: bool) -> None:
            super().__init__()
            self.key, self.opened = key, opened

    def __init__(self, lanes: int, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._count = lanes

    def compose(self) -> ComposeResult:
        """A heading and the cards of each lane."""
        for number in range(self._count):
            with Vertical(classes="lane"):
                yield Static("", markup=False, classes="lane-head")
                yield Lane(markup=False, id=f"lane-{number}", compact=True)

    @property
    def lanes(self) -> list[Lane]:
        """The lanes from left to right."""
        return list(self.query(Lane))

    def show(self, heads: Sequence[str], cards: Sequence[Sequence[Card]], key: str | None) -> None:
        """Show these cards, the cursor on the one with this key."""
        with self.app.batch_update():
            for head, lane, of_lane in zip(self.query(".lane-head").results(Static), self.lanes, cards, strict=True):
                head.update(heads[self.lanes.index(lane)])
                lane.clear_options()
                lane.add_options([Option(card.text, id=card.key) for card in of_lane])
                lane.can_focus = bool(of_lane)
        if key is not None:
            self.go_to(key)

    def go_to(self, key: str) -> None:
        """Put the cursor on the card with this key, if there is one."""
        for lane in self.lanes:
            places = [at for at, option in enumerate(lane.options) if option.id == key]
            lane.highlighted = places[0] if places else None

    @property
    def current_key(self) -> str | None:
        """The key of the card under the cursor."""
        for lane in self.lanes:
            if lane.highlighted is not None:
                return lane.get_option_at_index(lane.highlighted).id
        return None

    def enter(self) -> None:
        """Take the focus: to the chosen card, else to the first."""
        lanes = [lane for lane in self.lanes if lane.option_count]
        chosen = next((lane for lane in lanes if lane.highlighted is not None), lanes[0] if lanes else None)
        if chosen is not None:
            chosen.focus()
            chosen.highlighted = chosen.highlighted or 0

    def on_lane_left(self, message: Lane.Left) -> None:
        """To the nearest lane in that direction that has cards, at the same height."""
        message.stop()
        lanes = self.lanes
        at = lanes.index(message.lane) + message.step
        while 0 <= at < len(lanes):
            if lanes[at].option_count:
                height = message.lane.highlighted or 0
                message.lane.highlighted = None
                lanes[at].focus()
                lanes[at].highlighted = min(height, lanes[at].option_count - 1)
                return
            at += message.step

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor moved: there is one in the whole board."""
        event.stop()
        for lane in self.lanes:
            if lane is not event.option_list and lane.highlighted is not None and event.option_list.has_focus:
                lane.highlighted = None
        if event.option_list.has_focus and event.option_id is not None:
            self.post_message(self.Chosen(event.option_id, opened=False))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id, opened=True))
