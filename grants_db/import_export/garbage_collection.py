"""Holds Python's search for circles of objects while a long list is read: it takes a third of the time, finds none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_collection() -> Iterator[None]:
    """No search meanwhile; afterwards as before."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()
