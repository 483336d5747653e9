"""One signal a file: how well an opportunity fits a measure in one respect, as a score in [0, 1] and a sentence."""
