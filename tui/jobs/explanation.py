"""Why a call is proposed for a measure, in sentences: parts of the score, terms, eligibility with evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from grants_db.applications.early_start import contract_days
from grants_db.measures.store import get_measure
from grants_db.messages import Message
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import get_opportunity
from grants_db.review.decisions import current_decisions
from grants_db.settings import City
from grants_db.storage.database import reading
from matching.eligibility import Carrier, judge
from matching.encoder import Encoder
from matching.feedback import TopicDecision
from matching.incremental.ranking_file import read_ranking
from matching.incremental.single import explain_pair, tells_of
from matching.ranked import RankedOpportunity
from matching.text.documents import MeasureText
from tui.formatting.labels import label, score_parts
from tui.jobs.call_heads import read_texts
from tui.jobs.matching_input import (
    call_facts,
    fit,
    measure_text,
    opportunity_text,
    ranking_file,
    read_stock,
    taught_by,
)


def explanation(
    engine: Engine, city: City, number: str, opportunity_id: int, today: date, encoder: Encoder | None = None
) -> list[Message]:
    """The lines of `akquise match explain`; worked out anew, so also for a call that was not proposed.

    By what the last night kept, two texts and those decided on in the field are read; without it, or with an encoder,
    all calls.
    """
    with reading(engine) as session:
        measure = get_measure(session, number)
        call = get_opportunity(session, opportunity_id)
        contracts = contract_days(session)
        fields = {key or 0: field for key, field in session.exec(select(Measure.id, Measure.action_field_number))}
        taught, asked = taught_by(current_decisions(session), fields), measure_text(measure)
    match = None if encoder else _by_what_is_kept(engine, asked, call, taught, today)
    if match is None:
        stock = read_stock(engine)
        if all(known.id != call.id for known in stock.calls):
            stock = replace(stock, calls=[*stock.calls, call])
        match = fit(stock, city, today, {}, encoder).matcher.explain(asked, str(call.id))
    carrier = Carrier(measure.carrier_kind, measure.starts_on, contracts.get(measure.id or 0))
    verdict = judge(call_facts(call, city, today), carrier, today)
    lines = [
        Message.of("{number} {measure}", number=measure.number, measure=measure.title),
        Message.of("{id} {title}", id=call.id, title=call.title),
        Message.of("Bewertung {score}, zusammengesetzt aus:", score=f"{match.score:.3f}"),
    ]
    lines += [
        Message.of("  {part} {value}", part=f"{name:<24}", value=f"{value:+.3f}")
        for name, value in score_parts(match.parts)
    ]
    lines += [
        Message.of("  {value} Summe", value=f"{sum(match.parts.values()):+.3f}"),
        Message.of("Von 10 solchen sind etwa {n} lesenswert.", n=round(10 * match.chance)),
        *match.reasons,
    ]
    if match.terms:
        words = ", ".join(f"{term.measure} ↔ {term.opportunity}" for term in match.terms)
        lines.append(Message.of("Tragende Wörter (Maßnahme ↔ Förderangebot): {words}.", words=words))
    lines.append(Message.of("Förderfähigkeit: {verdict}", verdict=label(verdict.value)))
    lines += verdict.reasons
    return lines


def _by_what_is_kept(
    engine: Engine, asked: MeasureText, call: Opportunity, decided: Sequence[TopicDecision], today: date
) -> RankedOpportunity | None:
    path = ranking_file(engine.url)
    kept = None if path is None else read_ranking(path)
    if kept is None or not tells_of(kept, today):
        return None
    of_field = [each for each in decided if each.action_field == asked.action_field]
    ids = sorted({int(each.opportunity_id) for each in of_field} - {call.id})
    return explain_pair(kept, asked, opportunity_text(call, today), read_texts(engine, ids, today), of_field)
