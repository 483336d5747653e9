"""A paper as a page that loads nothing: every figure is a link to the rows it counts."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui.formatting.i18n import language
from tui.papers.bars import bars_as_svg
from tui.papers.outline import (
    ColumnKind,
    Paper,
    PaperCell,
    PaperChart,
    PaperColumn,
    PaperTable,
    PaperTimeline,
    RowsOf,
    ToTable,
    as_text,
)
from tui.papers.time_bars import timeline_as_svg

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


def as_page(paper: Paper) -> str:
    """The page; whatever comes from outside is escaped."""
    from markupsafe import Markup

    titles = {table.key: table.title for table in paper.tables}

    def cell(value: PaperCell, kind: ColumnKind) -> "Markup | str":
        target = value.table if isinstance(value, RowsOf | ToTable) else ""
        said = titles.get(target, "") if isinstance(value, ToTable) else as_text(value, kind)
        return Markup('<a href="#{}">{}</a>').format(target, said) if target in titles else said

    def draw(chart: PaperChart) -> dict[str, object]:
        name = f"chart-{chart.table.key}"
        return timeline_as_svg(chart, name) if isinstance(chart, PaperTimeline) else bars_as_svg(chart, name)

    return _template().render(paper=paper, language=language(), draw=draw, shown=shown_columns, cell=cell, text=as_text)


def shown_columns(table: PaperTable) -> list[tuple[int, PaperColumn]]:
    """The columns that a page has room for, each with its place in a row."""
    return [(at, column) for at, column in enumerate(table.columns) if not column.only_in_workbook]


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("paper.html.j2")
