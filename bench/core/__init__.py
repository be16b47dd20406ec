"""The core alone: a turn, its expressions, and the same turn in other libraries."""
