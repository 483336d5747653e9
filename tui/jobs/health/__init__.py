"""Whether all is well: with a night, and with what akquise stands on; for whoever keeps it running."""
