"""One application of a list becomes one of ours, or brings ours up to date, by the writers that people's entries take.

What the list said last is kept in the history, so that the same again changes nothing and only what the list itself
corrected is changed: what was entered here since stays. Each line stands at the day on which it happened.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from grants_db.applications.award_money import current_award, measures_of, paid, repaid, settle
from grants_db.applications.awards import AWARD, AwardTerms, record_award, remove_award
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.doubts import ask_back, held_in_file, paid_beyond
from grants_db.applications.history import CREATED, SUBMITTED_ON, known_id, remember, stages_been
from grants_db.applications.notes_documents_tasks import add_note
from grants_db.applications.payments import record_payment
from grants_db.applications.standing import go_to
from grants_db.clock import on_day
from grants_db.errors import DoubtError, InputError
from grants_db.import_export.application_list.columns import COLUMNS
from grants_db.import_export.application_list.record import ListedApplication, ListedPayment
from grants_db.import_export.application_list.stored import LISTED, stored_applications
from grants_db.messages import Message
from grants_db.models.application import Application, ApplicationMeasure, HistoryEntry, Payment
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.rules.obligations import StatedDate
from grants_db.rules.stages import BEFORE_SUBMISSION, HOLDS_MONEY
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, ObligationKind

FROM_A_LIST = Message.of("Aus der Antragsliste übernommen.")
BY_HAND = Message.of("Von Hand eingetragen.")
#: the same for an application that has a file number
WITH_FILE_NUMBER = {
    FROM_A_LIST.template: Message.of("Aus der Antragsliste übernommen, Aktenzeichen {file_number}.").template,
    BY_HAND.template: Message.of("Von Hand eingetragen, Aktenzeichen {file_number}.").template,
}
#: what an award consists of in a list
OF_AWARD = (
    *("awarded", "notified_on", "period_start", "period_end", "regimes", "financing"),
    *("interim_reports", "final_report"),
)


class TakeOver:
    """Takes records over into one session; knows what lists said before."""

    def __init__(self, session: Session, now: datetime, place: str, by: str, said: Message = FROM_A_LIST) -> None:
        """Read what earlier lists said.

        Args:
            session: where everything is stored.
            now: this instant; what happened earlier stands at its own day.
            place: the Land whose holidays count for the dates of an award.
            by: who does it.
            said: how the history says where it comes from.
        """
        self.session, self.now, self.place, self.by, self.origin = session, now, place, by, said
        self.said: dict[int, ListedApplication] = {}
        self.standing: dict[int, ListedApplication] | None = None  # read when a row is first compared with it
        statement = select(HistoryEntry).where(HistoryEntry.what == LISTED).order_by(col(HistoryEntry.id))
        for line in session.exec(statement):
            stated = str(Message.from_json(line.sentence).values["stated"])
            self.said[line.application_id] = ListedApplication.model_validate(json.loads(stated))

    def listed(self, record: ListedApplication) -> Application | None:
        """The application of an earlier list: by its file number, else by funder, programme and measures."""
        if record.file_number:
            for identity, said in self.said.items():
                if said.file_number == record.file_number:
                    return self.session.get_one(Application, identity)
        for identity, said in self.said.items():
            if said.is_for() == record.is_for() and not (said.file_number and record.file_number):
                return self.session.get_one(Application, identity)
        return None

    def made_here(self, record: ListedApplication, call: Opportunity) -> Application | None:
        """The application for this call and these measures that was made here and stood in no list so far.

        Raises:
            InputError: the list would take it back from where it stands.
        """
        statement = select(Application).where(Application.opportunity_id == call.id)
        for application in self.session.exec(statement):
            numbers = sorted(measure.number for measure in measures_of(self.session, application))
            if application.id in self.said or numbers != sorted(record.measures):
                continue
            further = () if record.state in BEFORE_SUBMISSION else (Stage.SUBMITTED,)
            if application.stage not in (record.state, *further, *BEFORE_SUBMISSION):
                raise InputError(
                    "Antrag {application} steht hier schon auf „{stage}“, in der Liste auf „{to}“. Was gilt, bitte "
                    "dort eintragen oder in der Liste berichtigen.",
                    application=application.id,
                    stage=application.stage,
                    to=record.state,
                )
            return application
        return None

    def create(self, measures: Sequence[Measure], call: Opportunity, record: ListedApplication) -> Application:
        """A new application at the stage "idea"; the match needs no decision, since it was applied for."""
        known = [day for day in (record.applied_on, record.notified_on, record.since) if day is not None]
        at = self._at(min(known, default=None))
        application = Application(
            opportunity_id=known_id(call.id),
            unit_id=measures[0].unit_id,
            requested=record.requested,
            two_stage=record.state is Stage.SKETCH,
            created_at=at,
        )
        self.session.add(application)
        self.session.flush()
        for measure in measures:
            self.session.add(
                ApplicationMeasure(application_id=known_id(application.id), measure_id=known_id(measure.id))
            )
        numbers = ", ".join(measure.number for measure in measures)
        said = Message.of(CREATED.template, numbers=numbers)
        remember(self.session, application, "stage", said, at, self.by)
        settle(self.session, application)
        return application

    def bring(self, application: Application, record: ListedApplication) -> bool:
        """Bring an application to what the list says now; False where the list says what it said before.

        Raises:
            UsageError: one of the writers refuses it; nothing of the row may stay then.
        """
        earlier = self.said.get(known_id(application.id))
        now_said = record.over(earlier)
        if now_said == earlier or (earlier is None and self._stands_here(application, record)):
            return False
        hold(self.session, application)
        if earlier is not None and sorted(earlier.measures) != sorted(now_said.measures):
            raise InputError(
                "Unter diesem Aktenzeichen steht Antrag {application} für {numbers}. Andere Maßnahmen sind ein anderer "
                "Antrag; bitte das Aktenzeichen prüfen.",
                application=application.id,
                numbers=", ".join(earlier.measures),
            )
        if earlier is not None and earlier.is_for() != now_said.is_for():
            raise InputError(
                "Unter diesem Aktenzeichen steht Antrag {application} für „{programme}“ ({funder}). Ein anderes "
                "Programm ist ein anderer Antrag; bitte das Aktenzeichen prüfen.",
                application=application.id,
                programme=earlier.programme,
                funder=earlier.funder,
            )
        changed = {
            name
            for name in ListedApplication.model_fields
            if getattr(now_said, name) != (getattr(earlier, name) if earlier else None)
        }
        self._requested(application, now_said, changed)
        self._stage(application, now_said, changed)
        if "remarks" in changed and now_said.remarks:
            add_note(self.session, application, now_said.remarks, now=self.now, by=self.by)
        self._remember(application, now_said)
        return True

    def _stands_here(self, application: Application, record: ListedApplication) -> bool:
        """Was it made here, and does the list say just what stands here, as an exported one does?"""
        if self.standing is None:
            self.standing = {one.number: one.record for one in stored_applications(self.session)}
        here = self.standing.get(known_id(application.id))
        named = {"programme": here.programme, "funder": here.funder, "level": here.level} if here else {}
        return here is not None and record.model_copy(update=named).over(here) == here

    def _requested(self, application: Application, record: ListedApplication, changed: set[str]) -> None:
        if "requested" not in changed or record.requested == application.requested:
            return
        said = Message.of("Beantragt: {amount} €.", amount=record.requested)
        application.requested = record.requested
        self.session.add(application)
        remember(self.session, application, "correction", said, self.now, self.by)
        settle(self.session, application)

    def _stage(self, application: Application, record: ListedApplication, changed: set[str]) -> None:
        to, session, by = record.state, self.session, self.by
        been = stages_been(session, application)
        handed_in = to not in BEFORE_SUBMISSION and to not in (Stage.NOT_PURSUED, Stage.WITHDRAWN)
        if Stage.SUBMITTED not in been and (handed_in or (to is Stage.WITHDRAWN and record.applied_on)):
            known = record.applied_on or record.notified_on or record.since
            go_to(session, application, Stage.SUBMITTED, now=self._at(known), by=by)
        elif "applied_on" in changed and record.applied_on and Stage.SUBMITTED in been:
            said = Message.of(SUBMITTED_ON.template, day=record.applied_on)
            remember(session, application, "correction", said, self._at(record.applied_on), by)
        if to in HOLDS_MONEY or (to is Stage.LAPSED and record.period_end is not None):
            self._award(application, record, changed)
        elif "state" in changed and to in (*BEFORE_SUBMISSION, Stage.SUBMITTED, Stage.REJECTED):
            while current_award(session, application) is not None:
                remove_award(session, application, now=self.now, by=by)
        if "state" in changed and application.stage is not to:
            application.exit_reason = record.reason if to is Stage.NOT_PURSUED else None
            own_day = {Stage.SUBMITTED: record.applied_on, Stage.SKETCH: record.applied_on}
            own_day |= {Stage.REJECTED: record.notified_on}
            go_to(session, application, to, now=self._at(record.since or own_day.get(to)), by=by)

    def _award(self, application: Application, record: ListedApplication, changed: set[str]) -> None:
        new_payments = record.payments if "payments" in changed else None
        gone = self._payments_gone(application, new_payments)
        if changed & set(OF_AWARD) and record.awarded is not None and record.notified_on is not None:
            if record.period_start is None or record.period_end is None:
                raise ValueError("a row without a period was let through")
            terms = AwardTerms(
                notified_on=record.notified_on,
                amount=record.awarded,
                financing_type=record.financing or FinancingType.SHARE,
                period_start=record.period_start,
                period_end=record.period_end,
                regimes=record.regimes or (),
                stated=_stated(record),
                place=self.place,
            )
            self._enter(application, terms, record.in_file)
        for payment in new_payments or ():
            if payment not in gone:
                self._pay(application, payment)

    def _enter(self, application: Application, terms: AwardTerms, in_file: bool | None) -> None:
        session, by = self.session, self.by
        at = self._at(terms.notified_on if current_award(session, application) is None else None)
        kept = paid(session, application) - repaid(session, application)
        ask_back([paid_beyond(kept, terms.amount)], insist=False)
        measures = measures_of(session, application)
        doubt = held_in_file(application, measures, terms.amount) if in_file is None else None
        if doubt is not None:
            raise DoubtError(
                "{why} In der Liste sagt das die Spalte „{column}“: ja oder nein.",
                why=doubt,
                column=COLUMNS["in_file"][0],
            )
        record_award(session, application, terms, now=at, by=by, insist=True, in_file=in_file is True)

    def _payments_gone(self, application: Application, listed: Sequence[ListedPayment] | None) -> list[ListedPayment]:
        """Take out payments that an earlier list said and this one corrects; gives those that stand already."""
        if listed is None:
            return []
        earlier = self.said.get(known_id(application.id))
        of_list = list((earlier.payments if earlier else None) or ())
        standing = []
        for row in self.session.exec(select(Payment).where(Payment.application_id == application.id)).all():
            payment = ListedPayment(received_on=row.received_on, amount=row.amount)
            if payment in listed:
                standing.append(payment)
            elif payment in of_list:
                self.session.delete(row)
                said = Message.of("Auszahlung von {amount} € entfernt: ein Versehen.", amount=row.amount)
                remember(self.session, application, "payment", said, self.now, self.by)
        self.session.flush()
        settle(self.session, application)
        return standing

    def _pay(self, application: Application, payment: ListedPayment) -> None:
        at = self._at(payment.received_on)
        record_payment(self.session, application, payment.received_on, payment.amount, now=at, by=self.by)

    def _remember(self, application: Application, record: ListedApplication) -> None:
        stated = record.model_dump(mode="json", exclude_none=True)
        values = {"file_number": record.file_number or "", "stated": json.dumps(stated, ensure_ascii=False)}
        template = self.origin.template
        if record.file_number:
            template = WITH_FILE_NUMBER[template]
        said = Message.of(template, **values)
        remember(self.session, application, LISTED, said, self.now, self.by)
        self.said[known_id(application.id)] = record

    def _at(self, day: date | None) -> datetime:
        return on_day(self.now, day)


def _stated(record: ListedApplication) -> tuple[StatedDate, ...]:
    interim = [StatedDate(ObligationKind.INTERIM_REPORT, day, AWARD) for day in record.interim_reports or ()]
    final = [StatedDate(ObligationKind.FINAL_REPORT, record.final_report, AWARD)] if record.final_report else []
    return (*interim, *final)


def measures_named(session: Session, record: ListedApplication) -> list[Measure]:
    """The measures a record names.

    Raises:
        InputError: one of them isn't there.
    """
    found = []
    for number in record.measures:
        measure = session.exec(select(Measure).where(Measure.number == number)).first()
        if measure is None:
            raise InputError("Eine Maßnahme „{number}“ gibt es nicht; bitte ihre Nummer eintragen.", number=number)
        found.append(measure)
    return found
