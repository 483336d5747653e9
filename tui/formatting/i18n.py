"""Two languages: German texts are the message ids, `locale/en.po` holds the English.

German costs nothing; the catalogue is read when English is asked for. `N_` marks a text that is translated later,
where it is shown: keys and labels are written down before the language is known.
"""

from functools import cache
from pathlib import Path

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
    if _language == "de" or not text:
        return text
    return catalogue(_language).get(text, (text,))[0]


def N_(text: str) -> str:  # noqa: N802 - the name that every gettext tool knows
    """Mark a text for translation; it is translated where it is shown."""
    return text


def counted(one: str, many: str, number: int) -> str:
    """Singular or plural, with `{n}` filled in."""
    singular, plural = one, many
    if _language != "de":
        forms = catalogue(_language).get(one, (one, many))
        singular, plural = forms[0], forms[-1]
    return (singular if number == 1 else plural).format(n=number)


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """German text → its translation, or the forms for one and for many; untranslated entries are left out."""
    from babel.messages.pofile import read_po

    with (LOCALE / f"{language}.po").open("rb") as file:
        entries = read_po(file, locale=language)
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        german = entry.id if isinstance(entry.id, str) else entry.id[0]
        texts = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        if german and texts and all(texts):
            found[german] = texts
    return found
