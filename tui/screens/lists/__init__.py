"""Lists that come in from files: the one screen for measures, applications and donations."""
