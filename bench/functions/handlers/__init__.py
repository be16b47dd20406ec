"""Lambda handlers that are compared with the turn function."""
