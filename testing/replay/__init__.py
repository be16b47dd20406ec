"""Calls to replay."""
