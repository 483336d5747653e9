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


class KeyBar(Footer):
    """Textual's footer with translated labels; wraps instead of scrolling, so that at 80 columns no key is hidden."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._width = 0
        self._shown: list[tuple[str, bool]] = []

    def compose(self) -> ComposeResult:
        """The keys that can be used now, line by line."""
        if not self._bindings_ready:
            return
        keys = list(self._keys())
        while len(lines := self._lines(keys)) > LINES:
            del keys[-1 - GLOBAL]  # what is left out is found with ? and by its name
        for line in lines:
            with HorizontalGroup():
                yield from line

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Draw anew only when other keys can be used than before: a new match offers the same ones."""
        if self.is_attached and screen is self.screen:
            shown = [(active.binding.action, active.enabled) for active in self._active()]
            if not self._bindings_ready or shown != self._shown:
                self._shown = shown
                super().bindings_changed(screen)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew when the width has changed."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.call_after_refresh(self.recompose)

    def _keys(self) -> Iterator[FooterKey]:
        for _action, same in groupby(self._active(), key=lambda active: active.binding.action):
            yield self._key(next(same))

    def _active(self) -> list[ActiveBinding]:
        """What is shown: where there is nothing to act on, the app's own keys and those that begin something."""
        shown = [active for active in self.screen.active_bindings.values() if active.binding.show]
        begins: frozenset[str] | None = getattr(self.screen, "offered", None)
        return [
            active for active in shown if begins is None or active.node is self.app or active.binding.action in begins
        ]

    def _key(self, active: ActiveBinding) -> FooterKey:
        binding = active.binding
        key = FooterKey(
            binding.key,
            self.app.get_key_display(binding),
            _(binding.description),
            binding.action,
            disabled=not active.enabled,
            tooltip=_(active.tooltip or binding.description),
        )
        return key.data_bind(compact=Footer.compact)

    def _lines(self, keys: list[FooterKey]) -> list[list[FooterKey]]:
        """The keys line by line."""
        lines = []
        while keys:
            line, keys = self._one_line(keys)
            lines.append(line)
        return lines

    def _one_line(self, keys: list[FooterKey]) -> tuple[list[FooterKey], list[FooterKey]]:
        """The keys that fit on the next line, and the rest."""
        used = 0
        for count, key in enumerate(keys):
            used += cell_len(key.key_display) + cell_len(key.description) + 2
            if used > self.app.size.width and count:
                return keys[:count], keys[count:]
        return keys, []
