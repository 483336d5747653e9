"""What pictures of money and time are drawn from: counted as the council paper counts, one reading for each."""
