"""All signals, in the order their parts are shown in."""

from matching.signals.action_field import FieldLatent, FieldLetters, FieldThemes
from matching.signals.amount import AmountFit
from matching.signals.base import Signal
from matching.signals.deadline import TimeLeft
from matching.signals.facets import FacetLikeness
from matching.signals.field_peers import FieldPeers
from matching.signals.funder import FunderHistory
from matching.signals.level import NearLevel
from matching.signals.lsa import LatentSimilarity
from matching.signals.off_topic import OffTopic
from matching.signals.similar_measures import SimilarMeasures
from matching.signals.specificity import Specificity
from matching.signals.term_coverage import TermCoverage
from matching.signals.text_similarity import LetterSimilarity
from matching.signals.themes import ThemeSimilarity
from matching.signals.whole_concept import ConceptThemes, ConceptWords

#: signals whose weights are learned from judged pairs
LEARNED: tuple[Signal, ...] = (
    LetterSimilarity(),
    TermCoverage(),
    LatentSimilarity(),
    ThemeSimilarity(),
    FieldLetters(),
    FieldThemes(),
    FieldLatent(),
    FieldPeers(),
    SimilarMeasures(),
    ConceptWords("compounds"),
    ConceptWords("letters"),
    ConceptThemes(),
    OffTopic(),
    NearLevel(),
    FacetLikeness("subject"),
    FacetLikeness("activity"),
    FacetLikeness("group"),
    FacetLikeness("place"),
)
#: signals that judged pairs say nothing of (sums, dates, decisions) or too little to learn from (cities), with their
#: shares of the score, which are set by hand
SET_BY_HAND: tuple[tuple[Signal, float], ...] = (
    (AmountFit(), 0.03),
    (TimeLeft(), 0.03),
    (FunderHistory(), 0.03),
    (Specificity(), 0.04),
)
SIGNALS: tuple[Signal, ...] = (*LEARNED, *(signal for signal, _share in SET_BY_HAND))
