"""The city's donations and sponsoring from a table: its columns, its rows, and what is stored."""
