"""What turns read and write, and the embedded store under load."""
