"""What asks a process of ours to end (TERM: a service that is stopped, a machine that goes off) ends it tidily."""

import asyncio
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

#: the exit status of a process that TERM ended, as a shell has it
TERMINATED = 128 + signal.SIGTERM
_ASKED: list[int] = []


def end_tidily() -> None:
    """From now on TERM does what Ctrl+C does: what is half done is taken back, what is held is let go."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)


def call_on_term(act: Callable[[], object]) -> None:
    """In a program with an event loop: have it do this, between two other things, when TERM comes."""
    with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows, or a loop of another thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, act)


def exit_status(status: int) -> int:
    """The status to end with: TERM's where it was TERM that ended the work."""
    return TERMINATED if _ASKED and status else status


def interrupt(number: int, _frame: FrameType | None = None) -> NoReturn:
    """End what is being done because of this signal.

    Raises:
        KeyboardInterrupt: always.
    """
    if number == signal.SIGTERM:
        _ASKED.append(number)
    if len(_ASKED) > 1:  # who asks twice doesn't wait for what is taken back
        sys.exit(TERMINATED)
    raise KeyboardInterrupt
