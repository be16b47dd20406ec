"""HTTP code that all routes share: bodies, identities, problems and headers."""
