"""Callflow's HTTP API: the client, the data that it exchanges, and the signature of a request."""
