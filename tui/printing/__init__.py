"""Pages for the printer, as HTML."""
