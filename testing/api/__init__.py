"""The HTTP API under test: a stack in this process, documents and events."""
