"""Compiles the catalogues whenever the program is packaged or installed, as an editable checkout too."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):  # type: ignore[type-arg]  # it has no configuration of its own
    """`locale/*.mo` from `locale/*.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own signature
        """Before anything is packed."""
        sys.path.insert(0, self.root)
        from tui.formatting.i18n import compile_catalogues

        compile_catalogues(Path(self.root) / "tui" / "locale")
