"""Logs and metrics, and the redaction of secrets from what is logged or returned."""
