"""A process of its own for reading a stranger's file, with limits: what breaks there breaks nothing here.

`read_apart` starts `python -m MODULE`, hands it the file's bytes and takes what it writes, `begin_apart` lets the
caller go on meanwhile; such a module ends in `serve(read)`. Windows has no limit of memory for it; there the time and
the size of the file have to do.
"""

import gc
import sys
from collections.abc import Callable

MEMORY_LIMIT = 1_500_000_000  # bytes of address space


class ChildFailedError(Exception):
    """The process ended without a result: the file is damaged, or too much for the memory allowed."""


class ChildTooSlowError(Exception):
    """The process was ended because its time was over."""


def read_apart(module: str, content: bytes, *, seconds: float) -> bytes:
    """What the module's process makes of the content.

    Args:
        module: dotted name of a module that ends in `serve`.
        content: the whole file; it is read once, here, so that nobody can change it in between.
        seconds: for the whole process, its start included.

    Raises:
        ChildFailedError: ended by itself, by its memory limit or by a fault of the library it uses.
        ChildTooSlowError: not ready in time.
    """
    import subprocess  # only on this side: the process shall start quickly

    command = [sys.executable, "-P", "-m", module]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise ChildTooSlowError(module) from error
    if done.returncode != 0:
        raise ChildFailedError(done.stderr.decode("utf-8", errors="replace")[-1000:])
    return done.stdout


def begin_apart(module: str, content: bytes, *, seconds: float) -> Callable[[], bytes]:
    """Begin the same and go on meanwhile: what it gives, when called, is what `read_apart` gives."""
    import threading  # as above

    ended: list[bytes | Exception] = []

    def work() -> None:
        try:
            ended.append(read_apart(module, content, seconds=seconds))
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is wanted
            ended.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def answer() -> bytes:
        thread.join()
        if isinstance(ended[0], Exception):
            raise ended[0]
        return ended[0]

    return answer


def serve(read: Callable[[bytes], bytes], *, memory: int = MEMORY_LIMIT) -> None:
    """Be such a process: limit itself, read all of stdin, write what `read` makes of it."""
    gc.set_threshold(50_000, 10, 10)  # a table is built up, hardly anything goes: as in `tui.entry`
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a library that gives up leaves no picture of its memory
    answer = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
