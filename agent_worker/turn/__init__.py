"""The conversation with the API: which turn to post and what to say next. No LiveKit room and no audio."""
