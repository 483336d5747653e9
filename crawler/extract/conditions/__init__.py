"""Conditions of a call: may one begin early, may other money be added, what kind of money is it."""
