"""Agents, the environments of flows that they point to, and phone numbers."""
