"""Asks before the app ends while work runs in the background, which would end with it."""

from tui.formatting.i18n import _
from tui.screens.base.form import Choice, FormScreen


def leaving(work: str) -> FormScreen:
    """To go on comes first, so that one key too many breaks nothing off; the other answer is `commands.LEAVE`."""
    what = _("Es läuft noch: {work}. Beenden bricht es ab; was bis dahin fertig ist, bleibt gespeichert.")
    answers = [_("weiterarbeiten"), _("abbrechen und beenden")]
    return FormScreen(_("Beenden?"), what.format(work=work), [Choice(answers)])
