"""Stores of secrets: the environment, AWS Secrets Manager, and the secrets of webhooks."""
