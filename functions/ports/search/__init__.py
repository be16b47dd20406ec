"""The ports of searches."""
