"""What a session has recorded, as a conversation or as a recording. Read only."""
