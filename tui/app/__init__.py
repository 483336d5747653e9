"""The app: its screens and keys, and how it is opened without delay."""
