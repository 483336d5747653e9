"""One signal a file: how well a call fits a measure in one respect, as a score in [0, 1] and a sentence."""
