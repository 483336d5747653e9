"""Does a text say that a sketch comes first and an application follows? All patterns are bounded."""

import re

from crawler.extract.deadline.candidates import holds
from crawler.extract.roles.passage import Sentence, classes_in

_TWO_STAGE = re.compile(
    r"\b(?:(?:zwei|2-?|mehr)stufig\w*|(?:zweite[nr]?|2\.) (?:verfahrens|antrags)?(?:stufe|phase)\b|"
    r"(?:ersten?r?|1\.) (?:verfahrens|antrags)?stufe\b|stufe (?:1|2|I|II)\b|zwei (?:stufen|schritten|phasen)\b|"
    r"two-? ?(?:stage|step)\b|(?:two|2) stages\b|(?:first|second) stage\b|stage (?:1|2|one|two)\b)",
    re.IGNORECASE,
)
_ONE_OR_TWO = re.compile(
    r"\b(?:ein(?:-|stufig\w*) ?(?:oder|bzw\.|und|beziehungsweise) zweistufig|nicht zweistufig)", re.IGNORECASE
)
_PROCEDURE = re.compile(
    r"verfahren|antr[aä]g|bewerb|skizze|auswahl|bekundung|projekt|procedure|application|proposal|submission|call|apply",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:1\.|ersten) schritt\b|\b(?:danach|bei positive[rm] \w+|anschließend|daraufhin|im anschluss|zweiten schritt|"
    r"aufgefordert|aufforderung|invited|invitation|eingeladen)\b",
    re.IGNORECASE,
)
_AROUND = 100  # characters
_SIGNS = (
    "stuf",
    "stage",
    "step",
    "phase",
    "schritt",
    "danach",
    "positiv",
    "anschl",
    "daraufhin",
    "aufgeford",
    "aufforde",
    "invit",
    "eingeladen",
)


def tells_two_stages(sentence: Sentence) -> bool:
    """Does a sentence say so, perhaps with the one before it?"""
    text = sentence.text
    lowered = text.lower()
    if not holds(lowered, _SIGNS):
        return False
    if stage := _TWO_STAGE.search(text):
        near = text[max(0, stage.start() - _AROUND) : stage.end() + _AROUND]
        around = f"{sentence.heading} {sentence.intro[-_AROUND:]} {near}"
        return bool(_PROCEDURE.search(around)) and not _ONE_OR_TWO.search(text)
    if not _THEN.search(text):
        return False
    named = sentence.classes
    before = set(classes_in(sentence.before))
    return "sketch" in named | before and "application" in named | before
