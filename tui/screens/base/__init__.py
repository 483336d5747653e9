"""What all screens are made of: page, list, form, palette, help."""
