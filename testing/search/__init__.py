"""Searches in memory."""
