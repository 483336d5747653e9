"""Filters as chips: each shows its key and what it is set to, and does at a click what its key does."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.formatting.format import shortened

#: cells of what a chip is set to: where there is room, and at the least
WIDEST, LEAST = 16, 5
#: cells around a chip's text
FRAME = 2


@dataclass(frozen=True)
class Chip:
    """A filter: the key, the action it stands for, its name, and what it is set to (empty: off)."""

    key: str
    action: str
    name: str
    value: str = ""


class ChipLabel(Static):
    """One chip; a dot and its value say that it is on, also without colour."""

    def __init__(self, chip: Chip) -> None:
        super().__init__(markup=False, id=f"chip-{chip.action.replace('_', '-')}")
        self._action = chip.action
        self._shown: tuple[Chip, int] | None = None

    def show(self, chip: Chip, widest: int) -> None:
        """What it is set to now, in so many cells; nothing is laid out anew while it stays the same."""
        if (chip, widest) == self._shown:
            return
        self._shown = chip, widest
        self.update(_text(chip, widest))
        self.set_class(bool(chip.value), "-on")

    async def on_click(self) -> None:
        """Do what the key does."""
        await self.run_action(f"screen.{self._action}")


class Chips(Horizontal):
    """The chips of a screen, in one line."""

    def __init__(self, chips: Sequence[Chip], id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._chips = tuple(chips)

    def compose(self) -> ComposeResult:
        """One after the other."""
        for chip in self._chips:
            yield ChipLabel(chip)

    def on_mount(self) -> None:
        """Show them as they are at first."""
        self.show(self._chips)

    def show(self, chips: Sequence[Chip]) -> None:
        """What they are set to now."""
        self._chips = tuple(chips)
        widest = next((cells for cells in range(WIDEST, LEAST, -1) if self._fit(cells)), LEAST)
        for shown, chip in zip(self.query(ChipLabel), chips, strict=True):
            shown.show(chip, widest)

    def on_resize(self) -> None:
        """Their values have as many cells as there is room for."""
        self.show(self._chips)

    def _fit(self, widest: int) -> bool:
        return sum(cell_len(_text(chip, widest)) + FRAME for chip in self._chips) <= self.app.size.width


def _text(chip: Chip, widest: int) -> str:
    """The key, a dot and the value of a chip that is on, the name of one that is off."""
    return f"{chip.key} ● {shortened(chip.value, widest)}" if chip.value else f"{chip.key} {chip.name}"
