"""A call in a LiveKit room: speech, keys, timers, transfers and hang-ups. No turn protocol."""
