"""What a person or the night starts: a crawl, a second reading of kept answers, one recorded page."""
