"""The search of sessions over HTTP."""
