"""Whole calls in virtual time: the worker's conversation, the real turn protocol, a model, and a caller who listens."""
