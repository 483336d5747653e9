"""The footer: every key of the screen with its label and tooltip, on as many lines as it takes."""

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import HorizontalGroup
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from tui.formatting.i18n import _

#: lines at the most; and the keys at the end that always stand: commands, all keys, end
LINES, GLOBAL = 3, 3


class Key(FooterKey):
    """One key; it is born compact, which spares every one of them being styled twice."""

    def __init__(self, active: ActiveBinding, display: str) -> None:
        binding = active.binding
        super().__init__(
            binding.key,
            display,
            _(binding.description),
            binding.action,
            disabled=not active.enabled,
            tooltip=_(active.tooltip or binding.description),
            classes="-compact",
        )

    def enable(self, enabled: bool) -> None:
        """Can it be used now?"""
        self._disabled = not enabled
        self.set_class(not enabled, "-disabled")


class KeyBar(Footer):
    """Textual's footer with translated labels; wraps instead of scrolling, so that at 80 columns no key is hidden.

    What one does changes more often which keys can be used than which there are, and both change several times until a
    screen stands: keys are made anew only where there are others, or another width, once all is said.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._drawn: tuple[int, list[tuple[str, str]]] = (0, [])  # the width; each key and what it does
        self._is_waiting = False

    def compose(self) -> ComposeResult:
        """The keys that can be used now, line by line."""
        if not self._bindings_ready:
            return
        self._drawn = self._wanted()
        keys = list(self._keys())
        while len(lines := self._lines(keys)) > LINES:
            del keys[-1 - GLOBAL]  # what is left out is found with ? and by its name
        for line in lines:
            with HorizontalGroup():
                yield from line

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Draw what has changed: a new match offers the same keys."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self._draw_soon()

    def on_resize(self, _event: events.Resize) -> None:
        """Break the lines anew when the width has changed."""
        self._draw_soon()

    def _draw_soon(self) -> None:
        if not self._is_waiting and self._bindings_ready:
            self._is_waiting = True
            self.call_after_refresh(self._draw)

    async def _draw(self) -> None:
        """Make the keys anew, or say of those that stand which can be used."""
        self._is_waiting = False
        if not self.is_attached:
            return
        if self._wanted() != self._drawn:
            await self.recompose()
            return
        enabled = {(active.binding.key, active.binding.action): active.enabled for active in self._one_of_each()}
        for key in self.query(Key):
            key.enable(enabled[key.key, key.action])

    def _wanted(self) -> tuple[int, list[tuple[str, str]]]:
        keys = [(active.binding.key, active.binding.action) for active in self._one_of_each()]
        return self.app.size.width, keys

    def _keys(self) -> Iterator[Key]:
        for active in self._one_of_each():
            yield Key(active, self.app.get_key_display(active.binding))

    def _one_of_each(self) -> Iterator[ActiveBinding]:
        """The first key of those beside each other that do the same."""
        for _action, same in groupby(self._active(), key=lambda active: active.binding.action):
            yield next(same)

    def _active(self) -> list[ActiveBinding]:
        """What is shown: where there is nothing to act on, the app's own keys and those that begin something."""
        shown = [active for active in self.screen.active_bindings.values() if active.binding.show]
        begins: frozenset[str] | None = getattr(self.screen, "offered", None)
        return [
            active for active in shown if begins is None or active.node is self.app or active.binding.action in begins
        ]

    def _lines(self, keys: list[Key]) -> list[list[Key]]:
        """The keys line by line."""
        lines = []
        while keys:
            line, keys = self._one_line(keys)
            lines.append(line)
        return lines

    def _one_line(self, keys: list[Key]) -> tuple[list[Key], list[Key]]:
        """The keys that fit on the next line, and the rest."""
        used = 0
        for count, key in enumerate(keys):
            used += cell_len(key.key_display) + cell_len(key.description) + 2
            if used > self.app.size.width and count:
                return keys[:count], keys[count:]
        return keys, []
