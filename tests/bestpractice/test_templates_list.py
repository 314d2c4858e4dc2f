"""/maler/: every template in one list."""
