"""What sources of one kind have in common: the work is here, a source is a small class of facts."""
