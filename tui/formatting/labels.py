"""The names on screen of words, facts, signals and rules; those of the vocabularies stand beside their members."""

from grants_db.vocabulary_base import Vocabulary
from tui.formatting.i18n import N_, _, language

#: the short names of the shipped action fields, so that they are translated; another city's own stay as they are
ACTION_FIELDS = (
    N_("Weltoffenheit"),
    N_("Spracherwerb"),
    N_("Arbeit und Beruf"),
    N_("Stadtteile"),
    N_("Teilhabe"),
    N_("Verwaltung"),
)

#: regions that are no place names
REGIONS = (N_("bundesweit"), N_("Europäische Union"))

#: parts of matches that were decided on before cities had concepts of their own
_OF_INTEGRATION = ("integration_compounds", "integration_letters", "integration_themes")
#: parts of the score as people know them; several signals of the matcher make up one
SIGNALS = {
    N_("Begriffe"): ("words", "compounds", "letters", "ideas"),
    N_("Inhalt"): ("themes", "latent", "coverage"),
    N_("Thema"): ("facet_subject",),
    N_("Art der Arbeit"): ("facet_activity",),
    N_("Zielgruppe, Ort"): ("facet_group", "facet_place", "target_group", "place"),
    N_("Handlungsfeld"): ("field_compounds", "field_letters", "field_themes", "field_latent", "field_peers"),
    N_("Ähnl. Maßnahmen"): ("similar_measures",),
    N_("Konzept"): ("concept_compounds", "concept_letters", "concept_themes", "civic", *_OF_INTEGRATION),
    N_("Kodierer"): ("encoder",),
    N_("Leser"): ("reader",),
    N_("Ebene"): ("level",),
    N_("Bestimmtheit"): ("specificity",),
    N_("Betrag"): ("amount",),
    N_("Restzeit"): ("time_left",),
    N_("Entscheidungen"): ("funder_history", "feedback"),
}

#: what a statement is to the leading one, by `grants_db.rules.duplicates.Relation`
RELATIONS = {
    "leads": N_("führt"),
    "same": N_("dasselbe"),
    "edition": N_("andere Ausgabe"),
    "language": N_("andere Sprache"),
}


def label(member: Vocabulary) -> str:
    """The name on screen of a word of a vocabulary.

    >>> from grants_db.vocabulary import ReasonCode
    >>> label(ReasonCode.DUPLICATE)
    'Dublette'
    """
    return member.english if language() == "en" else member.german


def labels(vocabulary: type[Vocabulary], words: list[str]) -> str:
    """The names of several stored words, in their order; a word that is in no vocabulary stands as it is."""
    known = {member.value: label(member) for member in vocabulary}
    return ", ".join(known.get(word, word) for word in words)


def score_parts(parts: dict[str, float]) -> list[tuple[str, float]]:
    """The parts of a score under names that people know, the weightiest first; what adds nothing is left out.

    >>> score_parts({"words": 0.25, "ideas": 0.25, "amount": 0.125, "level": 0.0})
    [('Begriffe', 0.5), ('Betrag', 0.125)]
    """
    names = {signal: name for name, signals in SIGNALS.items() for signal in signals}
    sums: dict[str, float] = {}
    for signal, value in parts.items():
        name = names.get(signal, signal)
        sums[name] = sums.get(name, 0.0) + value
    return sorted(((_(name), value) for name, value in sums.items() if value), key=lambda part: -part[1])


def fact_name(name: str) -> str:
    """The name on screen of a fact of a call."""
    from grants_db.models.derived_facts import DERIVED
    from grants_db.models.opportunity_facts import FIELDS

    about = FIELDS.get(name) or DERIVED.get(name)
    if about is None:
        return name
    return about.english if language() == "en" else about.german


#: how a date was derived where no provision has a name of its own, by `grants_db.applications.agenda`
RULES = {
    "backward_planning": N_("rückwärts gerechnet"),
    "before_measure_start": N_("vor Beginn der Maßnahme"),
    "draw_down": N_("Mittelanforderung"),
    "budget_year": N_("Jährlichkeit"),
}


def regime_name(regime: str) -> str:
    """The name on screen of general conditions; those of a city's own file keep theirs."""
    return _(REGIMES[regime]) if regime in REGIMES else regime


def rule_name(rule: str) -> str:
    """The name on screen of a rule that dates follow from; provisions keep theirs."""
    return _(RULES[rule]) if rule in RULES else rule


#: the rules an award may follow, by their names in `data/obligations.yml`, and where a stated day stands
REGIMES = {
    "anbest_gk_bund": N_("ANBest-Gk des Bundes"),
    "anbest_gk_st": N_("ANBest-Gk Sachsen-Anhalt"),
    "anbest_p_bund": N_("ANBest-P des Bundes"),
    "anbest_p_st": N_("ANBest-P Sachsen-Anhalt"),
    "nabf_bund": N_("NABF des Bundes"),
    "nkbf_2017": N_("NKBF 2017 des Bundes"),
    "amif_2021": N_("AMIF 2021–2027"),
    "eu_mga": N_("EU-Finanzhilfevereinbarung"),
    "by": N_("ANBest-K Bayern"),
    "be": N_("AV Berlin zu § 44 LHO"),
    "sh": N_("ANBest-K Schleswig-Holstein"),
    "bingo_ni": N_("Bingo-Umweltstiftung Niedersachsen"),
}
ORIGINS = {"award": N_("im Bescheid"), "guideline": N_("in der Richtlinie")}
