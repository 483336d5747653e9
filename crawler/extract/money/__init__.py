"""Sums and rates of a text and what they are: per application, the pot, an average, an own share."""
