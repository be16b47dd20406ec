"""The JSON of the HTTP API: request models, response types, and how a session is shown."""
