"""The port for the counters of ended sessions, of which reports are sums."""
