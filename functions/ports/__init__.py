"""The Protocols of what the backend needs from outside, with their values and errors. Never an implementation."""
