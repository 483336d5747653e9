"""Plain values to text of the language in use: words, days, sums, messages, marks of rows; no database."""
