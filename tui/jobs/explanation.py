"""Why a call is proposed for a measure, in sentences: parts of the score, terms, eligibility with evidence."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from grants_db.database import reading
from grants_db.measures import get_measure
from grants_db.opportunities import get_opportunity
from grants_db.sentence import Sentence
from grants_db.settings import City
from tui.jobs.fitted import fit, measure_text, read_stock
from tui.labels import label, score_parts


def explanation(engine: Engine, city: City, number: str, opportunity_id: int, today: date) -> list[Sentence]:
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
        Sentence.of("{number} {measure}", number=measure.number, measure=measure.title),
        Sentence.of("{id} {title}", id=call.id, title=call.title),
        Sentence.of("Bewertung {score}, zusammengesetzt aus:", score=f"{match.score:.3f}"),
    ]
    lines += [
        Sentence.of("  {part} {value}", part=f"{name:<24}", value=f"{value:+.3f}")
        for name, value in score_parts(match.parts)
    ]
    lines += [Sentence.of("  {value} Summe", value=f"{sum(match.parts.values()):+.3f}"), *match.reasons]
    if match.terms:
        words = ", ".join(f"{term.measure} ↔ {term.opportunity}" for term in match.terms)
        lines.append(Sentence.of("Tragende Wörter (Maßnahme ↔ Förderangebot): {words}.", words=words))
    lines.append(Sentence.of("Förderfähigkeit: {verdict}", verdict=label(verdict.value)))
    lines += verdict.reasons
    return lines
