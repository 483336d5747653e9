"""Financing plans from a table: its columns, its rows, and what is stored."""
