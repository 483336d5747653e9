"""The review of matches: the queue, its page, near misses."""
