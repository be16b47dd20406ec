"""Reports of a flow: the counters of ended sessions, and their sums."""
