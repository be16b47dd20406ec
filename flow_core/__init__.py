"""Runs a flow: a pure library without I/O, clock or random numbers. It imports pure libraries only."""
