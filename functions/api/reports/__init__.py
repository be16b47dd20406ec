"""Reports of flows: routes, parameters and responses."""
