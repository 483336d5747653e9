"""The opportunities as rows of numbers that measures are put beside: TF-IDF, BM25, themes and a latent space."""
