"""The forms of an application: what is entered, how each line is checked, what is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from grants_db.rules.regions import LAENDER, region_name
from grants_db.typed_days import read_day
from grants_db.vocabulary import ApplicationStage, FinancingType, FunderStatus, ObligationKind
from tui.formatting.form_values import or_nothing, read_address, read_sum
from tui.formatting.format import day, money, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import ORIGINS, REGIMES, label
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, Tick

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from grants_db.dashboard.application import ApplicationFile
    from grants_db.models.application import Application

Change = Callable[["Session", "Application", Filled], object]


@dataclass
class Forms:
    """The forms of one application, which write into its database.

    What others did to it after it was looked at is told before anything is written, once: then it has been seen.
    """

    one: "ApplicationFile"
    engine: "Engine"
    today: date
    now: datetime
    by: str  # whose word is recorded
    home: str  # the city's Land

    def __post_init__(self) -> None:
        """What stands in the history now has been seen."""
        from grants_db.applications.history import last_line

        self._seen = last_line(self.one.history)

    def read_day(self, text: str) -> date:
        """A day as it was typed; UsageError with what is wrong with it."""
        return read_day(text, self.today)

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
            self._day(_("Bis wann")),
        ]
        return self._form(_("Aufgabe: wer, was, bis wann?"), fields, change, beside=True)

    def note(self) -> FormScreen:
        """A line for the history."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import add_note

            add_note(session, application, filled.lines[0], now=self.now, by=self.by)

        return self._form(_("Notiz"), [Line(_("Notiz"), hint=_("ohne Personennamen"))], change, beside=True)

    def funder(self) -> FormScreen:
        """The funder's status."""
        statuses = [status for status in FunderStatus if status is not self.one.application.funder_status]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.standing import set_funder_status

            set_funder_status(session, application, statuses[filled.choice], now=self.now, by=self.by)

        return self._form(_("Stand beim Zuwendungsgeber"), [Choice([label(one) for one in statuses])], change)

    def stages(self) -> list[ApplicationStage]:
        """The stages one can choose: the regular ones first."""
        here = self.one.application.stage
        others = [stage for stage in ApplicationStage if stage not in self.one.following and stage is not here]
        return [*self.one.following, *others]

    def stage(self) -> FormScreen:
        """The next stage; "not pursued" is answered only, since it still needs its reason."""
        stages = self.stages()
        names = [label(stage) + ("" if stage in self.one.following else f" {_('(Ausnahme)')}") for stage in stages]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.store import change_stage

            change_stage(
                session, application, stages[filled.choice], now=self.now, by=self.by, override=filled.lines[0]
            )

        return self._form(
            _("Auf welchen Stand?"),
            [Choice(names), Line(_("Begründung"), check=str, hint=_("nur bei einer Ausnahme"))],
            change,
            answer_only=lambda filled: stages[filled.choice] is ApplicationStage.NOT_PURSUED,
        )

    def award(self) -> FormScreen:
        """An award, or a corrected one."""
        kinds, regimes = list(FinancingType), list(REGIMES)
        seat = self.one.award.place if self.one.award else self.home
        places = [seat, *(place for place in LAENDER if place != seat)]

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.awards import AwardTerms, record_award
            from grants_db.rules.obligations import StatedDate

            amount, notified, start, end, report = filled.lines
            stated = [StatedDate(ObligationKind.FINAL_REPORT, self.read_day(report), "award")] if report else []
            terms = AwardTerms(
                notified_on=self.read_day(notified),
                amount=read_sum(amount),
                financing_type=kinds[filled.choice],
                period_start=self.read_day(start),
                period_end=self.read_day(end),
                regimes=tuple(regimes[number] for number in filled.ticked),
                stated=tuple(stated),
                place=places[filled.choices[1]],
            )
            in_file = filled.choices[2:] == (1,)
            record_award(session, application, terms, now=self.now, by=self.by, insist=filled.insists, in_file=in_file)

        fields: list[Field] = [
            _sum(_("Bewilligte Summe")),
            self._day(_("Bekanntgabe am")),
            self._day(_("Zeitraum von")),
            self._day(_("Zeitraum bis")),
            Choice([label(kind) for kind in kinds], _("Finanzierungsart")),
            Tick([_(REGIMES[name]) for name in regimes], _("Nebenbestimmungen (Leertaste kreuzt an)")),
            Line(
                _("Verwendungsnachweis bis"), or_nothing(self.read_day), hint=_("nur wenn der Bescheid den Tag nennt")
            ),
        ]
        names = [region_name(place) for place in places]
        fields.append(Choice(names, _("Land der Behörde: Seine Feiertage zählen")))
        if stated := self.one.money.stated:
            asked = _("Laut Maßnahmendatei sind {sum} gesichert. Steckt diese Summe darin?").format(sum=money(stated))
            fields.append(Choice([_("nein, sie kommt hinzu"), _("ja, sie zählt nur einmal")], asked))
        title = _("Bescheid") if self.one.award is None else _("Geänderter Bescheid")
        return self._form(title, fields, change)

    def payment(self) -> FormScreen:
        """Money that came."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.awards import record_payment

            amount, received = read_sum(filled.lines[0]), self.read_day(filled.lines[1])
            record_payment(session, application, received, amount, now=self.now, by=self.by, insist=filled.insists)

        return self._form(_("Auszahlung"), [_sum(_("Summe")), self._day(_("Eingegangen am"), self.today)], change)

    def no_award(self) -> FormScreen:
        """The newest award was a mistake."""

        def change(session: "Session", application: "Application", _filled: Filled) -> None:
            from grants_db.applications.awards import remove_award

            remove_award(session, application, now=self.now, by=self.by)

        award = self.one.award
        what = _("Es gibt keinen Bescheid")
        if award is not None:
            what = _("Bescheid Nr. {number} über {sum} entfernen").format(number=award.number, sum=money(award.amount))
        return self._form(_("Bescheid entfernen: Er war ein Versehen"), [Choice([what])], change)

    def document(self) -> FormScreen:
        """A document by its address."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import add_document

            add_document(session, application, *filled.lines, now=self.now, by=self.by)

        fields = [Line(_("Titel")), Line(_("Adresse"), read_address, hint="https://…")]
        return self._form(_("Dokument"), fields, change, beside=True)

    def contract(self) -> FormScreen:
        """The first contract, made or planned."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.early_start import record_contract

            record_contract(session, application, self.read_day(filled.lines[0]), now=self.now, by=self.by)

        return self._form(_("Erster Vertrag: Er gilt als Beginn"), [self._day(_("Tag, auch geplant"))], change)

    def consent(self) -> FormScreen:
        """The consent to an early start."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.early_start import record_consent

            record_consent(session, application, self.read_day(filled.lines[0]), now=self.now, by=self.by)

        return self._form(_("Zustimmung zum vorzeitigen Maßnahmenbeginn"), [self._day(_("Vom"))], change)

    def stated(self) -> FormScreen:
        """A date that a document states itself."""
        kinds, origins = list(ObligationKind), list(ORIGINS)

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.awards import state_date
            from grants_db.rules.obligations import StatedDate

            kind, origin = filled.choices
            due, provision = filled.lines
            stated = StatedDate(kinds[kind], self.read_day(due), origins[origin], provision)
            state_date(session, application, stated, now=self.now, by=self.by)

        fields: list[Field] = [
            Choice([label(kind) for kind in kinds], _("Welche Pflicht?")),
            Choice([_(ORIGINS[origin]) for origin in origins], _("Wo steht das Datum?")),
            self._day(_("Tag")),
            Line(_("Fundstelle"), check=str, hint=_("z. B. Nr. 4 des Bescheids")),
        ]
        return self._form(_("Genanntes Datum: Es geht vor"), fields, change)

    def purpose(self) -> FormScreen:
        """When the purpose was fulfilled."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.awards import record_purpose_fulfilled

            record_purpose_fulfilled(session, application, self.read_day(filled.lines[0]), now=self.now, by=self.by)

        return self._form(_("Zuwendungszweck erfüllt"), [self._day(_("Am"), self.today)], change)

    def finish(self) -> FormScreen | None:
        """What is done: an open task or obligation; None when nothing is open."""
        tasks = [task for task in self.one.tasks if task.done_on is None]
        open_ones = {(item.kind, item.occurrence): item for item in self.one.obligations if item.leads}
        duties = [item for key, item in open_ones.items() if key not in self.one.done]
        if not tasks and not duties:
            return None

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.notes_documents_tasks import finish_task
            from grants_db.applications.obligations import fulfil

            done_on = self.read_day(filled.lines[0])
            if filled.choice < len(tasks):
                finish_task(session, tasks[filled.choice].id or 0, done_on, now=self.now, by=self.by)
            else:
                duty = duties[filled.choice - len(tasks)]
                fulfil(session, application, duty.kind, duty.occurrence, done_on, now=self.now, by=self.by)

        names = [f"{day(task.due)}  {one_line(task.title)}" for task in tasks]
        names += [f"{day(duty.due)}  {label(duty.kind)} {one_line(duty.occurrence)}".rstrip() for duty in duties]
        return self._form(_("Was ist erledigt?"), [Choice(names), self._day(_("Am"), self.today)], change)

    def writer(
        self, change: "Callable[[Session, Application], object]", *, beside: bool = False
    ) -> "Callable[[Engine], object]":
        """What writes a change of the application; `beside`: whatever others did to it, this stands beside it."""
        number = self.one.application.id or 0

        def write(engine: "Engine") -> None:
            from grants_db.applications.concurrent_edits import hold
            from grants_db.applications.history import history, last_line
            from grants_db.applications.store import get_application
            from grants_db.storage.database import writing

            with writing(engine) as session:
                application = get_application(session, number)
                if not beside:
                    seen, self._seen = self._seen, last_line(history(session, application))
                    hold(session, application, seen)
                change(session, application)

        return write

    def _day(self, name: str, value: date | None = None) -> Line:
        return Line(name, self.read_day, value=f"{value:%d.%m.%Y}" if value else "", hint=_("TT.MM.JJJJ"))

    def _form(
        self,
        title: str,
        fields: Sequence[Field],
        change: Change,
        answer_only: Callable[[Filled], bool] = lambda _filled: False,
        *,
        beside: bool = False,
    ) -> FormScreen:
        def store(filled: Filled) -> "Callable[[Engine], object] | None":
            if answer_only(filled):
                return None
            return self.writer(lambda session, application: change(session, application, filled), beside=beside)

        return FormScreen(title, self.what, fields, store=store, engine=self.engine)

    @property
    def what(self) -> str:
        """The application's number and the call's title."""
        return f"{self.one.application.id} {one_line(self.one.opportunity.title)}"


def _sum(name: str) -> Line:
    return Line(name, read_sum, hint="12.500,00")
