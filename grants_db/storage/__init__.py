"""The database as a file or a server: opened, migrated, backed up."""
