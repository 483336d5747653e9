"""What words and lines say by themselves: times, sums, labels and rows, sentences that decide; no field of a letter."""
