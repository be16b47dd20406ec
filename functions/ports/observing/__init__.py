"""The port to traces."""
