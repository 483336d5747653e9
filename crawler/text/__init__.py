"""From HTML, PDF and XML to plain text, sections and sentences."""
