"""From a proposed match to a decision: the queue, decisions and their log, what comes back after a change."""
