"""The single records of things, as lists of what can be corrected name them."""
