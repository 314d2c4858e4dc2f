"""What an editor may do in the admin, and what not."""
