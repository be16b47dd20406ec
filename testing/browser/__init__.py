"""Drivers of the dashboard in a real browser."""
