"""Messages of the packages below in the language in use: only here their values become text."""

from datetime import date
from decimal import Decimal

from grants_db.messages import Aside, DayOfYear, Duration, FactName, FactValue, Message, Quote, Value
from grants_db.vocabulary_base import Vocabulary
from tui.formatting.i18n import _, language


def sentence(said: Message) -> str:
    """A sentence of a lower package in the language in use, its values as that language writes them."""
    try:
        return _(said.template).format_map({name: written(value) for name, value in said.values.items()})
    except (KeyError, IndexError, ValueError):  # stored by an older program, or a template with stray braces
        return said.template


def written(value: Value) -> str:
    """A value of a sentence as the language in use writes it: words and facts by their names, days, sums."""
    from tui.formatting.format import day, day_and_month, duration, figure  # a help text needs none of it
    from tui.formatting.labels import fact_name, label

    match value:
        case Vocabulary():
            return label(value)
        case Decimal():
            return figure(value)
        case date():
            return day(value)
        case DayOfYear():
            return day_and_month(value)
        case Duration():
            return duration(value.iso)
        case tuple():
            return ", ".join(map(written, value))
        case Message():
            return sentence(value)
        case Quote():
            return quoted(value.text)
        case Aside(content):
            return f" ({written(content)})" if content else ""
        case FactName():
            return fact_name(value.field)
        case FactValue():
            from tui.formatting.fact_values import shown_value  # loads the tables, which a help text needs none of

            return shown_value(value.field, value.value)
    return str(value)


def quoted(text: str) -> str:
    """Somebody's words in the quotation marks of the language in use."""
    return f"„{text}“" if language() == "de" else f"“{text}”"


def evidence(text: str) -> str:
    """What a fact rests on: a quotation in quotation marks, or a remark in the language in use; empty without any."""
    from grants_db.rules.evidence import as_remark  # nor of this

    if (remark := as_remark(text)) is not None:
        return sentence(remark)
    return quoted(text) if text else ""
