"""Copies of the flows table outside of its account and region, and the way back (docs/runbooks/region-loss.md)."""
