"""Texts that leave the house, composed from the database: the digest of a night."""
