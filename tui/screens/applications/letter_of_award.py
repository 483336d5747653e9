"""What an award's letter says, as our own command read it, in the form in which it is typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from grants_db.errors import UsageError
from tui.formatting.form_values import typed_day
from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.formatting.messages import quoted

_AWARDS = {"award", "change"}


@dataclass(frozen=True)
class LetterOfAward:
    """What `akquise letters read --json` found in an award's letter."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    check: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()

    @classmethod
    def from_answer(cls, answer: str, file: Path) -> "LetterOfAward":
        """The command's answer.

        Raises:
            UsageError: a letter that awards nothing.
        """
        read = json.loads(answer)
        if read["kind"] not in _AWARDS:
            raise UsageError("{file} ist kein Bescheid und keine Zusage.", file=file)
        return cls(read["fields"], read["evidence"], frozenset(read["check"]), tuple(read["conditions"]))

    def sure(self, name: str) -> Any:
        """The field's value where the letter says it for sure; None else."""
        return None if name in self.check else self.fields.get(name)

    def amount(self, name: str) -> str:
        """A sum as it is typed; empty where it isn't sure."""
        value = self.sure(name)
        return f"{Decimal(value):,.2f}".translate(str.maketrans(",.", ".,")) if value else ""

    def day(self, name: str) -> str:
        """A day as it is typed; empty where it isn't sure."""
        value = self.sure(name)
        return typed_day(value) if value else ""

    def days(self, name: str) -> str:
        """Days as they are typed; empty where they aren't sure."""
        return ", ".join(typed_day(value) for value in self.sure(name) or ())

    @property
    def period(self) -> str:
        """First and last day as they are typed; empty where one of them isn't sure."""
        first, last = self.day("period_start"), self.day("period_end")
        return f"{first}-{last}" if first and last else ""

    def said(self, *names: str) -> str:
        """The sentences that the fields stand in; before an unsure one, what was understood."""
        told = []
        for name in names:
            sentence = self.evidence.get(name, "")
            if name in self.check:
                value = self.fields.get(name, "")
                told.append(_("Bitte prüfen: {value}").format(value=f"{value} {quoted(one_line(sentence))}".strip()))
            elif sentence:
                told.append(quoted(one_line(sentence)))
        return " ".join(dict.fromkeys(told))
