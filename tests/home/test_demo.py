"""The demo content: what it holds, that it holds together, and that it is the same each time."""
