"""Sentences of lower packages with the vocabularies' words and sums in them as people read them."""

import re
from decimal import Decimal

from grants_db.sentence import Sentence
from grants_db.vocabulary import (
    ApplicationStage,
    DecisionKind,
    DonationStage,
    FunderStatus,
    ObligationKind,
    Vocabulary,
)
from tui.i18n import written_as
from tui.labels import label

SUM = re.compile(r"-?\d{1,15}(\.\d+)?")
#: places of sentences that hold a sum in euros
SUM_PLACES = {"amount", "awarded", "paid"}
#: places of sentences that hold a word of a vocabulary, and which vocabularies it may be of
WORD_PLACES: dict[str, tuple[type[Vocabulary], ...]] = {
    "before": (ApplicationStage, FunderStatus),
    "to": (ApplicationStage, FunderStatus),
    "stage": (ApplicationStage,),
    "gift_stage": (DonationStage,),
    "gift_step": (DonationStage,),
    "obligation": (ObligationKind,),
    "kind": (ObligationKind,),
    "decision": (DecisionKind,),
}


def spelled_out(said: Sentence) -> Sentence:
    """The sentence with the vocabularies' words in its values replaced by their names on screen.

    >>> str(spelled_out(Sentence.of("Stand: {before} → {to}", before="idea", to="review")))
    'Stand: Idee → Prüfung'
    """
    return Sentence(said.template, {place: _name(place, value) for place, value in said.values.items()})


def _name(place: str, value: str) -> str:
    if place in SUM_PLACES and SUM.fullmatch(value):
        return written_sum(Decimal(value))
    if place == "allowed":  # several stages
        return ", ".join(_name("stage", _name("gift_stage", one)) for one in value.split(", "))
    for vocabulary in WORD_PLACES.get(place, ()):
        if value in list(vocabulary):
            return label(vocabulary(value))
    return value


def written_sum(value: Decimal) -> str:
    """A sum to the cent without its sign, as the language writes it: 12.500,00."""
    from babel.numbers import format_decimal

    return format_decimal(value, "#,##0.00", locale=written_as())
