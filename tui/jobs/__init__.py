"""Work that needs several packages at once: matching the stored calls, the night as a whole, its summary."""
