"""What grants leave when costs or other money change: pure, in Decimal, from a plan to what each source pays."""
