"""Every screen's content as plain text, for screen readers and scripts, and as data."""
