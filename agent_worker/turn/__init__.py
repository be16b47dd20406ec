"""The conversation with the API: which turn to post and what to say next. It knows no LiveKit room and no audio."""
