"""Facets: what an opportunity pays for and what a measure wants, in the same closed words (`vocabulary_facets`)."""
