"""The screens that can be listed, by the names of the app's modes; each one's module is loaded when it is asked for."""

from importlib import import_module
from typing import Any, cast

from grants_db.errors import InputError, UsageError
from tui.plain.base import Asked, PlainScreen
from tui.widgets.tabs import TABS

#: every screen of the app has its module here, of the same name
SCREENS = tuple(tab.mode for tab in TABS)


def plain_screen(name: str) -> PlainScreen[Any]:
    """The module of a screen; UsageError names those there are."""
    if name not in SCREENS:
        raise UsageError("Den Bildschirm „{name}“ gibt es nicht; es gibt {known}.", name=name, known=", ".join(SCREENS))
    return cast("PlainScreen[Any]", import_module(f"tui.plain.{name}"))


def check_filters(name: str, screen: PlainScreen[Any], asked: Asked) -> None:
    """Refuse a filter the screen does not have, a unit and a field that there are not, rather than show nothing."""
    given = {"words": asked.words, "unit": asked.unit, "field": asked.field is not None}
    if senseless := [f"--{option}" for option, value in given.items() if value and option not in screen.FILTERS]:
        raise UsageError(
            "„akquise list {name}“ lässt sich nicht eingrenzen mit {options}.",
            name=name,
            options=", ".join(senseless),
        )
    from grants_db.measures.store import list_action_fields, list_units
    from grants_db.storage.database import reading

    with reading(asked.engine) as session:
        units = [unit.name for unit in list_units(session)] if asked.unit else []
        fields = [known.number for known in list_action_fields(session)] if asked.field is not None else []
    if asked.unit and not any(asked.is_unit(name) for name in units):
        raise InputError(
            "Die Einheit „{unit}“ gibt es nicht; bekannt sind: {known}.", unit=asked.unit, known=", ".join(units)
        )
    if asked.field is not None and asked.field not in fields:
        raise InputError(
            "Ein Handlungsfeld {number} gibt es nicht; bekannt sind: {known}.",
            number=asked.field,
            known=", ".join(map(str, fields)),
        )
