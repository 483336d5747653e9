"""The tables, one file for what belongs together; import `grants_db.models.all_tables` to have them all registered."""
