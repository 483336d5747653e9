"""Ranks opportunities for measures, in memory, and says why. Opens no session, knows no crawler and no screen."""
