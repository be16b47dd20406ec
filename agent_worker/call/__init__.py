"""A call in a LiveKit room: speech, keys, timers, transfers and hang-ups. It knows no turn protocol."""
