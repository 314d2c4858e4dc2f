"""Topic pages and news."""
