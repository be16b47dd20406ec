"""What a turn does before it is committed: words are let out, and a turn is tried that may not be taken."""
