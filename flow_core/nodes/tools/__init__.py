"""The requests of tools, and the tools that a model calls before it replies."""
