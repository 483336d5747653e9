"""What there is to go by in a measure: words, an action field, or nothing."""

from matching.text.documents import MeasureText
from matching.text.german import words


def has_words(measure: MeasureText) -> bool:
    """Is there any word in the measure at all?"""
    return bool(words(measure.title) or words(measure.text))


def has_field(measure: MeasureText) -> bool:
    """Does the measure belong to an action field?"""
    return measure.action_field > 0


def nothing_to_go_on(measure: MeasureText) -> bool:
    """Neither a readable word nor an action field: any ranking would be made up."""
    return not has_words(measure) and not has_field(measure)
