"""Two languages: German texts are the message ids, `locale/en.po` holds the English.

German costs nothing; the catalogue is read when English is asked for. `N_` marks a text that is translated later,
where it is shown: keys and labels are written down before the language is known.
"""

import re
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

from grants_db.evidence import as_remark
from grants_db.sentence import Sentence

LOCALE = Path(__file__).parent / "locale"
#: how dates and sums are written: the country matters (24 Nov 2026, not Nov 24)
WRITTEN_AS = {"de": "de_DE", "en": "en_GB"}
#: what lower packages fill into their German sentences
GERMAN_DAY = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}")
GERMAN_SUM = re.compile(r"[0-9]{1,3}(\.[0-9]{3})*,[0-9]{2}|[0-9]{1,3}(\.[0-9]{3})+")
IN_BRACKETS = re.compile(r" \((.*)\)", re.DOTALL)
QUOTED = re.compile("„([^„“]*)“")

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


def sentence(said: Sentence) -> str:
    """A sentence of a lower package in the language in use."""
    values = said.values if _language == "de" else {name: _as_written(value) for name, value in said.values.items()}
    translated = Sentence(_(said.template), values)
    try:
        return str(translated)
    except (KeyError, IndexError, ValueError):  # stored by an older program, or a template with stray braces
        return said.template


def evidence(text: str) -> str:
    """What a fact rests on: a quotation in quotation marks, or a remark in the language in use; empty without any."""
    if (remark := as_remark(text)) is not None:
        return sentence(remark)
    marks = "„{}“" if _language == "de" else "“{}”"
    return marks.format(text) if text else ""


def _as_written(value: str) -> str:
    """A German value of a sentence as English writes it: a sum, a day, a remark, what is in German quotation marks."""
    from tui.format import day

    if (found := IN_BRACKETS.fullmatch(value)) and (remark := as_remark(found[1])) is not None:
        return f" ({sentence(remark)})"

    if GERMAN_SUM.fullmatch(value):
        return value.translate({ord("."): ",", ord(","): "."})
    if GERMAN_DAY.fullmatch(value):
        with suppress(ValueError):  # the 31.02. of somebody's text
            return day(datetime.strptime(value, "%d.%m.%Y").date())  # noqa: DTZ007 - a day has no time zone
    return QUOTED.sub(r"“\1”", value)


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
