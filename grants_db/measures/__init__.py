"""The city's measures and who is responsible for them: stored, imported again, what of them is secured."""
