"""Does a text say that a sketch comes first and an application follows? All patterns are bounded."""

import re

from crawler.extract.roles.passage import Sentence, classes_in
from crawler.text.sentences import holds

_TWO_STAGE = re.compile(
    r"\b(?:(?:zwei|2-?|mehr)stufig\w*|(?:zweite[nr]?|2\.) (?:verfahrens|antrags)?(?:stufe|phase)\b|"
    r"(?:ersten?r?|1\.) (?:verfahrens|antrags)?stufe\b|stufe (?:1|2|I|II)\b|zwei (?:stufen|schritte?n?|phasen)\b|"
    r"(?:two|2)[- ]?(?:stage|step)\b|(?:two|2) stages\b|(?:first|second|next) stage\b|"
    r"(?:second|2nd) (?:application )?phase\b|stage (?:1|2|one|two)\b|pre-?selection process\b)",
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
#: asked to hand in more than before: "invited to submit a full proposal", "Aufforderung zu einem ausführlichen Antrag"
_ASKED_FOR_MORE = re.compile(
    r"\b(?:invit(?:e|ed|ation)|asked|aufgefordert|aufforderung|laden wir|eingeladen)\b[^.;]{0,80}?\b"
    r"(?:full|more complete|(?:more )?detailed|ausführliche[nrs]?|detaillierte?(?:re)?[nrs]?|vollständige[nrs]?) "
    r"(?:\w+ ){0,2}?(?:applications?|proposals?|submissions?|description|\w*antr[aä]g\w*|\w*beschreibung)\b",
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
    "asked",
    "laden wir",
    "selection",
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
    if _ASKED_FOR_MORE.search(text):
        return True
    if not _THEN.search(text):
        return False
    named = sentence.classes
    before = set(classes_in(sentence.before))
    return "sketch" in named | before and "application" in named | before
