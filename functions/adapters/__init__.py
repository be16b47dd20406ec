"""One file for each real thing that stands behind a port."""
