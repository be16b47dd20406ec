"""The processes that `callflow dev` starts and stops: the store, livekit-server and the worker."""
