"""The processes that `callflow dev` starts and ends: the store, livekit-server and the agent worker."""
