"""LiveKit: rooms, tokens, dispatches and the secret that holds its keys."""
