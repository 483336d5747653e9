"""The council paper in words: what was applied for, won, lost and left, by what and whom, and why not.

Every figure names the table in the annex whose rows it counts; the sums are those of `grants_db.reports.council`.
"""

from collections.abc import Mapping

from grants_db.reports.council.figures import CaseSum, CouncilFigures, TimeSpan
from tui.formatting.format import day, money, number, one_line, rate
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.papers.council_evidence import (
    decision_table,
    evidence_table,
    expiring_table,
    late_table,
    not_pursued_table,
)
from tui.papers.council_groups import group_sections
from tui.papers.council_pictures import CouncilPictures, picture_section
from tui.papers.outline import (
    ColumnKind,
    Paper,
    PaperCell,
    PaperChart,
    PaperColumn,
    PaperFact,
    PaperSection,
    PaperTable,
    RowsOf,
    ToTable,
)
from tui.papers.ranges import in_ranges

#: the figures in the order of the paper: attribute → what it is called, and how it is counted
FIGURES = {
    "applied": (
        N_("Beantragt"),
        N_("gestellte Anträge, die nicht zurückgezogen sind, nach dem Tag der Antragstellung"),
    ),
    "won": (N_("Bewilligt"), N_("nach dem Tag des ersten Bescheids; die Summe ist die des neuesten")),
    "lost": (N_("Abgelehnt"), N_("nach dem Tag der Ablehnung; die Summe ist die beantragte")),
    "waiting": (N_("Noch nicht entschieden"), N_("gestellt und ohne Bescheid, am Tag des Berichts")),
    "running": (N_("Laufend"), N_("bewilligt und noch nicht abgeschlossen, am Tag des Berichts")),
    "withdrawn": (N_("Zurückgezogen"), N_("nach dem Tag der Rücknahme")),
    "lapsed": (N_("Verfallen"), N_("nach dem Tag des Verfalls; die Summe ist, was nicht ausgezahlt war")),
    "paid": (N_("Ausgezahlt"), N_("nach dem Tag des Zahlungseingangs")),
    "repaid": (N_("Zurückgezahlt"), N_("nach dem Tag der Rückzahlung, ohne Zinsen")),
    "unused": (
        N_("Nicht abgerufen"),
        N_("abgeschlossen oder verfallen, ohne dass alles ausgezahlt wurde, nach dem Tag des Abschlusses"),
    ),
    "own": (
        N_("Eigenmittel gebunden"),
        N_("nach dem eingetragenen Plan des bewilligten Antrags, sonst gesicherter Haushalt in seinen Maßnahmen"),
    ),
}


def council_paper(figures: CouncilFigures, pictures: CouncilPictures, fields: Mapping[int, str], place: str) -> Paper:
    """The paper of these figures; `fields` names the action fields, `place` is the city."""
    evidence = [
        evidence_table(name, _(FIGURES[name][0]), _(FIGURES[name][1]), getattr(figures, name), fields)
        for name in FIGURES
    ]
    annex = [*evidence, decision_table(figures), not_pursued_table(figures)]
    return Paper(
        title=_("Drittmittel für die Integrationsarbeit"),
        place=one_line(place),
        on=figures.today,
        span=span_in_words(figures.span),
        about=[
            PaperFact(_("Zeitraum"), span_in_words(figures.span)),
            PaperFact(_("Stand"), day(figures.today)),
        ],
        figures=_by_name(figures),
        sections=[
            _at_a_glance(figures),
            *group_sections(figures, fields),
            picture_section(figures, pictures, fields),
            _risks(figures, fields),
            _why_not(figures),
            PaperSection(
                _("Wie gezählt wurde"),
                texts=[_undated(figures)] if figures.undated else [],
                points=[f"{_(name)}: {_(meaning)}" for name, meaning in FIGURES.values()] + _further_meanings(),
            ),
            PaperSection(
                _("Anlage: die Zeilen hinter den Zahlen"),
                texts=[_("Unter der Nummer eines Antrags steht in akquise alles Weitere (Bildschirm Anträge).")],
                tables=[table for table in annex if table.rows],
                is_evidence=True,
            ),
        ],
    )


def span_in_words(span: TimeSpan) -> str:
    """The days a paper is about.

    >>> span_in_words(TimeSpan())
    'alles, was eingetragen ist'
    """
    if span.start and span.end:
        return _("{start} bis {end}").format(start=day(span.start), end=day(span.end))
    if span.start:
        return _("ab {day}").format(day=day(span.start))
    return _("bis {day}").format(day=day(span.end)) if span.end else _("alles, was eingetragen ist")


def _at_a_glance(figures: CouncilFigures) -> PaperSection:
    columns = (
        PaperColumn(_("Frage"), weight=8),
        PaperColumn(_("Anträge"), ColumnKind.COUNT, 3),
        PaperColumn(_("Summe"), ColumnKind.MONEY, 6),
        PaperColumn(_("ohne Summe"), ColumnKind.COUNT, 4),
        PaperColumn(_("Zeilen"), weight=7),
    )
    rows = []
    for name, (title, _meaning) in FIGURES.items():
        figure: CaseSum = getattr(figures, name)
        total = figure.total
        rows.append(
            (_(title), total.count, RowsOf(figure.known, name), total.unknown, ToTable(name) if figure.rows else "")
        )
    table = PaperTable("figures", _("Kennzahlen"), columns, rows, sheet=_("Kennzahlen"))
    return PaperSection(_("Auf einen Blick"), texts=[_in_a_sentence(figures)], facts=_ratios(figures), tables=[table])


