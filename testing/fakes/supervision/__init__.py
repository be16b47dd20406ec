"""Fakes for the supervision of calls."""
