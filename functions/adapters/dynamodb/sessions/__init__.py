"""The sessions table: heads, turns, and the indexes that list them."""
