"""The tables' history (Alembic), shipped with the program; there is no alembic.ini."""
