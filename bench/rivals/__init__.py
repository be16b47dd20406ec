"""The same turn in other libraries, one module each. They run in a separate environment (requirements/rivals.txt)."""
