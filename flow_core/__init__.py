"""Runs a flow: a pure library. No I/O, no clock, no randomness, no AWS; pydantic and the standard library only."""
