"""Two languages: German texts are the message ids, `locale/en.po` holds the English.

German costs nothing; the catalogue is read when English is asked for. It is compiled (`locale/en.mo`) when the program
is packaged or installed, and compiled anew in memory where its `.po` says something else by now: what is compiled names
what it was made of. `N_` marks a text that is translated later, where it is shown: keys and labels are written down
before the language is known.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

LOCALE = Path(__file__).parents[1] / "locale"
#: how dates and sums are written: the country matters (24 Nov 2026, not Nov 24)
WRITTEN_AS = {"de": "de_DE", "en": "en_GB"}

_language = "de"


def use(language: str) -> None:
    """Speak German ("de") or English ("en") from now on."""
    global _language  # noqa: PLW0603 - one program speaks one language
    _language = language if language in WRITTEN_AS else "de"


def language() -> str:
    """The language in use: "de" or "en"."""
    return _language


def written_as() -> str:
    """The locale for dates and sums."""
    return WRITTEN_AS[_language]


def _(text: str) -> str:
    """The text in the language in use."""
    return translations(_language).gettext(text) if text and _language != "de" else text


def N_(text: str) -> str:  # noqa: N802 - the name that every gettext tool knows
    """Mark a text for translation; it is translated where it is shown."""
    return text


def counted(one: str, many: str, number: int) -> str:
    """Singular or plural, with `{n}` filled in."""
    if _language == "de":  # the texts are the ids
        return (one if number == 1 else many).format(n=number)
    return translations(_language).ngettext(one, many, number).format(n=number)


@cache
def translations(language: str) -> "GNUTranslations":
    """The texts of a language other than German, whose texts are the ids themselves."""
    return read(LOCALE / f"{language}.po")


def read(po: Path) -> "GNUTranslations":
    """A catalogue, from its compiled form if that was made of this very file."""
    from gettext import GNUTranslations

    stated, mo = po.read_bytes(), po.with_suffix(".mo")
    if mo.exists():
        with mo.open("rb") as file:
            compiled_before = GNUTranslations(file)
        if compiled_before.info().get("project-id-version") == _version(stated):
            return compiled_before
    return GNUTranslations(BytesIO(compiled(stated)))


def compiled(po: bytes) -> bytes:
    """A catalogue in its compiled form; its version says what it was made of, and nothing in it when."""
    from datetime import UTC, datetime

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalogue, into = read_po(BytesIO(po)), BytesIO()
    catalogue.project, catalogue.version = _version(po).split(" ")
    catalogue.creation_date = datetime(1970, 1, 1, tzinfo=UTC)  # babel's own would be this instant
    write_mo(into, catalogue)
    return into.getvalue()


def compile_catalogues(locale: Path = LOCALE) -> None:
    """Compile every catalogue beside itself; who reads meanwhile finds the old one or the new one whole."""
    from grants_db.atomic_write import replaced_whole

    for po in locale.glob("*.po"):
        with replaced_whole(po.with_suffix(".mo")) as part:
            part.write_bytes(compiled(po.read_bytes()))


def _version(po: bytes) -> str:
    from hashlib import sha256  # a German start needs neither it nor what writes files

    return f"akquise {sha256(po).hexdigest()}"
