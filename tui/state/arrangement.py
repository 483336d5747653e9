"""How a list is laid out: which columns in which order, and by which of them it is sorted. Pure.

Columns go by their German heading, which stays what it is in any language and any version that still has the column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

#: by what names the memory knows the layout of a list
MEMORY = "arrangement."


@dataclass(frozen=True)
class Arrangement:
    """The column a list is sorted by (empty: the order it has by itself), and the columns (empty: as given)."""

    by: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """What is remembered of it."""
        kept: dict[str, object] = {"by": self.by, "descending": self.descending, "columns": list(self.columns)}
        return {name: value for name, value in kept.items() if value}

    @classmethod
    def from_json(cls, stored: object, known: Sequence[str]) -> Self:
        """What was remembered; columns that there are none of (any more) are left out."""
        values = stored if isinstance(stored, Mapping) else {}
        columns = values.get("columns")
        names = columns if isinstance(columns, list) else []
        return cls(
            by=values["by"] if values.get("by") in known else "",
            descending=values.get("descending") is True,
            columns=tuple(dict.fromkeys(name for name in names if name in known)),
        )

    def sorted_by(self, column: str) -> Self:
        """Sorted by this column; where it is already the other way round, then as the list is by itself.

        >>> by_day = Arrangement().sorted_by("Frist")
        >>> by_day, by_day.sorted_by("Frist").descending, by_day.sorted_by("Frist").sorted_by("Frist").by
        (Arrangement(by='Frist', descending=False, columns=()), True, '')
        """
        if self.by != column:
            return replace(self, by=column, descending=False)
        return replace(self, by="", descending=False) if self.descending else replace(self, descending=True)
