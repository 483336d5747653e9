"""The sources that are shipped: each a small class of facts on a platform."""
