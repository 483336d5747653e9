"""Why a call is proposed for a measure, in sentences: parts of the score, terms, eligibility with evidence."""

from datetime import date

from sqlalchemy import Engine

from grants_db.database import reading
from grants_db.measures import get_measure, list_measures
from grants_db.opportunities import get_opportunity, list_opportunities
from grants_db.sentence import Sentence
from grants_db.settings import City
from matching.eligibility import Carrier, judge
from matching.matcher import Matcher
from tui.jobs.match_job import call_facts, measure_text, opportunity_text
from tui.labels import label


def explanation(engine: Engine, city: City, number: str, opportunity_id: int, today: date) -> list[Sentence]:
    """The lines of `akquise match explain`; computed anew, so also for a call that was not proposed."""
    with reading(engine) as session:
        measure = get_measure(session, number)
        measure = next(known for known in list_measures(session) if known.id == measure.id)
        call = get_opportunity(session, opportunity_id)
        calls = list(list_opportunities(session))
    if all(known.id != call.id for known in calls):
        calls.append(call)
    matcher = Matcher().fit([opportunity_text(known, today) for known in calls])
    match = matcher.explain(measure_text(measure), str(call.id))
    verdict = judge(call_facts(call, city, today), Carrier(measure.carrier_kind, measure.starts_on), today)
    lines = [
        Sentence.of("{number} {measure}", number=measure.number, measure=measure.title),
        Sentence.of("{id} {title}", id=call.id, title=call.title),
        Sentence.of("Bewertung {score}, zusammengesetzt aus:", score=f"{match.score:.3f}"),
    ]
    lines += [
        Sentence.of("  {part} {value}", part=f"{name:<24}", value=f"{value:+.3f}")
        for name, value in sorted(match.parts.items(), key=lambda item: -abs(item[1]))
    ]
    lines += [Sentence.of("  {value} Summe", value=f"{sum(match.parts.values()):+.3f}"), *match.reasons]
    if match.terms:
        words = ", ".join(f"{term.measure} ↔ {term.opportunity}" for term in match.terms)
        lines.append(Sentence.of("Tragende Wörter (Maßnahme ↔ Förderangebot): {words}.", words=words))
    lines.append(Sentence.of("Förderfähig: {verdict}", verdict=label(verdict.value)))
    lines += verdict.reasons
    return lines
