"""What stands where in a table of measures: its rows, its headings and what they mean, whole files of other shapes."""
