"""Ranks opportunities for measures, in memory, and says why. Opens no session, knows no crawler and no screen.

Three questions are asked here, each by itself:

- Who may apply? `eligibility.judge`
- What fits? `matcher.Matcher`: `fit` reads the opportunities, `rank` gives the best of each measure, `explain` one pair
- What is just out of reach, what does nothing serve? `near_misses.near_misses`, `coverage.coverage`

Below them: `signals` (one reason a file, weighed by `weights.yml`), `index` (texts as rows of numbers), `text` (words).
Above them: `incremental` (the next night scores only what changed), `evaluation` (how good a ranking is).
"""
