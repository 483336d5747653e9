"""A plan with a column for each year, as offices keep it, turned into one with a row for each year."""

import re

from grants_db.import_export.layout.list_columns import HEAD_ROWS
from grants_db.import_export.layout.sheet import Sheet, TableRow, written_names
from grants_db.import_export.plan_list.columns import COLUMNS, LIST
from grants_db.rules.cell import as_text

#: a heading that is a year, and no more than what such headings say besides
YEAR = re.compile(
    r"(?:(?:hhj|haushaltsjahr|jahr|ansatz|plan|geplant|betrag) )?(20\d\d)(?: ?\(?(?:in )?(?:€|eur|euro)\)?)?", re.I
)


def by_rows(sheet: Sheet) -> Sheet:
    """The sheet with each year's sum in a row of its own; unchanged where no columns are years.

    A column of sums over the years is left out: it says nothing that they don't.
    """
    for place, head in enumerate(sheet.rows[:HEAD_ROWS]):
        names = written_names(head)
        years = {at: found[1] for at, text in names.items() if (found := YEAR.fullmatch(text))}
        meant = {at: LIST.meaning_of(text) for at, text in names.items() if at not in years}
        if years and "name" in meant.values() and "year" not in meant.values():
            kept = [at for at in range(len(head.cells)) if at not in years and meant.get(at) != "amount"]
            ours = [COLUMNS["year"][0], COLUMNS["amount"][0]]
            rows = [TableRow(head.number, [*(head.at(at) for at in kept), *ours])]
            for row in sheet.rows[place + 1 :]:
                rows += [
                    TableRow(row.number, [*(row.at(at) for at in kept), year, row.at(at_year)])
                    for at_year, year in years.items()
                    if as_text(row.at(at_year)).strip()
                ]
            return Sheet(sheet.name, [*sheet.rows[:place], *rows], above=sheet.above, undoubled=sheet.undoubled)
    return sheet
