"""Until when can one apply, according to a text? The way in for everybody who only wants to ask that."""

from crawler.extract.deadline.parse import Deadline, parse_deadline

__all__ = ["Deadline", "parse_deadline"]
