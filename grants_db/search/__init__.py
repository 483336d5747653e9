"""Words and filters to a page of opportunities, on SQLite and PostgreSQL."""
