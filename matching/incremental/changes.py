"""What is different from the night before: opportunities, measures, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.feedback import TopicDecision
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import CachedRanking, sign_of_text, signs_of_lessons
from matching.index.known_measures import sign_of
from matching.text.documents import MeasureText

#: a full ranking is due when more than this share of the opportunities changed since the yardstick was made, or of the
#: measures, and more than one
MOST_CHANGED = 0.1


@dataclass(frozen=True)
class NightChanges:
    """What is different from the night before.

    Attributes:
        states: opportunity id → its state now.
        rewritten: opportunities that are new or say something else, in order.
        touched: those, and the ones that others may use now or whose time is another, in order.
        drifted: all that were rewritten since the state was learned, in order.
        gone: how many are no longer there since.
        odd: asked measures that are new or say something else.
        lessons: action field → the decisions that teach it.
        taught: their signs.
        fields: the action fields whose decisions are others, or what was decided on says something else.
        too_many: is a full ranking due?
    """

    states: Mapping[str, str]
    rewritten: Sequence[str]
    touched: Sequence[str]
    drifted: Sequence[str]
    gone: int
    odd: Sequence[MeasureText]
    lessons: Mapping[int, Sequence[TopicDecision]]
    taught: Mapping[int, str]
    fields: frozenset[int]
    too_many: bool

    @classmethod
    def between(cls, kept: CachedRanking, inputs: RankingInput) -> "NightChanges":
        """Compare a night with the kept ranking."""
        states, before = inputs.states, kept.states
        shared = inputs.sharing() == list(kept.sharing)
        touched = list(states) if not shared else [key for key, state in states.items() if before.get(key) != state]
        rewritten = [key for key in touched if sign_of_text(before.get(key, "")) != sign_of_text(states[key])]
        known_now = {measure.id: sign_of(measure) for measure in inputs.measures}
        moved = sum(known_now.get(key) != kept.known.get(key) for key in kept.known.keys() | known_now.keys())
        drifted = kept.drifted | set(rewritten)
        gone = kept.gone + len(before.keys() - states.keys())
        lessons = inputs.lessons(kept.dropped)
        taught = signs_of_lessons(lessons, states)
        return cls(
            states=states,
            rewritten=rewritten,
            touched=touched,
            drifted=[key for key in states if key in drifted],
            gone=gone,
            odd=[each for each in inputs.asked if kept.asked.get(each.id, ("", ""))[0] != known_now[each.id]],
            lessons=lessons,
            taught=taught,
            fields=frozenset(
                key for key in taught.keys() | kept.taught.keys() if taught.get(key) != kept.taught.get(key)
            ),
            too_many=len(drifted) + gone > MOST_CHANGED * len(before) or moved > max(1, MOST_CHANGED * len(kept.known)),
        )
