"""What every reader needs for a node at which a model speaks: its settings and its tools."""
