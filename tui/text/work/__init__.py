"""What the lists one works through say: the review by call, the first screen."""
