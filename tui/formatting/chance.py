"""The chance that a match is worth reading, as people say it."""

from tui.formatting.i18n import _


def chance(share: float | None) -> str:
    """In ten such cases, how many? Nothing where it is not known.

    >>> chance(0.47), chance(0.02), chance(None)
    ('in 5 von 10 solchen Fällen lesenswert', 'in weniger als 1 von 10 solchen Fällen lesenswert', '')
    """
    if share is None:
        return ""
    if round(10 * share) < 1:
        return _("in weniger als 1 von 10 solchen Fällen lesenswert")
    return _("in {n} von 10 solchen Fällen lesenswert").format(n=round(10 * share))


def short_chance(share: float | None) -> str:
    """The same in a column.

    >>> short_chance(0.47), short_chance(0.02), short_chance(None)
    ('5 von 10', '<1 von 10', '–')
    """
    if share is None:
        return "–"
    return _("{n} von 10").format(n=round(10 * share) or "<1")
