"""What `+` offers to enter for an application; what must come first is said before anything is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants_db.vocabulary import ApplicationStage
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.screens.base.form import Choice, FormScreen

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationFile
    from tui.screens.applications.forms import Forms


@dataclass(frozen=True)
class Waits:
    """What must come first: a mark behind the name of what waits, and a sentence that says where to do it."""

    mark: str = ""
    why: str = ""


NOTHING = Waits()


def menu(forms: "Forms") -> tuple[FormScreen, Sequence[Callable[[], FormScreen]]]:
    """Asks what to enter, with the form of each."""
    submitted, awarded = waits_for_submission(forms.one), waits_for_award(forms.one)
    entries = (
        (_("Bescheid, auch einen geänderten"), submitted, forms.award),
        (_("Auszahlung"), awarded, forms.payment),
        (_("Dokument (Adresse)"), NOTHING, forms.document),
        (_("Erster Vertrag"), NOTHING, forms.contract),
        (_("Zustimmung zum vorzeitigen Maßnahmenbeginn"), NOTHING, forms.consent),
        (_("Datum aus Bescheid oder Richtlinie"), awarded, forms.stated),
        (_("Zuwendungszweck erfüllt"), awarded, forms.purpose),
        (_("Bescheid entfernen (Versehen)"), awarded, forms.no_award),
    )
    names = [f"{name} {waits.mark}".rstrip() for name, waits, _form in entries]
    options = Choice(names, not_yet=[waits.why for _name, waits, _form in entries])
    return FormScreen(_("Was eintragen?"), forms.what, [options]), [form for _name, _waits, form in entries]


def waits_for_submission(one: "ApplicationFile") -> Waits:
    """An award answers an application that was submitted."""
    if one.was_submitted:
        return NOTHING
    why = _("Zu einem Bescheid gehört ein gestellter Antrag: bitte zuerst (Esc, dann s) den Stand „{stage}“ setzen.")
    return Waits(_("(erst nach dem Antrag)"), why.format(stage=label(ApplicationStage.SUBMITTED)))


def waits_for_award(one: "ApplicationFile") -> Waits:
    """What hangs on an award."""
    if one.award is not None:
        return NOTHING
    return Waits(_("(erst nach dem Bescheid)"), _("Das gehört zu einem Bescheid: bitte zuerst ihn hier eintragen."))


def why_no_task(one: "ApplicationFile") -> str:
    """Why nobody can be given a task any more."""
    said = _("Der Antrag steht auf „{stage}“ und ist beendet; eine Aufgabe stünde in keiner Agenda.")
    return said.format(stage=label(one.application.stage))
