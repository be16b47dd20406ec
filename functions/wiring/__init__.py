"""Builds every adapter, one module for each group of Lambda functions. Nothing else constructs an adapter."""
