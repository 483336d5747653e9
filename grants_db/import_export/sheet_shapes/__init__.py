"""Sheets in other shapes than a list, brought into that of one: profiles, turned tables, boxes to tick, legends."""
