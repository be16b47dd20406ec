"""Real calls on livekit-server and the worker, beside the bare round trip of a text and of a sound."""
