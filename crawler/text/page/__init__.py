"""A page of the web as its reader sees it: what is hidden goes, what is folded up opens, surroundings go."""
