"""Real calls with livekit-server and the worker, compared with bare round trips of texts and sounds."""
