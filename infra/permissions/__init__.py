"""Compares what each role may do with what its code does: `python -m infra.permissions`."""
