"""Who may change what of a measure. Pure.

The funding office changes everything: whoever has set no unit of their own, or the office's. A unit says of its own
measures what it knows best: what they cost, what is secured, what they are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from grants_db.errors import UsageError
from grants_db.messages import Message, Quote
from grants_db.rules.unit_names import same_unit

#: what a unit may change of its own measures
OF_UNITS = frozenset({"cost", "secured", "description"})


@dataclass(frozen=True)
class EditRights:
    """Whose user it is: the own unit and the funding office, as the settings name them; empty: none is named."""

    unit: str = ""
    office: str = ""

    @property
    def everything(self) -> bool:
        """Is it the funding office?"""
        return not self.unit.strip() or same_unit(self.unit, self.office)

    def owns(self, owners: Sequence[str]) -> bool:
        """Is the own unit among these?"""
        return any(same_unit(owner, self.unit) for owner in owners)

    def fields(self, owners: Sequence[str]) -> frozenset[str] | None:
        """What may be changed of a measure of these units; None: everything.

        >>> EditRights("Amt 40", "Amt 80").fields(["Amt 40"]) == OF_UNITS, EditRights("Amt 80", "Amt 80").fields([])
        (True, None)
        """
        if self.everything:
            return None
        return OF_UNITS if self.owns(owners) else frozenset()

    def check(self, number: str, owners: Sequence[str], names: Collection[str]) -> None:
        """May this be changed of a measure?

        Raises:
            UsageError: it is another unit's measure, or it is for the funding office to change.
        """
        allowed = self.fields(owners)
        if allowed is None or set(names) <= allowed:
            return
        if not allowed:
            raise UsageError(
                "Maßnahme {number} gehört {owners}, nicht „{unit}“. Ändern kann sie diese Einheit oder die "
                "Fördermittelstelle (ohne eigene Einheit, oder als „funding_office“ eingestellt).",
                number=number,
                owners=tuple(Quote(owner) for owner in owners) or Message.of("keiner Einheit"),
                unit=self.unit,
            )
        raise UsageError(
            "Von Maßnahme {number} ändert eine Einheit Kosten, Gesichertes und Beschreibung; alles andere ändert die "
            "Fördermittelstelle (ohne eigene Einheit, oder als „funding_office“ eingestellt).",
            number=number,
        )
