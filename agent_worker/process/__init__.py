"""The worker's operating system process: its log, the removal of lost agents, and the protection from scale-in."""
