"""The `akquise` command and the terminal app: the top of the house, where crawler, matching and database meet."""
