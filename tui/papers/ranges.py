"""Numbers of applications in as few signs as they take."""

from collections.abc import Iterable


def in_ranges(numbers: Iterable[int]) -> str:
    """Rising numbers, those that follow each other as a range.

    >>> in_ranges([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
