"""The public pages, and the dress that every screen wears."""
