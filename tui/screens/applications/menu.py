"""What `+` offers to enter for an application; what must come first is entered on the way."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.screens.applications.award_from_file import file_form
from tui.screens.applications.forms import Forms
from tui.screens.applications.plan_forms import plan_line
from tui.screens.base.form import Choice, FormScreen

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationFile

#: the name of something to enter, and what makes its form
Step = tuple[str, Callable[[Forms], FormScreen]]


def menu(forms: Forms) -> tuple[FormScreen, Sequence[Sequence[Step]]]:
    """Asks what to enter, with the forms of each, one after the other."""
    one = forms.one
    award: Step = (_("Bescheid, auch einen geänderten"), Forms.award)
    after_award: list[Step] = [
        (_("Auszahlung"), Forms.payment),
        (_("Rückzahlung"), Forms.repayment),
        (_("Datum aus Bescheid oder Richtlinie"), Forms.stated),
        (_("Zuwendungszweck erfüllt"), Forms.purpose),
    ]
    payment, repayment, stated, purpose = ([step] if one.award else [award, step] for step in after_award)
    plan: Step = (_("Finanzierungsplan: eine Zeile"), plan_line)
    document: Step = (_("Dokument (Adresse)"), Forms.document)
    checklist: Step = (_("Unterlagen zum Antrag: abhaken, ergänzen (k)"), Forms.checklist)
    contract: Step = (_("Erster Vertrag"), Forms.contract)
    consent: Step = (_("Zustimmung zum vorzeitigen Maßnahmenbeginn"), Forms.consent)
    no_award: Step = (_("Bescheid entfernen (Versehen)"), Forms.no_award)
    from_file: Step = (_("Bescheid aus Datei (.pdf, .eml, .msg)"), file_form)
    entries = [
        [award],
        payment,
        repayment,
        [document],
        [checklist],
        [contract],
        [consent],
        stated,
        purpose,
        [plan],
        [from_file],
        [no_award],
    ]
    names = [steps[-1][0] + (f" {_('(zuerst der Bescheid)')}" if len(steps) > 1 else "") for steps in entries]
    if not one.was_submitted:
        names[0] += f" {_('(trägt auch den Antrag als gestellt ein)')}"
    not_yet = ["" for _entry in entries[:-1]] + ["" if one.award else _("Es gibt keinen Bescheid.")]
    return FormScreen(_("Was eintragen?"), forms.what, [Choice(names, not_yet=not_yet)]), entries


def why_no_task(one: "ApplicationFile") -> str:
    """Why nobody can be given a task any more."""
    said = _("Der Antrag steht auf „{stage}“ und ist beendet; eine Aufgabe stünde in keiner Agenda.")
    return said.format(stage=label(one.application.stage))
