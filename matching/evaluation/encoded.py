"""What an encoder changes of scores that were worked out without it, measured with held-out weights too."""

from matching.encoder import SHARE, EncodedOpportunities, Encoder
from matching.evaluation.collection import JudgedCollection
from matching.evaluation.learn_weights import Examples, Tensor, weighed
from matching.index.vector_index import OpportunityIndex
from matching.scores import FACTS
from matching.weights import Weights, shipped_weights


def beside_encoder(encoder: Encoder | None, collection: JudgedCollection, examples: Examples, scores: Tensor) -> Tensor:
    """The scores of all pairs with the encoder's share; the same without an encoder.

    Args:
        encoder: or None.
        collection: the measures and opportunities.
        examples: what the signals say of every pair.
        scores: the weighed sums of that.
    """
    if encoder is None:
        return scores
    shares = shipped_weights().shares
    texts = scores - weighed(examples.scores, Weights({name: shares[name] for name in FACTS}))
    english = OpportunityIndex().fit(collection.opportunities).english_
    encoded = EncodedOpportunities(encoder, collection.opportunities, english)
    return (1 - SHARE) * scores + SHARE * encoded.likeness(collection.measures, texts.astype("float32"))
