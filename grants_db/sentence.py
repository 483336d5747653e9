"""A sentence for people, kept apart from its values so that it can be stored, translated and shown.

The template is German and is the key of the translation (`tui/locale`); values are plain text. Lower
packages write `Sentence("Die Datei {path} fehlt.", path=path)`; only `tui` translates and fills it in.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """A German template with named places, and the texts that fill them."""

    template: str
    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, template: str, **values: object) -> "Sentence":
        """Build one from any values; each is kept as its text.

        >>> str(Sentence.of("Region passt: {region}", region="Sachsen-Anhalt"))
        'Region passt: Sachsen-Anhalt'
        """
        return cls(template, {name: str(value) for name, value in values.items()})

    def __str__(self) -> str:
        return self.template.format_map(self.values)

    def as_json(self) -> dict[str, object]:
        """The form that is stored: `{"template": …, "values": {…}}`."""
        return {"template": self.template, "values": self.values}

    @classmethod
    def from_json(cls, stored: dict[str, object]) -> "Sentence":
        """Read what `as_json` wrote."""
        values = stored.get("values")
        texts = {str(name): str(value) for name, value in values.items()} if isinstance(values, dict) else {}
        return cls(str(stored.get("template", "")), texts)
