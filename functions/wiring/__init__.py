"""Constructs all adapters, in one module for each group of Lambda functions."""
