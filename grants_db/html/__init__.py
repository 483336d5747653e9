"""From HTML to the plain text a person would read. Not in the crawler, since kept pages are shown by it too."""
