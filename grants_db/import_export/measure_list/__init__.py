"""A list of measures: its columns, its rows, which number each has, and what taking it over would change."""
