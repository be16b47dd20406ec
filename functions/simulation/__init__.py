"""Simulated callers: a model plays the caller of a test by the turn protocol, and another model judges the call."""
