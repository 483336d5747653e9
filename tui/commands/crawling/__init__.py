"""Commands of `akquise crawl` beside the crawl itself: the archive, and how texts are read."""
