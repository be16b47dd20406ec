"""LiveKit: rooms, tokens, agent dispatches and the secret with LiveKit's API keys."""
