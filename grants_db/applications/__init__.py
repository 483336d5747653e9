"""Applications from the idea to the last report: stages, awards, donations, obligations, tasks, agenda."""
