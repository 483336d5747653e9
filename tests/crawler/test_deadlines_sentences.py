"""Sentences as guidelines and portals write them, class by class, with what only looks like them. All invented."""

import pytest

from crawler.extract.deadline.parse import parse_deadline
from crawler.text.sentences import Prose
from grants_db.vocabulary import DeadlineKind


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Die Unterlagen zum Antrag müssen am 3. Mai 2027 beim Landesamt eingegangen sein.", ["2027-05-03"]),
        (("Der vollständige Antrag muss am 03.05.2027 um 12 Uhr in der Geschäftsstelle vorliegen."), ["2027-05-03"]),
        ("Die letzte Bewerbung kann am 03.05.2027 eingereicht werden.", ["2027-05-03"]),
        (("Bewerbungen können im Zeitraum vom 1.3.2027 bis 31.5.2027 online eingereicht werden."), ["2027-05-31"]),
        ("Sie können Ihren Antrag im Zeitraum vom 1.3.2027 bis zum 31.5.2027 stellen.", ["2027-05-31"]),
        (
            ("Anträge für Projekte im Zeitraum vom 1.1.2027 bis 31.12.2027 sind bis zum 31.10.2026 einzureichen."),
            ["2026-10-31"],
        ),
        (
            (
                "Einsendeschluss für den ersten Durchgang ist Freitag, 12.03.2027; "
                "Einsendeschluss für den zweiten Durchgang ist Freitag, der 10.09.2027."
            ),
            ["2027-03-12", "2027-09-10"],
        ),
        ("Bewerbungsschluss ist Freitag, der 12. März 2027.", ["2027-03-12"]),
        ("Anträge sind bis Freitag, 12.3.2027, 12 Uhr, einzureichen.", ["2027-03-12"]),
        ("Nach dem 31.3.2027 eingehende Anträge werden nicht mehr berücksichtigt.", ["2027-03-31"]),
        ("Nach dem 31. März 2027 können keine Anträge mehr gestellt werden.", ["2027-03-31"]),
        ("Applications received after 31 March 2027 will not be considered.", ["2027-03-31"]),
        ("The deadline for applications is 15 March 2027, 17:00 CET.", ["2027-03-15"]),
        ("Applications must be received by 15 March 2027.", ["2027-03-15"]),
        ("The call closes on 15 March 2027.", ["2027-03-15"]),
        ("The submission deadline is Monday, 15 March 2027, at 17:00 Brussels time.", ["2027-03-15"]),
        ("The call for proposals is open until 15 March 2027.", ["2027-03-15"]),
        ("Please submit your application no later than Monday 15 March 2027.", ["2027-03-15"]),
        ("Proposals can be submitted from 1 February 2027 until 15 March 2027.", ["2027-03-15"]),
        ("Deadline for submission of proposals: 15 March 2027 17:00 (Brussels time)", ["2027-03-15"]),
        ("Die Antragsfrist beginnt am 1. März 2027 und endet am 30. April 2027.", ["2027-04-30"]),
        ("Die Ausschreibung läuft bis zum 31.3.2027.", ["2027-03-31"]),
        ("Der Förderaufruf ist bis 31.03.2027 geöffnet.", ["2027-03-31"]),
        ("Das Antragsportal ist vom 1.2.2027 bis 31.3.2027 geöffnet.", ["2027-03-31"]),
        ("Die Antragstellung ist bis zum 31.3.2027 möglich.", ["2027-03-31"]),
        ("Bewerben Sie sich bis zum 31.3.2027!", ["2027-03-31"]),
        ("Ihre Interessenbekundung können Sie bis 31.3.2027 abgeben.", ["2027-03-31"]),
        ("Letzter Abgabetermin ist der 31.3.2027.", ["2027-03-31"]),
        ("Letztmalig können Anträge zum 31.3.2027 gestellt werden.", ["2027-03-31"]),
        ("The application window closes on 30 April 2027 at 12:00 CET.", ["2027-04-30"]),
        ("Applications close 30 April 2027.", ["2027-04-30"]),
        ("Closing date: 30 April 2027", ["2027-04-30"]),
        ("Submit your proposal before 30 April 2027.", ["2027-04-30"]),
        ("There are two cut-off dates: 30 April 2027 and 30 October 2027.", ["2027-04-30", "2027-10-30"]),
    ],
)
def test_a_day_with_a_year_is_the_last_day_however_it_is_led_in(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.FIXED, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            (
                "Ihren Antrag richten Sie\n- bei der Nachbarschaftshilfe, den offenen Treffs und "
                "den Patenschaften bis 15.11. des Vorjahres,\n- bei der Ferienbetreuung "
                "rechtzeitig vor Beginn der Ferien ans Amt."
            ),
            ["11-15"],
        ),
        ("Anträge sind jeweils zum 1. eines Monats einzureichen.", []),
        ("Antragsfristen sind der 15. jeden Monats.", []),
        ("Anträge können zum Ersten eines jeden Quartals eingereicht werden.", []),
        ("Den Antrag stellen Sie jeweils zu Beginn eines Schuljahres beim Amt.", []),
        ("Anträge können nur bis zum 31. März des laufenden Jahres berücksichtigt werden.", ["03-31"]),
        ("The deadline is 30 April each year.", ["04-30"]),
    ],
)
def test_a_day_or_month_that_returns_is_yearly(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.ANNUAL, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Anträge sind am 1. März und am 1. September zu stellen.", ["--03-01", "--09-01"]),
        ("Im Zeitraum vom 1. März bis 30. April können Anträge gestellt werden.", ["--04-30"]),
        ("Ihren Antrag reichen Sie in der Zeit vom 1.1. bis 31.3. ein.", ["--03-31"]),
        ("Anträge, die nach dem 31.3. eingehen, werden nicht berücksichtigt.", ["--03-31"]),
        (
            (
                "Sie können Ihre Unterlagen zur Bewerbung während der folgenden Zeitfenster "
                "einreichen:\n- 1. Quartal: 15.2. bis 31.3.\n- 2. Quartal: 15.5. bis 30.6."
            ),
            ["--03-31", "--06-30"],
        ),
        (
            ("Bewerbungen können in zwei Phasen eingereicht werden:\n- 1.2. bis 31.3.\n- 1.8. bis 30.9."),
            ["--03-31", "--09-30"],
        ),
        (
            ("Die Anträge werden gesammelt entschieden. Als Stichtag für die Antragstellung gilt der 31. März."),
            ["--03-31"],
        ),
        ("Anträge müssen spätestens am 31. Oktober vorliegen.", ["--10-31"]),
        ("Frist: 30.09. (Posteingang)", ["--09-30"]),
    ],
)
def test_a_day_without_a_year_is_stated_as_it_is(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.FIXED, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Der Antrag ist drei Monate vor dem geplanten Beginn einzureichen.", ["P3M"]),
        ("Anträge sollen spätestens sechs Wochen vor Beginn des Projekts bei uns eingehen.", ["P6W"]),
        ("Die Antragstellung muss mindestens zwei Monate vor Projektbeginn erfolgen.", ["P2M"]),
    ],
)
def test_lead_times_are_durations(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.RELATIVE, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Den Antrag stellen Sie vor Vertragsabschluss bei der Bank.", []),
        ("Der Antrag ist vor Abschluss eines notariellen Grundstückskaufvertrags zu stellen.", []),
        ("Stellen Sie den Antrag vor Unterzeichnung des Mietvertrages.", []),
        (("Ihren Antrag richten Sie vor der jeweiligen Unterzeichnung des Arbeitsvertrages an die Agentur."), []),
        ("Anträge sind vor Abschluss der Ausbildungsverträge einzureichen.", []),
        ("Bitte beantragen Sie die Förderung vor der Vergabe der Aufträge.", []),
        ("Reichen Sie den Antrag vor Arbeitsaufnahme ein.", []),
        ("Der Antrag ist vor der Bestellung des Fahrzeugs zu stellen.", []),
        ("Die Bewerbung muss vor Reiseantritt eingereicht werden.", []),
        ("Mit dem Projekt darf vor der Antragstellung noch nicht begonnen worden sein.", []),
        ("Sie dürfen bei Antragstellung mit dem Bau noch nicht begonnen haben.", []),
        ("Zum Zeitpunkt der Antragstellung darf das Vorhaben noch nicht begonnen haben.", []),
        ("Ihr Vorhaben ist zum Zeitpunkt der Antragstellung noch nicht begonnen worden.", []),
        ("You must apply before signing the contract.", []),
        ("The application must be submitted before the start of the project.", []),
        ("Die Antragstellung muss vor Beginn der Maßnahme erfolgen.", []),
        ("Anträge sind rechtzeitig vor Beginn des Vorhabens einzureichen.", []),
        (("Eine Förderung ist nur möglich, wenn der Antrag vor Beginn der Arbeiten gestellt wird."), []),
    ],
)
def test_an_application_has_to_come_before_the_start(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.BEFORE_START, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (("Das Ministerium veröffentlicht regelmäßig Aufforderungen zur Einreichung von Vorschlägen."), []),
        ("Die Kommission veröffentlicht jährlich Aufrufe auf ihrem Portal.", []),
        ("Das Land veröffentlicht alle zwei Jahre einen Förderaufruf.", []),
        ("Jedes Jahr werden neue Ausschreibungen veröffentlicht.", []),
        ("In der Förderperiode sind drei Aufrufe zur Einreichung von Skizzen vorgesehen.", []),
        ("Es sind mehrere Förderaufrufe geplant.", []),
        ("Nach einem Aufruf können Sie Ihren Antrag innerhalb der genannten Frist einreichen.", []),
        ("Ihre Bewerbung reichen Sie innerhalb der im Aufruf festgelegten Frist ein.", []),
        ("Anträge können innerhalb festgelegter Fristen eingereicht werden.", []),
        (("Anträge können Sie im Rahmen von Aufforderungen zur Einreichung von Vorschlägen stellen."), []),
        ("Für die Antragstellung gilt eine Frist von drei Monaten ab Erscheinen des Aufrufs.", ["P3M"]),
        (("Anträge sind innerhalb von 6 Wochen nach Veröffentlichung des Förderaufrufs einzureichen."), ["P6W"]),
        (("Die Bewerbungsfrist beträgt zwei Monate ab dem Tag der Bekanntmachung der Ausschreibung."), ["P2M"]),
        ("In regelmäßigen Abständen werden Wettbewerbsaufrufe veröffentlicht.", []),
        (
            (
                "Die Förderung erfolgt über Förderaufrufe, die das Ministerium in unregelmäßigen "
                "Abständen veröffentlicht."
            ),
            [],
        ),
        ("Termine und Fristen entnehmen Sie dem jeweiligen Aufruf.", []),
        ("Reichen Sie Ihre Skizze zu den festgesetzten Terminen ein.", []),
        ("Calls for proposals are published every year on the portal.", []),
        ("The Commission publishes calls for proposals.", []),
        ("Die Auswahl der Anträge erfolgt durch ein öffentliches Aufrufverfahren.", []),
        ("Träger können sich über öffentliche Förderaufrufe bewerben.", []),
        (("Richten Sie Ihren Antrag zu bestimmten Stichtagen an den bis zum 31.12.2026 zuständigen Träger."), []),
        ("Ihre Bewerbung senden Sie zu dem jeweils festgelegten Stichtag an die Bank.", []),
        ("Vor jedem Abschnitt erfolgt eine erneute Ausschreibung.", []),
        ("The next call will be published in spring.", []),
        ("Die Antragsfristen finden Sie auf der Internetseite der Stiftung.", []),
        ("Die Antragstellung ist nur nach Aufruf möglich.", []),
        ("Projektvorschläge können nur im Rahmen der jeweiligen Aufrufe eingereicht werden.", []),
        ("Über aktuelle Ausschreibungen und Fristen informiert die Webseite des Amtes.", []),
        ("Aufrufe erfolgen jährlich.", []),
    ],
)
def test_calls_to_come_are_announced_elsewhere(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.ANNOUNCED, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Proposals are accepted on a rolling basis.", []),
        ("There is no deadline for applications.", []),
        ("Applications may be submitted at any time.", []),
        ("Eine Befristung der Antragstellung besteht nicht.", []),
        ("Für Anträge besteht keine Befristung.", []),
        ("Anträge können Sie ganzjährig einreichen.", []),
        ("Ihren Antrag können Sie ohne festen Termin stellen.", []),
        ("Für Anträge außerhalb dieser Calls besteht keine Befristung.", []),
        ("Anträge können gestellt werden, solange Haushaltsmittel zur Verfügung stehen.", []),
        ("Die Antragstellung ist ganzjährig möglich.", []),
        ("Es gibt keine festen Antragsfristen.", []),
        ("Die Förderung ist nicht an Fristen gebunden, Anträge nimmt das Amt entgegen.", []),
        (("Anträge werden bis zur Ausschöpfung der Mittel bewilligt und können online gestellt werden."), []),
    ],
)
def test_without_a_term_one_can_apply_at_any_time(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.ROLLING, dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Projektskizzen wurden jeweils bis zum 15. September eines Jahres entgegengenommen.", ["09-15"]),
        ("Es können keine Anträge mehr gestellt werden.", []),
        ("Anträge können seit dem 1.1.2025 nicht mehr gestellt werden.", []),
        ("Das Förderprogramm ist ausgelaufen.", []),
        ("Derzeit ist keine Antragstellung möglich.", []),
        ("Die Antragsfrist ist abgelaufen.", []),
        ("Neuanträge werden nicht mehr angenommen.", []),
        ("Das Programm ist beendet, neue Anträge sind nicht möglich.", []),
        ("Anträge konnten bis zum 31.3.2025 gestellt werden.", ["2025-03-31"]),
        ("The call is closed for applications.", []),
    ],
)
def test_what_is_over_is_closed(text: str, dates: list[str]) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, list(deadline.dates)) == (DeadlineKind.CLOSED, dates)


