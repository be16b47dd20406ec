"""The erasure of sessions: of one by its id, and of all of a caller's number."""
