"""The routes of privacy: the erasure of a session and of a caller."""
