"""What the standing decisions taught, for people and scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from grants_db.messages import Message
from grants_db.settings import City
from matching.evaluation.feedback_check import LessonCheck
from matching.feedback import MovedTerm
from tui.jobs.matching_input import fit, read_stock

#: titles named for a term
MOST_TITLES = 3


@dataclass(frozen=True)
class FieldLesson:
    """One field: the figures, the terms that went up and down; none where the lesson is refused."""

    examined: LessonCheck
    up: tuple[MovedTerm, ...] = ()
    down: tuple[MovedTerm, ...] = ()

    def sentences(self) -> list[Message]:
        """The lesson line by line."""
        of = self.examined
        lines = [
            Message.of(
                "Handlungsfeld {field}: {accepted} angenommen, {dismissed} als außerhalb des Zwecks verworfen",
                field=of.action_field,
                accepted=of.accepted,
                dismissed=of.dismissed,
            )
        ]
        if of.judged_before is not None and of.judged_after is not None:
            lines.append(
                Message.of(
                    "  Güte am beurteilten Bestand (nDCG@10): {before} ohne, {after} mit dem Gelernten",
                    before=f"{of.judged_before:.3f}",
                    after=f"{of.judged_after:.3f}",
                )
            )
        if of.decided_before is not None and of.decided_after is not None:
            lines.append(
                Message.of(
                    "  Angenommenes über Verworfenem: {before} von 100 Paaren ohne, {after} mit dem Gelernten",
                    before=round(100 * of.decided_before),
                    after=round(100 * of.decided_after),
                )
            )
        if of.refused is not None:
            return [*lines, of.refused]
        lines += [Message.of("  höher  {term} {weight} (angenommen: {titles})", **_shown(term)) for term in self.up]
        lines += [Message.of("  tiefer {term} {weight} (verworfen: {titles})", **_shown(term)) for term in self.down]
        return lines

    def as_json(self, say: Callable[[Message], str]) -> dict[str, object]:
        """The lesson for scripts."""
        of = self.examined
        return {
            "action_field": of.action_field,
            "accepted": of.accepted,
            "dismissed": of.dismissed,
            "applied": of.refused is None,
            "refused": say(of.refused) if of.refused is not None else None,
            "judged": {"before": of.judged_before, "after": of.judged_after},
            "decided": {"pairs": of.pairs, "before": of.decided_before, "after": of.decided_after},
            "up": [_term(term) for term in self.up],
            "down": [_term(term) for term in self.down],
        }


def lessons(engine: Engine, city: City, today: date) -> list[FieldLesson]:
    """What each field with decisions learned, or why not."""
    fitted = fit(read_stock(engine), city, today)
    feedback = fitted.matcher.feedback_
    found = []
    for examined in fitted.examined:
        knows = feedback.knows(examined.action_field)
        up, down = feedback.terms(examined.action_field) if knows else ((), ())
        found.append(FieldLesson(examined, up, down))
    return found


def _shown(term: MovedTerm) -> dict[str, str]:
    titles = "; ".join(term.opportunities[:MOST_TITLES])
    return {"term": f"{term.term:<32}", "weight": f"{term.weight:+.2f}", "titles": titles}


def _term(term: MovedTerm) -> dict[str, object]:
    return {"term": term.term, "weight": term.weight, "opportunities": list(term.opportunities)}