@pytest.mark.parametrize(
    "text",
    [
        "Anträge, die am 3.5.2025 gestellt waren, gelten weiter.",
        "Der Verwendungsnachweis muss am 3.5.2027 beim Amt eingegangen sein.",
        "Die Jury entscheidet am 3.5.2027 über die eingegangenen Anträge.",
        "Das Vorhaben, für das der Antrag gestellt wird, muss am 1.7.2027 beginnen.",
        ("Anträge für Projekte im Zeitraum vom 1.1.2027 bis 31.12.2027 sind auf dem Vordruck einzureichen."),
        "Anträge für Maßnahmen in der Zeit vom 1.6. bis 31.8. sind formlos zu stellen.",
        "Projekte können im Zeitraum vom 1.1.2027 bis 31.12.2027 durchgeführt werden.",
        ("Die im Förderzeitraum vom 1.1.2027 bis 31.12.2027 beantragten Ausgaben müssen angefallen sein."),
        "Anträge, die nach dem 31.3.2025 gestellt wurden, richten sich nach neuem Recht.",
        "Vorhaben, die nach dem 31.12.2027 enden, werden nicht gefördert.",
        "Nach dem 1.7.2027 begonnene Vorhaben werden nicht gefördert.",
        "Gefördert werden Vereine, die bis zum 31.12.2022 Anträge gestellt haben.",
        "The final report must be submitted by 15 March 2027.",
        "Projects must start by 15 March 2027.",
        "The results will be published on 15 March 2027.",
        "Mit dem Vorhaben darf nicht vor der Bewilligung begonnen werden.",
        ("Mit dem Vorhaben dürfen Sie vor Erhalt des Zuwendungsbescheides noch nicht begonnen haben."),
        "Vor Antragstellung müssen Sie sich beraten lassen.",
        "Vor Abschluss des Vertrages ist die Zustimmung der Behörde einzuholen.",
        "Der Zuschuss wird nach Abschluss des Kaufvertrags ausgezahlt.",
        "Maßnahmen, die vor der Antragstellung begonnen wurden, können Sie im Antrag nennen.",
        "Der Aufruf wurde im Amtsblatt veröffentlicht.",
        "Die Ergebnisse der Ausschreibung werden veröffentlicht.",
        "Die Liste der ausgewählten Projekte wird im Internet veröffentlicht.",
        "Aufträge sind im Rahmen einer Ausschreibung nach Vergaberecht zu vergeben.",
        "Die Verlängerung der Projekte um 3 Monate ist geplant.",
        "Der Widerspruch ist innerhalb eines Monats ab Bekanntgabe einzulegen.",
        "Die Auszahlung erfolgt 2 Monate ab Veröffentlichung des Berichts.",
        ("Der Auftrag für die Bauleistung muss öffentlich ausgeschrieben und veröffentlicht werden."),
        "Die Rate wird zum 1. eines Monats ausgezahlt.",
        "Die Beschäftigung beginnt zum 1. eines Monats, Anträge nimmt die Kammer entgegen.",
        ("Anträge, die bis zum 31.12.2022 eingereicht wurden, werden nach altem Recht entschieden."),
        ("Zu Beginn eines jeden Haushaltsjahres wird die Rate ausgezahlt, Anträge sind nicht nötig."),
        "Die Umsetzung erfolgt durch Wettbewerbe und Ausstellungen.",
        ("Für Anträge, die in 2025 gestellt wurden, gilt eine Übergangsfrist bis zum 31. Dezember 2027."),
        "Anträge richten Sie an die bis zum 31.12.2027 zuständige Stelle.",
        ("Die Zuwendung richtet sich nach der Zahl der Einwohner. Als Stichtag wird der 31. März festgelegt."),
        "Die Verbände prüfen die Anträge und leiten sie bis 1. Dezember an das Amt weiter.",
        "Bereits geförderte Museen können keine Anträge mehr stellen.",
        "Die Richtlinie ist am 31.12.2024 außer Kraft getreten.",
        "Der Bewilligungszeitraum endet spätestens am 31.12.2028.",
        "Zwischennachweise sind jeweils zum 31.3. eines Jahres vorzulegen.",
        ("Mit dem Antrag sind die Jahresabschlüsse der letzten 3 Jahre vor Antragstellung einzureichen."),
        "Antragsberechtigt sind Unternehmen, die vor dem 1.1.2020 gegründet wurden.",
        "Änderungen sind der Bewilligungsbehörde innerhalb von 2 Wochen mitzuteilen.",
        ("Für das Antragsverfahren gilt die Landeshaushaltsordnung in der Fassung vom 30. Juni 2023."),
        ("Die Wohnungen müssen bei Antragstellung leer stehen und bis zum 31.12.2027 bezogen sein."),
        "Bei Antragstellung muss die Baugenehmigung vorliegen.",
        "Die Zahlungsanträge sind bis zum 15.5. einzureichen.",
        "Die Auszahlung beantragen Sie bis zum 15.11. des Bewilligungsjahres.",
        "Anträge auf Verlängerung sind 3 Monate vor Ablauf zu stellen.",
        "The project must be completed by 30 April 2027.",
        "Successful applicants will be informed by 30 April 2027.",
        "The programme was adopted on 30 April 2021.",
    ],
)
def test_what_only_looks_like_a_deadline_is_none(text: str) -> None:
    deadline = parse_deadline(Prose(text))
    assert (deadline.kind, deadline.dates) == (DeadlineKind.NONE, ())
