"""An optional reader of proposals: what it would cost, asking it, and what its grades add to scores."""
