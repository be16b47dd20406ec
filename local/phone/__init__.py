"""`callflow phone`: the agent of a number in the API, and its trunk and dispatch rule in LiveKit."""
