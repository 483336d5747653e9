"""What there is to go by in a measure: words, an action field, or nothing."""

from matching.text.documents import MeasureText
from matching.text.german import words

#: the action fields that have a profile are 1 to this
LAST_FIELD = 6


def has_words(measure: MeasureText) -> bool:
    """Is there any word in the measure at all?"""
    return bool(words(measure.title) or words(measure.text))


def has_field(measure: MeasureText) -> bool:
    """Does the measure belong to one of the action fields that have a profile?"""
    return 1 <= measure.action_field <= LAST_FIELD


def nothing_to_go_on(measure: MeasureText) -> bool:
    """Neither a readable word nor an action field: any ranking would be made up."""
    return not has_words(measure) and not has_field(measure)
