"""When one can apply: days, durations and their roles in a text; `parse_deadline` is the way in."""
