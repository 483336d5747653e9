"""The forms that put right what was entered of an application: each begins with what stands, and may delete it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants_db.clock import local_day
from grants_db.messages import Message
from grants_db.rules.regions import LAENDER, region_name
from grants_db.vocabulary import FinancingType, ObligationKind, RemedyInstruction
from tui.formatting.form_values import or_nothing, read_address, read_sum
from tui.formatting.format import figure, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label, regime_name
from tui.screens.applications.forms_of_application import FormsOfApplication, conditions_field
from tui.screens.applications.plan_forms import edited_plan_line
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, Tick
from tui.text.records import application_records as kinds

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.models.application import Application
    from tui.text.records.application_records import ApplicationRecord


@dataclass
class EditForms(FormsOfApplication):
    """A form for each kind of record of one application."""

    def form_of(self, record: "ApplicationRecord") -> FormScreen:
        """The form of one record."""
        makers = {
            kinds.APPLICATION: lambda _number: self.head(),
            kinds.AWARD: lambda _number: self.award_as_it_stands(),
            kinds.PAYMENT: self.one_payment,
            kinds.REPAYMENT: self.one_repayment,
            kinds.TASK: self.one_task,
            kinds.DOCUMENT: self.one_document,
            kinds.CHECKLIST: self.one_checklist_item,
            kinds.PLAN: lambda number: edited_plan_line(self, number),
            kinds.NOTE: self.one_note,
            kinds.STAGE: self.one_stage,
        }
        return makers[record.kind](record.number)

    def head(self) -> FormScreen:
        """What was applied for, who is in charge, which unit."""
        application, units = self.one.application, sorted(name for name in self.one.units.values())
        names = ["", *units]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.application_edits import edit_application
            from grants_db.measures.units import get_unit

            asked, role = filled.lines
            edit_application(
                session,
                application,
                requested=read_sum(asked) if asked else None,
                role=role,
                unit=get_unit(session, names[filled.choice]) if filled.choice else None,
                now=self.now,
                by=self.by,
                insist=filled.insists,
            )

        asked = figure(application.requested) if application.requested is not None else ""
        fields: list[Field] = [
            Line(_("Beantragte Summe"), or_nothing(read_sum), value=asked, hint=_("in Euro; kann leer bleiben")),
            Line(_("Zuständige Funktion"), str, value=application.role, hint=_("kein Personenname; kann leer bleiben")),
            Choice(
                [one_line(name) or _("(keine Einheit)") for name in names], _("Einheit"), names.index(self.one.unit)
            ),
        ]
        return self.form(_("Antrag berichtigen"), fields, change)

    def award_as_it_stands(self) -> FormScreen:
        """What was typed of the newest award; a changed one is entered as new."""
        award = self.one.award
        if award is None:
            raise ValueError("without an award there is no record of one")
        types, regimes, instructions = list(FinancingType), self.regimes, list(RemedyInstruction)
        places = [award.place, *(place for place in LAENDER if place != award.place)]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.application_edits import edit_award, terms_of
            from grants_db.applications.awards import AwardTerms, remove_award
            from grants_db.rules.obligations import StatedDate, noticed

            financing, place, instruction, what = filled.choices
            if what:
                remove_award(session, application, now=self.now, by=self.by)
                return
            amount, notified, posted, period, report = filled.lines
            sent = self.read_day(posted) if posted else None
            first, last = self.read_period(period)
            kept = [one for one in terms_of(session, application).stated if one.obligation is not _FINAL]
            stated = [StatedDate(_FINAL, self.read_day(report), "award")] if report else []
            terms = AwardTerms(
                notified_on=noticed(self.read_day(notified) if notified else None, sent),
                amount=read_sum(amount),
                financing_type=types[financing],
                period_start=first,
                period_end=last,
                regimes=tuple(regimes[number] for number in filled.ticked),
                stated=(*kept, *stated),
                conditions=tuple(award.conditions[number] for number in filled.ticks[1]) if award.conditions else None,
                place=places[place],
                posted_on=sent,
                instruction=instructions[instruction],
            )
            edit_award(session, application, terms, now=self.now, by=self.by, insist=filled.insists)

        report = next(
            (one.due for one in self.one.obligations if one.kind is _FINAL and one.origin == "award" and one.due), None
        )
        fields: list[Field] = [
            self.sum_line(_("Bewilligte Summe"), figure(award.amount)),
            self.notice_line(award.notified_on),
            self.posting_line(award.posted_on),
            self.period_line(_("Zeitraum"), f"{award.period_start:%d.%m.%Y} - {award.period_end:%d.%m.%Y}"),
            Choice([label(kind) for kind in types], _("Finanzierungsart"), types.index(award.financing_type)),
            Tick(
                [regime_name(name) for name in regimes],
                _("Nebenbestimmungen (Leertaste kreuzt an)"),
                tuple(number for number, name in enumerate(regimes) if name in award.regimes),
            ),
            *conditions_field(award.conditions),
            Line(
                _("Verwendungsnachweis bis"),
                or_nothing(self.read_day),
                value=f"{report:%d.%m.%Y}" if report else "",
                hint=_("nur wenn der Bescheid den Tag nennt"),
            ),
            Choice([region_name(place) for place in places], _("Land der Behörde: Seine Feiertage zählen")),
            Choice(
                [label(each) for each in instructions],
                _("Rechtsbehelfsbelehrung"),
                instructions.index(award.instruction),
            ),
            _kept(_("Den Bescheid entfernen: Er war ein Versehen")),
        ]
        return self.form(_("Bescheid berichtigen"), fields, change)

    def one_payment(self, number: int) -> FormScreen:
        """A payment's sum and day."""
        payment = next(each for each, _spend_by in self.one.money.payments if each.id == number)

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.payments import edit_payment, remove_payment

            if filled.choice:
                remove_payment(session, application, number, now=self.now, by=self.by)
                return
            amount, received = read_sum(filled.lines[0]), self.read_day(filled.lines[1])
            edit_payment(
                session, application, number, received, amount, now=self.now, by=self.by, insist=filled.insists
            )

        fields: list[Field] = [
            self.sum_line(_("Summe"), figure(payment.amount)),
            self.day_line(_("Eingegangen am"), payment.received_on),
            _kept(_("Die Auszahlung löschen")),
        ]
        return self.form(_("Auszahlung berichtigen"), fields, change)

    def one_repayment(self, number: int) -> FormScreen:
        """A repayment is deleted and entered anew."""

        def change(session: "Session", application: "Application", _filled: Filled) -> None:
            from grants_db.applications.payments import remove_repayment

            remove_repayment(session, application, number, now=self.now, by=self.by)

        return self.form(_("Rückzahlung"), [Choice([_("Die Rückzahlung löschen")])], change)

    def one_task(self, number: int) -> FormScreen:
        """What a task says, who does it by when, whether it is done."""
        task = next(each for each in self.one.tasks if each.id == number)
        owners = ["", *sorted(name for name in self.one.units.values())]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import edit_task, remove_task
            from grants_db.measures.units import get_unit

            owner, what = filled.choices
            if what:
                remove_task(session, application, number, now=self.now, by=self.by)
                return
            title, due, done = filled.lines
            edit_task(
                session,
                application,
                number,
                title,
                self.read_day(due),
                unit=get_unit(session, owners[owner]) if owner else None,
                done_on=self.read_day(done) if done else None,
                now=self.now,
                by=self.by,
            )

        names = [one_line(name) or _("(keine Einheit)") for name in owners]
        fields: list[Field] = [
            Line(_("Was zu tun ist"), value=task.title),
            self.day_line(_("Bis wann"), task.due),
            Line(
                _("Erledigt am"),
                or_nothing(self.read_day),
                value=f"{task.done_on:%d.%m.%Y}" if task.done_on else "",
                hint=_("leer: noch offen"),
            ),
            Choice(names, _("Wer"), owners.index(self.one.units.get(task.unit_id, ""))),
            _kept(_("Die Aufgabe löschen")),
        ]
        return self.form(_("Aufgabe ändern"), fields, change)

    def one_document(self, number: int) -> FormScreen:
        """A document's title and address."""
        document = next(each for each in self.one.documents if each.id == number)

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import edit_document, remove_document

            if filled.choice:
                remove_document(session, application, number, now=self.now, by=self.by)
            else:
                edit_document(session, application, number, *filled.lines, now=self.now, by=self.by)

        fields: list[Field] = [
            Line(_("Titel"), value=document.title),
            Line(_("Adresse"), read_address, value=document.link, hint="https://…"),
            _kept(_("Den Verweis entfernen")),
        ]
        return self.form(_("Dokument berichtigen"), fields, change, beside=True)

    def one_checklist_item(self, number: int) -> FormScreen:
        """What an own item of the checklist says."""
        item = next(each for each in self.one.checklist if each.item_id == number)

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.checklist import edit_item, remove_item

            if filled.choice:
                remove_item(session, application, number, now=self.now, by=self.by)
            else:
                edit_item(session, application, number, filled.lines[0], now=self.now, by=self.by)

        fields: list[Field] = [
            Line(_("Was gebraucht wird"), value=item.words),
            _kept(_("Die Unterlage von der Liste nehmen")),
        ]
        return self.form(_("Unterlage ändern"), fields, change, beside=True)

    def one_note(self, number: int) -> FormScreen:
        """A note's words."""
        line = next(each for each in self.one.history if each.id == number)

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import edit_note, remove_note

            if filled.choice:
                remove_note(session, application, number, now=self.now, by=self.by)
            else:
                edit_note(session, application, number, filled.lines[0], now=self.now, by=self.by)

        words = str(Message.from_json(line.sentence).values.get("words", ""))
        fields: list[Field] = [
            Line(_("Notiz"), value=one_line(words), hint=_("ohne Personennamen")),
            _kept(_("Die Notiz löschen")),
        ]
        return self.form(_("Notiz ändern"), fields, change, beside=True)

    def one_stage(self, number: int) -> FormScreen:
        """The day of a stage; the newest entry can be taken back."""
        line = next(each for each in self.one.history if each.id == number)

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.application_edits import edit_stage_day, remove_stage

            if filled.choice:
                remove_stage(session, application, number, now=self.now, by=self.by)
            else:
                day = self.read_day(filled.lines[0])
                edit_stage_day(session, application, number, day, now=self.now, by=self.by)

        fields: list[Field] = [self.day_line(_("Am"), local_day(line.at)), _kept(_("Den Stand zurücknehmen"))]
        return self.form(_("Tag eines Stands berichtigen"), fields, change)


_FINAL = ObligationKind.FINAL_REPORT


def _kept(deleting: str) -> Choice:
    """Whether the record stays, as it is filled in, or goes."""
    return Choice([_("So eintragen"), deleting], _("Was geschieht damit?"))
