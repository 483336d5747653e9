"""The city's measures as a fit read them: they help to read each other, and need not be read again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matching.index.vector_index import OpportunityIndex, Vectors
from matching.text.documents import MeasureText


@dataclass(frozen=True)
class KnownMeasures:
    """All measures of the city, read.

    Attributes:
        signs: measure id → the sign of its text, in the order of
        vectors: the measures in every space.
        fields: the profile row of each one's action field.
    """

    signs: Mapping[str, str]
    vectors: Vectors
    fields: tuple[int, ...]

    @classmethod
    def of(cls, measures: Sequence[MeasureText], index: OpportunityIndex, fields: Sequence[int]) -> "KnownMeasures":
        """Read the measures."""
        signs = {measure.id: sign_of(measure) for measure in measures}
        return cls(signs, index.transform(measures), tuple(fields))

    @property
    def rows(self) -> dict[str, int]:
        """Measure id → its row."""
        return {key: row for row, key in enumerate(self.signs)}

    def knows(self, measure: MeasureText) -> bool:
        """Was it read, as it is?"""
        return self.signs.get(measure.id) == sign_of(measure)

    def vectors_of(self, measures: Sequence[MeasureText]) -> Vectors:
        """Known measures in every space."""
        rows = self.rows
        return self.vectors.rows([rows[measure.id] for measure in measures])


def sign_of(measure: MeasureText) -> str:
    """Another text whenever a measure says something else; the money it lacks is no matter of words."""
    said = repr(replace(measure, gap=None)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=16).hexdigest()
