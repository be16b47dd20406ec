"""The JSON that the API accepts and returns."""
