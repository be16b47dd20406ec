"""The ports of privacy: what erases a session."""
