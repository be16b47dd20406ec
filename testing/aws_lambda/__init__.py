"""Runs the functions as AWS Lambda does, without an account."""
