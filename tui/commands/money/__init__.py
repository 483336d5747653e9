"""Commands that work out money: what a plan comes to."""
