"""The empty portal of a new owner."""
