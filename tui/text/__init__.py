"""What the screens, the printed pages and the plain lists say of each thing: rows, panels, paragraphs."""
