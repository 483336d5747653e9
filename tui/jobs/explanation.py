"""Why a call is proposed for a measure, in sentences: parts of the score, terms, eligibility with evidence."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from grants_db.measures.store import get_measure
from grants_db.messages import Message
from grants_db.opportunities.store import get_opportunity
from grants_db.settings import City
from grants_db.storage.database import reading
from tui.formatting.labels import label, score_parts
from tui.jobs.matching_input import fit, measure_text, read_stock


def explanation(engine: Engine, city: City, number: str, opportunity_id: int, today: date) -> list[Message]:
    """The lines of `akquise match explain`; computed anew, so also for a call that was not proposed."""
    with reading(engine) as session:
        measure_id = get_measure(session, number).id
        call = get_opportunity(session, opportunity_id)
    stock = read_stock(engine)
    if all(known.id != call.id for known in stock.calls):
        stock = replace(stock, calls=[*stock.calls, call])
    fitted = fit(stock, city, today)
    measure = next(known for known in stock.measures if known.id == measure_id)
    match = fitted.matcher.explain(measure_text(measure), str(call.id))
    verdict = fitted.verdicts_of(measure)[str(call.id)]
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
