"""What the app says over a page: each sentence stays until it can have been read."""

from textual import events
from textual.app import App
from textual.notifications import SeverityLevel

from tui.formatting.reading_time import UNTIL_A_KEY, reading_time
from tui.formatting.sanitize import harmless


class TellingApp(App[None]):
    """Says short messages."""

    #: a message waits for a key; it has been there long enough to be read
    _waits_for_a_key = False
    _may_go = False

    def tell(
        self, text: str, severity: SeverityLevel = "information", *, until_a_key: bool = False, also: bool = False
    ) -> None:
        """A message over the page in place of the one before, or `also` beside it; it stays until it can be read.

        With `until_a_key` it stays, too, until a key is pressed after that time, and none takes its place before.
        """
        if not (also or self._waits_for_a_key):
            self.clear_notifications()
        seconds = reading_time(text)
        if until_a_key:
            self._waits_for_a_key = True
            self.set_timer(seconds, self._can_have_been_read)
        self.notify(harmless(text), severity=severity, markup=False, timeout=UNTIL_A_KEY if until_a_key else seconds)

    def _can_have_been_read(self) -> None:
        self._may_go = True

    async def on_event(self, event: events.Event) -> None:
        """A key takes away what waited for one."""
        if self._may_go and isinstance(event, events.Key):
            self._may_go = self._waits_for_a_key = False
            self.clear_notifications()
        await super().on_event(event)
