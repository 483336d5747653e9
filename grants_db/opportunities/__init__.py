"""Opportunities as sources state them, day by day: changes, corrections, duplicates, the kept pages behind them."""
