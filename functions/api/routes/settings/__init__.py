"""The routes under /api/settings: the settings of an organization, its secrets and its webhook."""
