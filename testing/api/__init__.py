"""The HTTP API for tests: a stack in this process, flow documents and events."""
