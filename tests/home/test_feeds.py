"""What feed readers get."""
