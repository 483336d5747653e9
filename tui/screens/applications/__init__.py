"""The screen of applications and its forms."""
