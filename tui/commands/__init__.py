"""The verbs of the `akquise` command, one file for each noun."""
