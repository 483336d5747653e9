"""Commands that take over the lists which an office has kept so far."""
