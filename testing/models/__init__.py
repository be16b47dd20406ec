"""Scripted language models that speak token by token."""
