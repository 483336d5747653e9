"""How the tests of papers call the command."""

from collections.abc import Callable

#: runs a command; gives exit status and what it said on stderr
Run = Callable[..., tuple[int, str]]
