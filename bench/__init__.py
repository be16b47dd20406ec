"""Measures what Callflow costs: `python -m bench`, a file for each part. Nothing here is imported by the product."""
