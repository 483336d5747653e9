"""Office files that say nothing of the clock: the same content gives the same bytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: the earliest day a zip can name
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def rewritten(package: bytes) -> bytes:
    """The same package with every part at one fixed instant, in the same order."""
    file = BytesIO()
    with ZipFile(BytesIO(package)) as read, ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = ZipInfo(name, LONG_AGO)
            part.compress_type = ZIP_DEFLATED
            part.create_system = 0
            written.writestr(part, read.read(name))
    return file.getvalue()
