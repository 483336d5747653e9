"""From a letter's file to its lines: a PDF by the places of its signs, a mail by its parts; in a process of its own."""
