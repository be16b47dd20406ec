"""Reports of flows and organizations, and transcripts of sessions: routes, parameters and responses."""
