"""What a conversation does before the caller's words are final."""
