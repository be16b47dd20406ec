"""HTTP plumbing that every route shares: bodies, identities, problems, headers."""
