"""All signals, in the order their parts are shown in."""

from matching.signals.action_field import FieldLatent, FieldLetters, FieldThemes
from matching.signals.amount import AmountFit
from matching.signals.base import Signal
from matching.signals.deadline import TimeLeft
from matching.signals.field_peers import FieldPeers
from matching.signals.funder import FunderHistory
from matching.signals.integration import IntegrationThemes, IntegrationWords
from matching.signals.level import NearLevel
from matching.signals.lsa import LatentSimilarity
from matching.signals.off_topic import OffTopic
from matching.signals.similar_measures import SimilarMeasures
from matching.signals.target_group import PLACE, TARGET_GROUP
from matching.signals.term_coverage import TermCoverage
from matching.signals.text_similarity import LetterSimilarity

#: signals whose weights are learned from judged pairs
LEARNED: tuple[Signal, ...] = (
    LetterSimilarity(),
    TermCoverage(),
    LatentSimilarity(),
    FieldLetters(),
    FieldThemes(),
    FieldLatent(),
    FieldPeers(),
    SimilarMeasures(),
    IntegrationWords("compounds"),
    IntegrationWords("letters"),
    IntegrationThemes(),
    OffTopic(),
    NearLevel(),
)
#: signals that judged pairs say nothing of (sums, dates, decisions) or too little to learn from (groups, places):
#: their weights are set by hand
SET_BY_HAND: tuple[Signal, ...] = (TARGET_GROUP, PLACE, AmountFit(), TimeLeft(), FunderHistory())
SIGNALS = LEARNED + SET_BY_HAND
