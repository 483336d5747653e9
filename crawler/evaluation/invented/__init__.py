"""Invented passages to learn from: single sentences with their labels, and frames that are filled in by `frames`."""
