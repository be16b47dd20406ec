"""The same turn in other libraries, a file for each. Runs in an environment of its own (requirements/rivals.txt)."""
