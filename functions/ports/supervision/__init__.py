"""Supervision of calls, as the API needs it: who is in a room, tokens for supervisors, whispers and takeovers."""
