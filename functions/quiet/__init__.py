"""Closes sessions that went quiet, by schedule."""
