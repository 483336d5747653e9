"""Does a text say that a sketch comes first and an application follows? All patterns are bounded."""

import re
from collections.abc import Sequence

from crawler.extract.deadline.candidates import CandidateKind
from crawler.extract.deadline.roles import Judged
from crawler.extract.roles.passage import Sentence, classes_in
from crawler.text.sentences import holds
from crawler.text.word_signs import SIGNS

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
#: a sign of every sentence that may say so
TWO_STAGES = SIGNS.sign(small=[max(letters.split(), key=len) for letters in _SIGNS])


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


_DONE_WITH_PAPERS = frozenset(("does=to_apply", "does=nothing"))


def may_be_the_other_stage(found: Sequence[Judged], chosen: Sequence[Judged], told: bool, proposed: float) -> bool:
    """Is a last day left out that may be that of the other stage, while the chosen ones are all of one stage?

    Args:
        found: all that was judged.
        chosen: the days that are stated.
        told: does the text say that there are two stages? A sketch that is due says so, too.
        proposed: from which probability on a day is looked at; a less likely one only where its sentence names an
            application that is handed in.
    """
    days = [one for one in chosen if one.candidate.kind is CandidateKind.DAY]
    stages = {one.is_for_a_sketch for one in days}
    if len(stages) != 1 or not (told or True in stages):
        return False
    stated = {one.candidate.value for one in days}
    return any(
        one.candidate.kind is CandidateKind.DAY
        and "lead=until" in one.candidate.evidence
        and one.candidate.value not in stated
        and not one.is_superseded
        and (one.probability >= proposed or _hands_in_an_application(one))
        for one in found
    )


def _hands_in_an_application(day: Judged) -> bool:
    """Does a day's sentence name an application, other than for a payment, and nothing else that is done by then?"""
    named = day.candidate.sentence.classes
    return (
        "application" in named
        and named.isdisjoint(("claim", "report"))
        and not _DONE_WITH_PAPERS.isdisjoint(day.candidate.evidence)
    )
