"""The stores of who may use the API."""
