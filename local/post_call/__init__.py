"""What the local stack does after a call: summaries of ended sessions, and idle sessions closed."""
