"""Counters of sessions in memory, and generated sessions."""
