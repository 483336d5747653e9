"""A ranking that is kept from one night to the next, so that only what changed is scored anew."""
