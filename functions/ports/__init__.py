"""What the turn asks of the world, as types."""
