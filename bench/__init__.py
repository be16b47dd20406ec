"""Benchmarks of Callflow: `python -m bench`. Each part has a module. The product imports nothing from here."""
