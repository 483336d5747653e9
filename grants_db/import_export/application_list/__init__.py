"""The city's running applications from a table: its columns, its rows, the call each is for, and what is stored."""
