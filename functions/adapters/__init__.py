"""The implementations of the ports for real services, a folder for each vendor or subject."""
