"""What is frozen with a version beside its definition."""
