"""Benchmarks without I/O: a turn, its expressions, and the same turn in other libraries."""
