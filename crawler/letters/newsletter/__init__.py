"""A newsletter cut into its items, and which of them are calls."""
