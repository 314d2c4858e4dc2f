"""Production does not start half set up, and says what is missing."""
