"""Ended sessions and receivers of their summaries."""
