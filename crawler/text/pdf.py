"""The text of a PDF file, read in a process of its own with limits: a PDF is a stranger's program.

`python -m crawler.text.pdf FILE` is the process: it limits itself, reads page after page and writes plain text.
"""

import subprocess
import sys
from pathlib import Path

from grants_db.errors import InputError

MOST_BYTES = 25_000_000
MOST_PAGES = 200
MOST_SIGNS = 1_000_000
#: seconds for the whole file, and memory for the process in bytes
TIME_LIMIT = 30
MEMORY_LIMIT = 1_500_000_000
UNREADABLE = 3  # exit status of the process where the library refuses the file


def pdf_text(file: Path, *, seconds: int = TIME_LIMIT) -> str:
    """The text of a PDF: at most 200 pages and a million signs; empty where pages are only pictures.

    Raises:
        InputError: missing, too large, no PDF, or not read within the limits.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            begins = opened.read(1024)
    except OSError as mishap:
        raise InputError("{file} ist nicht lesbar: {why}.", file=file, why=mishap.strerror) from mishap
    if size > MOST_BYTES:
        raise InputError("{file} ist größer als {most} MB.", file=file, most=MOST_BYTES // 1_000_000)
    if b"%PDF-" not in begins:
        raise InputError("{file} ist keine PDF-Datei.", file=file)
    command = [sys.executable, "-P", "-m", "crawler.text.pdf", str(file.absolute())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as mishap:
        raise InputError(
            "{file} ließ sich nicht in {seconds} Sekunden lesen. Bitte den Text mit --text eingeben.",
            file=file,
            seconds=seconds,
        ) from mishap
    if done.returncode != 0:
        raise InputError(
            "{file} ließ sich nicht lesen (beschädigt, verschlüsselt, zu groß). Bitte den Text mit --text eingeben.",
            file=file,
        )
    return done.stdout.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\x00", "").strip()


def main(name: str) -> int:
    """Read the file and write its text to stdout; 0, or 3 where it can't be read."""
    _limit_memory()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(name)
    except pypdfium2.PdfiumError:
        return UNREADABLE
    written = 0
    for number in range(min(len(document), MOST_PAGES)):
        text = document[number].get_textpage().get_text_bounded()[: MOST_SIGNS - written]
        written += len(text)
        sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n\n")
    sys.stdout.buffer.flush()
    return 0


def _limit_memory() -> None:
    """Windows has no such limit; there the time and the size have to do."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