def _in_a_sentence(figures: CouncilFigures) -> str:
    applied, won, lost = figures.applied.total, figures.won.total, figures.lost.total
    return _("Beantragt: {applied} über {asked}. Bewilligt: {won} über {given}. Abgelehnt: {lost}.").format(
        applied=counted("{n} Antrag", "{n} Anträge", applied.count),
        asked=money(applied.known),
        won=counted("{n} Antrag", "{n} Anträge", won.count),
        given=money(won.known),
        lost=counted("{n} Antrag", "{n} Anträge", lost.count),
    )


def _ratios(figures: CouncilFigures) -> list[PaperFact]:
    decided, none = len(figures.decided.numbers), _("keine Angabe möglich")
    facts = [PaperFact(_("Erfolgsquote"), none if figures.success_rate is None else _rate_of(figures, decided))]
    leverage = none
    if figures.leverage is not None:
        leverage = _("{sum} Drittmittel je Euro Eigenmittel").format(sum=money(figures.leverage))
    facts.append(PaperFact(_("Hebel"), leverage))
    days, took = figures.usual_decision_days, none
    if days is not None:
        took = _("{days}, im Mittel (Median) von {decisions}; kürzeste {least}, längste {most}").format(
            days=counted("{n} Tag", "{n} Tage", days),
            decisions=counted("{n} Entscheidung", "{n} Entscheidungen", len(figures.decision_days)),
            least=number(figures.decision_days[0][0]),
            most=number(figures.decision_days[-1][0]),
        )
    facts.append(PaperFact(_("Zeit bis zur Entscheidung"), took))
    risks = _("{late} überfällig, {sum} nicht abgerufen bei {running}").format(
        late=counted("{n} Pflicht", "{n} Pflichten", len(figures.late)),
        sum=money(figures.expiring.total.known),
        running=counted("{n} Antrag", "{n} Anträgen", figures.expiring.total.count),
    )
    facts.append(PaperFact(_("Offene Risiken"), risks))
    return facts


def _rate_of(figures: CouncilFigures, decided: int) -> str:
    return _("{rate}: {won} von {decided} entschiedenen Anträgen").format(
        rate=rate(figures.success_rate), won=number(decided - len(figures.lost.numbers)), decided=number(decided)
    )


def _risks(figures: CouncilFigures, fields: Mapping[int, str]) -> PaperSection:
    tables = [table for table in (late_table(figures), expiring_table(figures, fields)) if table.rows]
    none = _("Keine Pflicht ist überfällig, und kein Bewilligungszeitraum endet in den nächsten 90 Tagen mit Resten.")
    return PaperSection(_("Offene Risiken"), texts=[] if tables else [none], tables=tables)


def _why_not(figures: CouncilFigures) -> PaperSection:
    reasons = figures.reasons()
    if not reasons:
        return PaperSection(_("Nicht verfolgt, und warum"), texts=[_("Kein Förderangebot wurde verworfen.")])
    columns = (
        PaperColumn(_("Grund"), weight=4),
        PaperColumn(_("Entscheidungen"), ColumnKind.COUNT),
        PaperColumn(_("Förderangebote"), ColumnKind.COUNT),
    )
    rows: list[tuple[PaperCell, ...]] = [
        (label(code), RowsOf(len(some), "not_pursued", 0), len({each.call for each in some})) for code, some in reasons
    ]
    calls = len({each.call for each in figures.not_pursued})
    rows.append((_("zusammen"), RowsOf(len(figures.not_pursued), "not_pursued"), calls))
    table = PaperTable("reasons", _("Gründe"), columns, rows, sheet=_("Gründe"), total=True)
    chart = PaperChart(_("Warum Förderangebote nicht verfolgt wurden"), table, (1,))
    return PaperSection(_("Nicht verfolgt, und warum"), tables=[table], charts=[chart])


def _further_meanings() -> list[str]:
    return [
        _("Ein Antrag für Maßnahmen mehrerer Handlungsfelder zählt beim ersten davon, wie in der Übersicht."),
        _("Erfolgsquote: bewilligte Anträge, auch später verfallene, von allen, die bewilligt oder abgelehnt sind."),
        _(
            "Hebel: bewilligte Summen je Euro Eigenmittel, gerechnet über die Anträge, bei denen Eigenmittel "
            "eingetragen sind. Tragen mehrere Bewilligungen eine Maßnahme, sind ihre Eigenmittel nach deren Anteilen "
            "geteilt."
        ),
        _("Nach Jahr zählt jede Zahl in dem Jahr, in das ihr Tag fällt."),
        _("Förderangebote: Wird eines aus mehreren Gründen verworfen, zählt es bei jedem Grund und zusammen einmal."),
    ]


def _undated(figures: CouncilFigures) -> str:
    return _("Ohne Tag und deshalb in keinem Zeitraum gezählt: Antrag {numbers}.").format(
        numbers=in_ranges(figures.undated)
    )


def _by_name(figures: CouncilFigures) -> dict[str, str]:
    """The main numbers under the names a Word template asks for."""
    named = {
        "beantragt": figures.applied,
        "bewilligt": figures.won,
        "abgelehnt": figures.lost,
        "laufend": figures.running,
        "ausgezahlt": figures.paid,
        "zurueckgezahlt": figures.repaid,
    }
    found = {f"{name}_anzahl": number(figure.total.count) for name, figure in named.items()}
    found |= {f"{name}_summe": money(figure.total.known) for name, figure in named.items()}
    return found | {"erfolgsquote": rate(figures.success_rate)}
