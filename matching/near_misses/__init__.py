"""Opportunities that fit by topic and are out of reach: what stands in the way, and what would remove it."""
