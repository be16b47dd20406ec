"""The bodies that the API accepts."""
