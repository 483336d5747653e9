"""Textual's driver for the browser, which also ends the app when the server is gone, and begins with the keys.

Textual's own goes on without input when the other end of its pipe closes: a server that was killed would leave its
apps behind. And it lets every app begin without focus; that our page has it is said before there is an app to hear it.
"""

import asyncio

from textual import events, messages
from textual.drivers.web_driver import WebDriver


class TabDriver(WebDriver):
    """The app ends with its tab, and with the server."""

    def start_application_mode(self) -> None:
        """Remember the loop that the app runs in, which the input thread needs at the end; the page has the focus."""
        self._app_loop = asyncio.get_running_loop()
        super().start_application_mode()
        self._app.call_later(self._app.post_message, events.AppFocus())

    def run_input_thread(self) -> None:
        """Read until there is nothing to come, then end the app if it does not end already."""
        super().run_input_thread()
        if not self.exit_event.is_set() and not self._app_loop.is_closed():
            asyncio.run_coroutine_threadsafe(self._app._post_message(messages.ExitApp()), self._app_loop)
