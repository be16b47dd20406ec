"""The worker's operating system process: its log, its abandoned agents and its protection from scale-in."""
