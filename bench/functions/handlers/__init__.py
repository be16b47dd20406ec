"""Lambda handlers that the turn function is measured beside."""
