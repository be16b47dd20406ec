"""Fakes of the stores of who may use the API."""
