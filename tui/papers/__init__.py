"""Papers for a council and its committees, from one outline: as a page, as a workbook, as a Word file."""
