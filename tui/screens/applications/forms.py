"""The forms of an application: what is entered, how each line is checked, what is written."""

from typing import TYPE_CHECKING

from grants_db.rules.stages import steps_between
from grants_db.vocabulary import ApplicationStage, FunderStatus
from tui.formatting.form_values import read_address
from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.screens.applications.award_forms import AwardForms
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, Tick
from tui.text.application import checklist_name

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.models.application import Application


class Forms(AwardForms):
    """All that is entered of an application."""

    def task(self) -> FormScreen | None:
        """Who does what by when; None when the application has ended."""
        if self.one.has_ended:
            return None
        units = sorted(name for name in self.one.units.values() if name != self.one.unit)
        owners = [self.one.unit or _("(keine Einheit)"), *units]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import add_task
            from grants_db.measures.units import get_unit

            owner = get_unit(session, units[filled.choice - 1]) if filled.choice else None
            title, due = filled.lines
            add_task(session, application, title, self.read_day(due), now=self.now, by=self.by, unit=owner)

        fields: list[Field] = [
            Choice([one_line(name) for name in owners]),
            Line(_("Was zu tun ist")),
            self.day_line(_("Bis wann")),
        ]
        return self.form(_("Aufgabe: wer, was, bis wann?"), fields, change, beside=True)

    def note(self) -> FormScreen:
        """A line for the history."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import add_note

            add_note(session, application, filled.lines[0], now=self.now, by=self.by)

        return self.form(_("Notiz"), [Line(_("Notiz"), hint=_("ohne Personennamen"))], change, beside=True)

    def funder(self) -> FormScreen:
        """The funder's status; "granted" without an award is answered only, since the award is entered instead."""
        statuses = [status for status in FunderStatus if status is not self.one.application.funder_status]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.standing import set_funder_status

            set_funder_status(
                session,
                application,
                statuses[filled.choice],
                now=self.now,
                by=self.by,
                on=self.read_day(filled.lines[0]),
                insist=filled.insists,
            )

        return self.form(
            _("Stand beim Zuwendungsgeber"),
            [Choice([label(one) for one in statuses]), self.day_line(_("Am"), self.today)],
            change,
            answer_only=self.is_granted,
        )

    def is_granted(self, filled: Filled) -> bool:
        """Was "granted" chosen for the funder, where no award is known yet?"""
        statuses = [status for status in FunderStatus if status is not self.one.application.funder_status]
        return statuses[filled.choice] is FunderStatus.GRANTED and self.one.award is None

    def stages(self) -> list[ApplicationStage]:
        """The stages one can choose: the regular ones first."""
        here = self.one.application.stage
        others = [stage for stage in ApplicationStage if stage not in self.one.following and stage is not here]
        return [*self.one.following, *others]

    def stage(self) -> FormScreen:
        """The next stage, and since when.

        "Not pursued" is answered only, since it still needs its reason, and "awarded" without an award, since that is
        entered instead.
        """
        stages = self.stages()
        names = [f"{label(stage)} {self._mark(stage)}".rstrip() for stage in stages]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.store import change_stage

            on, why = filled.lines
            change_stage(
                session,
                application,
                stages[filled.choice],
                now=self.now,
                by=self.by,
                override=why,
                on=self.read_day(on),
                insist=filled.insists,
            )

        return self.form(
            _("Auf welchen Stand?"),
            [
                Choice(names),
                self.day_line(_("Am"), self.today),
                Line(_("Begründung"), check=str, hint=_("nur bei einer Ausnahme")),
            ],
            change,
            answer_only=lambda filled: stages[filled.choice] is ApplicationStage.NOT_PURSUED or self.is_awarded(filled),
        )

    def _mark(self, stage: ApplicationStage) -> str:
        """What stands behind a stage that does not follow the present one."""
        application = self.one.application
        if stage in self.one.following:
            return ""
        between = steps_between(application.stage, stage, two_stage=application.two_stage)
        return _("(mit den Schritten davor)") if between else _("(Ausnahme)")

    def is_awarded(self, filled: Filled) -> bool:
        """Was "awarded" chosen for us, where no award is known yet, and no exception?"""
        chosen = self.stages()[filled.choice]
        return chosen is ApplicationStage.AWARDED and self.one.award is None and not filled.lines[1]

    def document(self) -> FormScreen:
        """A document by its address."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import add_document

            add_document(session, application, *filled.lines, now=self.now, by=self.by)

        fields = [Line(_("Titel")), Line(_("Adresse"), read_address, hint="https://…")]
        return self.form(_("Dokument"), fields, change, beside=True)

    def checklist(self) -> FormScreen:
        """What is to be handed in: ticked when it is there; a line adds what else is needed."""
        items = self.one.checklist
        there = {number for number, item in enumerate(items) if item.is_done}

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.acts import act_on
            from grants_db.applications.checklist import add_item, reopen, tick

            ticked = set(filled.ticked)
            with act_on(session, application):  # one form is taken back as one
                for write, numbers in ((tick, ticked - there), (reopen, there - ticked)):
                    if numbers:
                        words = [items[number].words for number in sorted(numbers)]
                        write(session, application, words, now=self.now, by=self.by)
                if more := filled.lines[0].strip():
                    add_item(session, application, more, now=self.now, by=self.by)

        options = [checklist_name(item) for item in items]
        fields: list[Field] = [Tick(options, _("Was da ist (Leertaste hakt ab)"), sorted(there))] if items else []
        fields.append(Line(_("Was noch gebraucht wird"), check=str, hint=_("kann leer bleiben")))
        return self.form(_("Unterlagen zum Antrag"), fields, change, beside=True)
