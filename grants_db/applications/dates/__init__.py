"""What people do about the dates of the agenda."""
