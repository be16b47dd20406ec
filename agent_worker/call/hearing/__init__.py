"""What the caller says, before it is final."""
