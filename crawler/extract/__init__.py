"""Prose of an opportunity to facts, each with the sentence it comes from; pure, no network and no database."""
