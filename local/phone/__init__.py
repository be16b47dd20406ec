"""`callflow phone`: a number's agent, and LiveKit's trunk and dispatch rule for it."""
