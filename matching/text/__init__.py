"""German and English text as words, parts of words and ideas; the two kinds of text that are matched."""
