"""The forms of an application's money and of what its award says: award, payments, contract, consent, stated dates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.rules.regions import LAENDER, region_name
from grants_db.vocabulary import FinancingType, ObligationKind, RemedyInstruction
from tui.formatting.form_values import or_nothing, read_sum
from tui.formatting.format import money
from tui.formatting.i18n import _
from tui.formatting.labels import ORIGINS, label, regime_name
from tui.screens.applications.forms_of_application import FormsOfApplication, conditions_field
from tui.screens.applications.letter_of_award import LetterOfAward
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line, Tick

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.models.application import Application


class AwardForms(FormsOfApplication):
    """What comes with an award, before it and after it."""

    def award(self, letter: LetterOfAward | None = None) -> FormScreen:
        """An award, or a corrected one; out of its letter, each line with the sentence it was read from."""
        found = letter or LetterOfAward()
        kinds, regimes, instructions = list(FinancingType), self.regimes, list(RemedyInstruction)
        seat = self.one.award.place if self.one.award else self.home
        places = [seat, *(place for place in LAENDER if place != seat)]
        earlier = self.one.award.conditions if self.one.award else ()
        conditions = list(dict.fromkeys([*earlier, *found.conditions]))

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.awards import AwardTerms, record_award
            from grants_db.rules.obligations import StatedDate, noticed

            lines = list(filled.lines)
            between = self.read_days(lines.pop()) if letter else []
            *submitted, amount, notified, posted, period, report = lines
            sent = self.read_day(posted) if posted else None
            first, last = self.read_period(period)
            stated = [StatedDate(ObligationKind.FINAL_REPORT, self.read_day(report), "award")] if report else []
            stated += [StatedDate(ObligationKind.INTERIM_REPORT, day, "award") for day in between]
            terms = AwardTerms(
                notified_on=noticed(self.read_day(notified) if notified else None, sent),
                amount=read_sum(amount),
                financing_type=kinds[filled.choice],
                period_start=first,
                period_end=last,
                regimes=tuple(regimes[number] for number in filled.ticked),
                stated=tuple(stated),
                conditions=tuple(conditions[number] for number in filled.ticks[1]) if conditions else None,
                place=places[filled.choices[1]],
                posted_on=sent,
                instruction=instructions[filled.choices[2]],
            )
            record_award(
                session,
                application,
                terms,
                now=self.now,
                by=self.by,
                insist=filled.insists,
                in_file=filled.choices[3:] == (1,),
                submitted_on=self.read_day(submitted[0]) if submitted else None,
            )

        financing = found.sure("financing_type")
        chosen = kinds.index(FinancingType(financing)) if financing else 0
        ticked = [regimes.index(name) for name in found.sure("regime_keys") or () if name in regimes]
        fields: list[Field] = [
            replace(self.sum_line(_("Bewilligte Summe"), found.amount("sum")), said=found.said("sum")),
            replace(self.notice_line(), value=found.day("notice_date"), said=found.said("notice_date")),
            self.posting_line(),
            replace(self.period_line(_("Zeitraum"), found.period), said=found.said("period_start", "period_end")),
            Choice([label(kind) for kind in kinds], _("Finanzierungsart"), chosen),
            Tick(
                [regime_name(name) for name in regimes],
                _("Nebenbestimmungen (Leertaste kreuzt an)"),
                ticked,
                found.said("regimes_named"),
            ),
            *conditions_field(conditions),
            Line(
                _("Verwendungsnachweis bis"),
                or_nothing(self.read_day),
                found.day("final_report"),
                _("nur wenn der Bescheid den Tag nennt"),
                found.said("final_report"),
            ),
        ]
        names = [region_name(place) for place in places]
        fields.append(Choice(names, _("Land der Behörde: Seine Feiertage zählen")))
        fields.append(Choice([label(each) for each in instructions], _("Rechtsbehelfsbelehrung")))
        if stated := self.one.money.stated:
            asked = _("Laut Maßnahmendatei sind {sum} gesichert. Steckt diese Summe darin?").format(sum=money(stated))
            fields.append(Choice([_("nein, sie kommt hinzu"), _("ja, sie zählt nur einmal")], asked))
        if not self.one.was_submitted:
            asked_on = replace(self.day_line(_("Antrag gestellt am")), value=found.day("application_date"))
            fields.insert(0, replace(asked_on, said=found.said("application_date")))
        if letter:
            hint = _("Tage, durch Komma getrennt; kann leer bleiben")
            days, said = found.days("interim_reports"), found.said("interim_reports")
            fields.append(Line(_("Zwischennachweise bis"), self.read_days, days, hint, said))
        title = _("Bescheid") if self.one.award is None else _("Geänderter Bescheid")
        return self.form(title, fields, change)

    def read_days(self, text: str) -> list[date]:
        """Days that stand one after the other; UsageError with what is wrong with one."""
        return [self.read_day(part) for part in text.split(",") if part.strip()]

    def payment(self) -> FormScreen:
        """Money that came."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.payments import record_payment

            amount, received = read_sum(filled.lines[0]), self.read_day(filled.lines[1])
            record_payment(session, application, received, amount, now=self.now, by=self.by, insist=filled.insists)

        return self.form(
            _("Auszahlung"), [self.sum_line(_("Summe")), self.day_line(_("Eingegangen am"), self.today)], change
        )

    def repayment(self) -> FormScreen:
        """Money that went back."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.payments import record_repayment

            amount, interest, repaid_on = filled.lines
            record_repayment(
                session,
                application,
                self.read_day(repaid_on),
                read_sum(amount),
                read_sum(interest) if interest else Decimal(0),
                now=self.now,
                by=self.by,
                insist=filled.insists,
            )

        fields: list[Field] = [
            self.sum_line(_("Summe")),
            Line(_("Zinsen"), or_nothing(read_sum), hint=_("in Euro; kann leer bleiben")),
            self.day_line(_("Gezahlt am"), self.today),
        ]
        return self.form(_("Rückzahlung"), fields, change)

    def no_award(self) -> FormScreen:
        """The newest award was a mistake."""

        def change(session: "Session", application: "Application", _filled: Filled) -> None:
            from grants_db.applications.awards import remove_award

            remove_award(session, application, now=self.now, by=self.by)

        award = self.one.award
        what = _("Es gibt keinen Bescheid")
        if award is not None:
            what = _("Bescheid Nr. {number} über {sum} entfernen").format(number=award.number, sum=money(award.amount))
        return self.form(_("Bescheid entfernen: Er war ein Versehen"), [Choice([what])], change)

    def contract(self) -> FormScreen:
        """The first contract, made or planned."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.early_start import record_contract

            record_contract(session, application, self.read_day(filled.lines[0]), now=self.now, by=self.by)

        return self.form(_("Erster Vertrag: Er gilt als Beginn"), [self.day_line(_("Tag, auch geplant"))], change)

    def consent(self) -> FormScreen:
        """The consent to an early start."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.early_start import record_consent

            record_consent(session, application, self.read_day(filled.lines[0]), now=self.now, by=self.by)

        return self.form(_("Zustimmung zum vorzeitigen Maßnahmenbeginn"), [self.day_line(_("Vom"))], change)

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
            self.day_line(_("Tag")),
            Line(_("Fundstelle"), check=str, hint=_("z. B. Nr. 4 des Bescheids")),
        ]
        return self.form(_("Genanntes Datum: Es geht vor"), fields, change)

    def purpose(self) -> FormScreen:
        """When the purpose was fulfilled."""

        def change(session: "Session", application: "Application", filled: Filled) -> None:
            from grants_db.applications.awards import record_purpose_fulfilled

            record_purpose_fulfilled(session, application, self.read_day(filled.lines[0]), now=self.now, by=self.by)

        return self.form(_("Zuwendungszweck erfüllt"), [self.day_line(_("Am"), self.today)], change)
