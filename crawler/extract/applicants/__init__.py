"""Who may apply, from prose alone: bodies that are named, what each is to the call, and the city's route."""
