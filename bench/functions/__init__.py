"""The Lambda functions: a warm call, its parts, and a cold start."""
