"""A file of any kind of list, looked at and taken over in the same way."""
