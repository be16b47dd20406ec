"""The search of sessions: the words and other terms by which a session is found. Nothing is stored here."""
