"""Two languages: German texts are the message ids, `locale/en.po` holds the English.

German costs nothing; the catalogue is read when English is asked for. `N_` marks a text that is translated later,
where it is shown: keys and labels are written down before the language is known.
"""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from grants_db.messages import Aside, FactName, FactValue, Message, Quote, Value
from grants_db.rules.evidence import as_remark
from grants_db.vocabulary import Vocabulary

LOCALE = Path(__file__).parent / "locale"
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


def sentence(said: Message) -> str:
    """A sentence of a lower package in the language in use, its values as that language writes them."""
    try:
        return _(said.template).format_map({name: written(value) for name, value in said.values.items()})
    except (KeyError, IndexError, ValueError):  # stored by an older program, or a template with stray braces
        return said.template


def written(value: Value) -> str:
    """A value of a sentence as the language in use writes it: words and facts by their names, days, sums."""
    from tui.format import day, figure
    from tui.labels import fact_name, label
    from tui.version_texts import shown_value

    match value:
        case Vocabulary():
            return label(value)
        case Decimal():
            return figure(value)
        case date():
            return day(value)
        case tuple():
            return ", ".join(map(written, value))
        case Message():
            return sentence(value)
        case Quote():
            return quoted(value.text)
        case Aside(content=None):
            return ""
        case Aside(content=Quote() | Message() as content):
            return f" ({written(content)})"
        case FactName():
            return fact_name(value.field)
        case FactValue():
            return shown_value(value.field, value.value)
    return str(value)


def quoted(text: str) -> str:
    """Somebody's words in the quotation marks of the language in use."""
    return f"„{text}“" if _language == "de" else f"“{text}”"


def evidence(text: str) -> str:
    """What a fact rests on: a quotation in quotation marks, or a remark in the language in use; empty without any."""
    if (remark := as_remark(text)) is not None:
        return sentence(remark)
    return quoted(text) if text else ""


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
