"""Callers, phone lines and workers for tests that hold real calls."""
