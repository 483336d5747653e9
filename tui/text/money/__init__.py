"""What is said of money: financing plans."""
