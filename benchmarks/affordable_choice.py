"""How long the choice of affordable grants takes, and how far it is from the proven bound.

    python -m benchmarks.affordable_choice [--grants 200] [--measures 300] [--share 5] [--seed 1]

An invented city: each grant may pay for so many percent of the measures, some grants bar each other, own money and
staff days reach for a part of them.
"""

import argparse
import random
import time
from decimal import Decimal

from grants_db.financing_plan.affordable import choose
from grants_db.financing_plan.affordable_program import Means, OpenGap, PossibleGrant

YEARS = (2027, 2028, 2029)


def invented(grants: int, measures: int, share: int, seed: int) -> tuple[list[PossibleGrant], dict[str, OpenGap]]:
    """The pairs of grants and measures, and the gaps; the same each time."""
    dice = random.Random(seed)  # no secret

    def euros(least: int, most: int) -> Decimal:
        return Decimal(dice.randrange(least * 100, most * 100)) / 100

    gaps = {
        f"{number}": OpenGap(f"{number}", euros(5_000, 400_000), {year: Decimal(dice.randrange(4)) for year in YEARS})
        for number in range(measures)
    }
    pairs = [
        (grant, measure) for grant in range(grants) for measure in range(measures) if dice.randrange(1000) < share * 10
    ]
    bars: dict[tuple[int, int], set[str]] = {pair: set() for pair in pairs}
    for grant, measure in pairs:
        often = 1.0 if dice.random() < 0.1 else 0.01  # some bar all others, most bar next to none
        for other in range(grants):
            if other != grant and (other, measure) in bars and dice.random() < often:
                bars[grant, measure].add(f"{measure}/{other}")
    found = []
    for grant, measure in pairs:
        gap = gaps[f"{measure}"].gap
        amount = min(euros(2_000, 150_000), gap)
        least = dice.choice([Decimal(0), gap / 10]).quantize(Decimal("0.01"))
        days = dice.randrange(3, 20)
        names = frozenset(bars[grant, measure])
        found.append(PossibleGrant(f"{measure}/{grant}", f"{measure}", amount, least, days, names))
    return found, gaps


def main() -> None:
    """Choose once, and say how long it took and how near it is."""
    parser = argparse.ArgumentParser(description="Time the choice of affordable grants on an invented city.")
    for name, usual in (("grants", 200), ("measures", 300), ("share", 5), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    candidates, gaps = invented(options.grants, options.measures, options.share, options.seed)
    means = Means({YEARS[0]: Decimal(2_000_000), YEARS[1]: Decimal(1_500_000), YEARS[2]: Decimal(1_000_000)}, 2_000)
    began, wall = time.process_time(), time.perf_counter()
    choice = choose(candidates, gaps, means)
    took, waited = time.process_time() - began, time.perf_counter() - wall
    total, bound = choice.outcome.total, choice.bound
    away = (bound - total) / bound * 100 if bound else Decimal(0)
    print(
        f"{len(candidates)} pairs, {len(choice.chosen)} chosen: {took:.1f} s of the processor, {waited:.1f} s in all; "
        f"{total:,.2f} of at most {bound:,.2f} EUR, {away:.4f} % from the bound"
    )


if __name__ == "__main__":
    main()
