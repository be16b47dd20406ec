"""The reads and writes of turns, and the embedded store under load."""
