"""Who calls: the caller's own identity and role, and the API keys of an organization."""
