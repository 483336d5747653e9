"""What a council asks every year: `cases` reads the rows at once, `figures` counts them and knows no database."""
