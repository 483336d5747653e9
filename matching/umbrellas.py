"""Umbrellas: opportunities that fit most measures of a field are proposed once there, with the measures they may carry.

What an umbrella is follows from the city's own measures, from no word: over all measures of a field such a match is on
average worth reading as often as `UMBRELLA` says. Proposed beside every one of them it would crowd out what is there
for one measure alone. It stands beside the measure that it is likeliest for, of those where nobody decided on it; once
a measure of the field accepted it, it stands there only.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

#: the mean chance over the measures of a field from which an opportunity fits the field rather than a measure
UMBRELLA = 0.3
#: measures it must be likely enough for: of two one can't say what fits all
LEAST_MEASURES = 3
#: matches of a measure that are looked at, best first
LOOKED_AT = 20


@dataclass(frozen=True)
class Umbrella:
    """An opportunity for the measures of one field.

    Attributes:
        action_field: the field.
        opportunity_id: what fits them.
        leader: the measure it is proposed for, None where one of the field has accepted it.
        carried: the other measures that it is likely enough for, likeliest first, where nobody decided on it.
    """

    action_field: int
    opportunity_id: str
    leader: str | None
    carried: tuple[str, ...]


def umbrellas(
    chances: Mapping[str, Mapping[str, float]],
    fields: Mapping[str, int],
    settled: Mapping[str, Container[str]],
    accepted: Collection[tuple[int, str]],
    least: float,
) -> list[Umbrella]:
    """The umbrellas of every action field, in the order of fields and opportunities.

    Args:
        chances: measure → its best opportunities → how often such a match is worth reading; others count as never.
        fields: measure → its action field, 0 for none; measures without one have nothing in common.
        settled: measure → the opportunities that were decided on for it.
        accepted: (action field, opportunity) where a measure of the field accepted it.
        least: the chance from which an opportunity is proposed.
    """
    together: defaultdict[tuple[int, str], dict[str, float]] = defaultdict(dict)
    sizes: defaultdict[int, int] = defaultdict(int)
    for measure, found in chances.items():
        field = fields[measure]
        sizes[field] += 1
        if field:
            for key, chance in found.items():
                together[field, key][measure] = chance
    listed = []
    for (field, key), of_measures in sorted(together.items()):
        likely = [measure for measure, chance in of_measures.items() if chance >= least]
        if len(likely) >= LEAST_MEASURES and sum(of_measures.values()) >= UMBRELLA * sizes[field]:
            free = [measure for measure in likely if key not in settled.get(measure, ())]
            free.sort(key=lambda measure: (-of_measures[measure], measure))
            led = bool(free) and (field, key) not in accepted
            listed.append(Umbrella(field, key, free[0] if led else None, tuple(free[1:] if led else free)))
    return listed


def elsewhere(found: Collection[Umbrella], fields: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """For each measure the umbrellas of its field that are proposed beside another one."""
    of_field: defaultdict[int, list[Umbrella]] = defaultdict(list)
    for each in found:
        of_field[each.action_field].append(each)
    return {
        measure: frozenset(each.opportunity_id for each in of_field.get(field, ()) if each.leader != measure)
        for measure, field in fields.items()
    }
