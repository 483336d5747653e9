"""What imports did: kept with what was there before, and taken back where nobody has changed it since."""
